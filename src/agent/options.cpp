// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/options.h"

#include <getopt.h>

#include <array>

namespace pilothouse::agent {

namespace {

enum Key : int {
    Listen = 'l',
    Name = 'n',
    Rack = 'r',
    LeafSwitch = 's',
    Root = 'R',
    DieWithParent = 'd',
    Help = 'h',
    Version = 'V'
};

constexpr std::array<option, 9> kOptions{{
    {"listen", required_argument, nullptr, Listen},
    {"name", required_argument, nullptr, Name},
    {"rack", required_argument, nullptr, Rack},
    {"leaf-switch", required_argument, nullptr, LeafSwitch},
    {"root", required_argument, nullptr, Root},
    {"die-with-parent", no_argument, nullptr, DieWithParent},
    {"help", no_argument, nullptr, Help},
    {"version", no_argument, nullptr, Version},
    {nullptr, 0, nullptr, 0},
}};

constexpr const char *kHelp = R"(Usage: pilothouse-agent [OPTION]...
Reads this node and its accelerators and serves them to Pilothouse consoles.

      --listen ADDRESS    host:port on loopback, or unix:/path (127.0.0.1:7610)
      --name NAME         name of the node (the host's name)
      --rack RACK         rack that the node stands in
      --leaf-switch NAME  first network switch above the node
      --root DIR          read proc and sys below this directory (/)
      --die-with-parent   end when the program that started this one ends
      --help              print this and end
      --version           print the version and end

Prints "listening on ADDRESS" once it serves. Port 0 picks a free port.
SIGTERM and SIGINT end it; SIGHUP looks for accelerators anew.
)";

constexpr const char *kVersion = "pilothouse-agent " PILOTHOUSE_VERSION "\n";

tl::unexpected<Error> refuse(std::string sentence)
{
    return fail(ErrorCode::InvalidArgument, std::move(sentence) + "; see pilothouse-agent --help");
}

// The argument that getopt stumbled over; of bundled letters just the one.
std::string culprit(std::span<char *> arguments)
{
    const std::string last = arguments[static_cast<std::size_t>(optind) - 1];
    return optopt == 0 || last.starts_with("--") ? last
                                                 : std::string("-") + static_cast<char>(optopt);
}

Result<CommandLine> checked(CommandLine line)
{
    std::error_code error;
    if (!std::filesystem::is_directory(line.options.root, error))
        return refuse("there is no directory " + line.options.root.string());
    return line;
}

} // namespace

Result<CommandLine> parseCommandLine(std::span<char *> arguments)
{
    CommandLine line;
    Options &options = line.options;
    const auto count = static_cast<int>(arguments.size());
    optind = 0; // getopt keeps state between calls
    opterr = 0;
    for (int key = 0;
         (key = getopt_long(count, arguments.data(), ":", kOptions.data(), nullptr)) != -1;) {
        switch (key) {
        case Listen:
            options.listen = optarg;
            break;
        case Name:
            options.name = optarg;
            break;
        case Rack:
            options.rack = optarg;
            break;
        case LeafSwitch:
            options.leafSwitch = optarg;
            break;
        case Root:
            options.root = optarg;
            break;
        case DieWithParent:
            options.dieWithParent = true;
            break;
        case Help:
            return CommandLine{{}, kHelp};
        case Version:
            return CommandLine{{}, kVersion};
        case ':':
            return refuse(culprit(arguments) + " needs a value");
        default:
            return refuse("unknown option " + culprit(arguments));
        }
    }
    if (optind < count)
        return refuse("unexpected argument "
                      + std::string(arguments[static_cast<std::size_t>(optind)]));
    return checked(std::move(line));
}

} // namespace pilothouse::agent
