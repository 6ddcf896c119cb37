// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/options.h"

#include "core/frame.h"
#include "simulator/kinds.h"

#include <charconv>
#include <cmath>

namespace pilothouse::simulator {

namespace {

constexpr std::uint32_t kMostAcceleratorsPerNode = 64; // a node's free devices are one 64-bit mask
constexpr double kSlowest = 0.01;
constexpr double kFastest = 10'000;

tl::unexpected<Error> bad(std::string sentence)
{
    return fail(ErrorCode::InvalidArgument, std::move(sentence));
}

std::string quoted(std::string_view text)
{
    std::string result = "\"";
    result += text.substr(0, 80);
    result += '"';
    return result;
}

template <typename T>
Result<T> number(std::string_view option, std::string_view text, T low, T high)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()
        || !(value >= low && value <= high)) {
        std::string range = std::to_string(low) + " to " + std::to_string(high);
        if constexpr (std::is_floating_point_v<T>)
            range = "0.01 to 10000";
        return bad(std::string(option) + " wants a number from " + range + ", not " + quoted(text)
                   + ".");
    }
    return value;
}

std::string knownKinds()
{
    std::string names;
    for (const Kind &kind : kinds())
        names += (names.empty() ? "" : ", ") + std::string(kind.name);
    return names;
}

Result<KindShare> parseShare(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    const std::string_view name = text.substr(0, colon);
    if (findKind(name) == nullptr)
        return bad("--kinds does not know " + quoted(name) + "; known are " + knownKinds() + ".");
    if (colon == std::string_view::npos)
        return KindShare{std::string(name), 1};
    const auto weight = number<std::uint32_t>("--kinds (weight)", text.substr(colon + 1), 1, 1'000);
    if (!weight)
        return tl::unexpected(weight.error());
    return KindShare{std::string(name), *weight};
}

Result<std::vector<KindShare>> parseKinds(std::string_view text)
{
    std::vector<KindShare> shares;
    while (true) {
        const std::size_t comma = text.find(',');
        auto share = parseShare(text.substr(0, comma));
        if (!share)
            return tl::unexpected(share.error());
        for (const KindShare &earlier : shares) {
            if (earlier.kind == share->kind)
                return bad("--kinds names " + share->kind + " twice.");
        }
        shares.push_back(std::move(*share));
        if (comma == std::string_view::npos)
            return shares;
        text.remove_prefix(comma + 1);
    }
}

Result<void> assign(Options &options, std::string_view name, std::string_view value)
{
    const auto keep = [](auto &target, auto result) -> Result<void> {
        if (!result)
            return tl::unexpected(result.error());
        target = std::move(*result);
        return {};
    };
    if (name == "--nodes")
        return keep(options.nodes, number<std::uint32_t>(name, value, 1, kMaxNodes));
    if (name == "--accelerators")
        return keep(options.accelerators,
                    number<std::uint32_t>(name, value, 1, kMostAcceleratorsPerNode));
    if (name == "--seed")
        return keep(options.seed, number<std::uint64_t>(name, value, 0, UINT64_MAX));
    if (name == "--speed")
        return keep(options.speed, number<double>(name, value, kSlowest, kFastest));
    if (name == "--kinds")
        return keep(options.kinds, parseKinds(value));
    std::string *text = name == "--center" ? &options.center
        : name == "--listen"               ? &options.listen
        : name == "--placement"            ? &options.placement
        : name == "--replay"               ? &options.replay
        : name == "--follow"               ? &options.follow
                                           : nullptr;
    if (text == nullptr)
        return bad("There is no option " + quoted(name) + "; --help lists them.");
    if (value.empty())
        return bad(std::string(name) + " wants a value that is not empty.");
    *text = value;
    return {};
}

bool assignFlag(Options &options, std::string_view name)
{
    bool *flag = name == "--help" || name == "-h" ? &options.help
        : name == "--version"                     ? &options.version
        : name == "--die-with-parent"             ? &options.dieWithParent
                                                  : nullptr;
    if (flag != nullptr)
        *flag = true;
    return flag != nullptr;
}

} // namespace

std::string helpText()
{
    return "Usage: pilothouse-simulator [OPTION VALUE]...\n"
           "Simulates an AI computing center: telemetry of its nodes and a scheduler that places "
           "jobs.\n"
           "\n"
           "  --nodes N          nodes, 1 to 20000 (128)\n"
           "  --accelerators N   accelerators in each node, 1 to 64 (8)\n"
           "  --kinds LIST       accelerator kinds and their shares of the racks\n"
           "                     (\"H800:8,A100:2,Ascend 910B:4,MLU590:2\")\n"
           "  --center NAME      name of the center (\"Nanning AI Computing Center\")\n"
           "  --seed N           another seed, another center (1)\n"
           "  --speed N          how much faster than real things happen (1)\n"
           "  --listen ADDRESS   where telemetry and placement are served: host:port on loopback, "
           "port 0\n"
           "                     picks one, or unix:/path (127.0.0.1:0)\n"
           "  --placement ADDRESS  another address for placement; without it, or with the same\n"
           "                     address, both services share one\n"
           "  --replay FILE      run the jobs of a trace (docs/format/trace.md) instead of making "
           "them\n"
           "  --follow FILE      telemetry of the nodes and jobs of another scheduler, as the file "
           "tells\n"
           "                     and as it changes (docs/format/follow.md); no placement is "
           "served\n"
           "  --die-with-parent  end when the parent process ends\n"
           "  --help, --version\n"
           "\n"
           "Times are always wall-clock UTC. With --speed N the work runs N times as fast: job "
           "durations,\n"
           "time limits, waiting times, checkpoints, faults and the daily curve all shrink by N, "
           "while the\n"
           "physics of an accelerator (power, temperature, energy) keeps real time.\n"
           "Prints \"listening on ADDRESS\" when ready (and \"placement on ADDRESS\" where that is "
           "another).\n"
           "SIGTERM or SIGINT ends it. Bad arguments: exit status 2.\n";
}

Result<Options> parseOptions(const std::vector<std::string_view> &arguments)
{
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string_view name = arguments[i];
        if (assignFlag(options, name))
            continue;
        std::string_view value;
        if (const std::size_t equals = name.find('=');
            name.starts_with("--") && equals != std::string_view::npos) {
            value = name.substr(equals + 1);
            name = name.substr(0, equals);
        } else if (i + 1 < arguments.size()) {
            value = arguments[++i];
        } else {
            return bad(name.starts_with("--")
                           ? std::string(name)
                               + " wants a value, or is no option; --help lists them."
                           : "There is no option " + quoted(name) + "; --help lists them.");
        }
        if (auto assigned = assign(options, name, value); !assigned)
            return tl::unexpected(assigned.error());
    }
    if (!options.follow.empty() && !(options.replay.empty() && options.placement.empty()))
        return bad("--follow leaves placement to another scheduler: no --replay, no --placement.");
    if (std::size_t{options.nodes} * options.accelerators > kMaxAccelerators)
        return bad("--nodes times --accelerators is more than " + std::to_string(kMaxAccelerators)
                   + ".");
    return options;
}

} // namespace pilothouse::simulator
