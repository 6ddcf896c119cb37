// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/options.h"

#include <array>
#include <charconv>
#include <ctime>
#include <getopt.h>
#include <string_view>

namespace pilothouse::audit {

namespace {

enum Key : int { Expect = 'e', FormatKey = 'f', From = 'F', To = 'T', Help = 'h', Version = 'V' };

constexpr std::array<option, 7> kOptions{{
    {"expect", required_argument, nullptr, Expect},
    {"format", required_argument, nullptr, FormatKey},
    {"from", required_argument, nullptr, From},
    {"to", required_argument, nullptr, To},
    {"help", no_argument, nullptr, Help},
    {"version", no_argument, nullptr, Version},
    {nullptr, 0, nullptr, 0},
}};

constexpr const char *kHelp = R"(Usage: pilothouse-audit verify FILE [--expect SEQUENCE:HASH]
       pilothouse-audit export FILE [--format csv|json] [--from TIME] [--to TIME]
Checks an audit log of Pilothouse (audit.db in its data folder), or prints its records.

      --expect SEQUENCE:HASH  a head that was printed by an earlier verify and kept elsewhere
      --format csv|json       csv with a line of names, or one JSON object a line (csv)
      --from TIME             records of this moment and later, UTC: 2026-11-23 or
                              2026-11-23T08:30:00
      --to TIME               records before this moment
      --help                  print this and end
      --version               print the version and end

verify prints the head of a sound log and ends with 0. Of a log that is not as it was written it
prints the first record that is wrong or missing, and ends with 1. Ends with 2 where it cannot
read.
)";

constexpr const char *kVersion = "pilothouse-audit " PILOTHOUSE_VERSION "\n";

tl::unexpected<Error> refuse(std::string sentence)
{
    return fail(ErrorCode::InvalidArgument, std::move(sentence) + "; see pilothouse-audit --help");
}

Result<Micros> parseTime(const std::string &text)
{
    for (const char *form : {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"}) {
        std::tm parts{};
        const char *end = ::strptime(text.c_str(), form, &parts);
        if (end != nullptr && *end == '\0')
            return static_cast<Micros>(::timegm(&parts)) * kSecond;
    }
    return refuse("'" + text + "' is no time such as 2026-11-23T08:30:00");
}

Result<AuditHead> parseHead(std::string_view text)
{
    AuditHead head;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), head.sequence);
    const auto digits = static_cast<std::size_t>(end - text.data());
    const auto hash = digits < text.size() && text[digits] == ':'
        ? sha256FromHex(text.substr(digits + 1))
        : std::nullopt;
    if (error != std::errc() || !hash || head.sequence == 0)
        return refuse("--expect wants SEQUENCE:HASH, as verify prints it");
    head.hash = *hash;
    return head;
}

Result<void> apply(Options &options, int key, const std::string &value)
{
    if (key == FormatKey) {
        if (value != "csv" && value != "json")
            return refuse("--format knows csv and json");
        options.format = value == "csv" ? Format::Csv : Format::Json;
        return {};
    }
    if (key == Expect) {
        const auto head = parseHead(value);
        if (!head)
            return tl::unexpected(head.error());
        options.expected = *head;
        return {};
    }
    const auto time = parseTime(value);
    if (!time)
        return tl::unexpected(time.error());
    (key == From ? options.from : options.to) = *time;
    return {};
}

} // namespace

Result<CommandLine> parseCommandLine(std::span<char *> arguments)
{
    CommandLine line;
    const auto count = static_cast<int>(arguments.size());
    optind = 0; // getopt keeps state between calls
    opterr = 0;
    for (int key = 0;
         (key = getopt_long(count, arguments.data(), ":", kOptions.data(), nullptr)) != -1;) {
        if (key == Help)
            return CommandLine{{}, kHelp};
        if (key == Version)
            return CommandLine{{}, kVersion};
        const std::string culprit = arguments[static_cast<std::size_t>(optind) - 1];
        if (key == ':')
            return refuse(culprit + " needs a value");
        if (key == '?')
            return refuse("unknown option " + culprit);
        if (const auto applied = apply(line.options, key, optarg); !applied)
            return tl::unexpected(applied.error());
    }
    if (count - optind != 2)
        return refuse("what to do, and with which file?");
    const std::string_view verb = arguments[static_cast<std::size_t>(optind)];
    if (verb != "verify" && verb != "export")
        return refuse("there is no '" + std::string(verb) + "'");
    line.options.verb = verb == "verify" ? Options::Verb::Verify : Options::Verb::Export;
    line.options.file = arguments[static_cast<std::size_t>(optind) + 1];
    return line;
}

} // namespace pilothouse::audit
