// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/gres.h"

#include "placement/slurm/parse/ranges.h"
#include "placement/slurm/parse/scan.h"

#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace pilothouse::slurm {

namespace {

constexpr std::size_t kMaxItems = 1'024;
constexpr double kMaxAmount = 9e15; // above it a double is no longer exact

tl::unexpected<Error> malformed(std::string_view what, std::string_view text)
{
    return fail(ErrorCode::Malformed,
                std::string(what) + ": \"" + std::string(text.substr(0, 80)) + '"');
}

// "16", "500G", "62.50G". A suffix multiplies by powers of 1024.
std::optional<std::uint64_t> amount(std::string_view text, std::uint64_t unit = 1)
{
    double value = 0;
    double place = 0; // 0: before the point
    std::size_t at = 0;
    for (; at < text.size() && (isDigit(text[at]) || (text[at] == '.' && place == 0)); ++at) {
        if (text[at] == '.') {
            place = 1;
            continue;
        }
        value = value * 10 + (text[at] - '0');
        place *= 10;
        if (value > kMaxAmount)
            return std::nullopt;
    }
    if (at == 0 || text.front() == '.')
        return std::nullopt;
    if (place > 1)
        value /= place;
    auto factor = static_cast<double>(unit);
    if (at + 1 == text.size()) {
        constexpr std::string_view kSuffixes = "kmgtp";
        const auto power = kSuffixes.find(lower(text[at]));
        if (power == std::string_view::npos)
            return std::nullopt;
        factor = std::pow(1024.0, static_cast<double>(power + 1));
    } else if (at != text.size()) {
        return std::nullopt;
    }
    const double product = value * factor;
    if (product > kMaxAmount)
        return std::nullopt;
    return static_cast<std::uint64_t>(std::llround(product));
}

bool takePrefix(std::string_view &text, std::string_view prefix)
{
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

bool isPlain(std::string_view text)
{
    return std::ranges::all_of(
        text, [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7f'; });
}

// The indices in "(IDX:0-1)"; other details, such as sockets, say nothing of devices.
Result<std::vector<std::uint32_t>> indicesOf(std::string_view details)
{
    constexpr std::string_view kMark = "(IDX:";
    const auto start = details.find(kMark);
    if (start == std::string_view::npos)
        return std::vector<std::uint32_t>();
    const auto ranges = details.substr(start + kMark.size());
    const auto end = ranges.find(')');
    if (end == std::string_view::npos)
        return malformed("device numbers without an end", details);
    return expandIndices(ranges.substr(0, end));
}

// Cuts "(S:0-1)" and the like off the end of an item.
std::string_view takeDetails(std::string_view &item)
{
    auto depth = 0;
    for (auto at = item.size(); at > 0; --at) {
        const char c = item[at - 1];
        if (c == ')')
            ++depth;
        else if (c == '(' && depth > 0)
            --depth;
        else if (depth == 0) {
            const auto details = item.substr(at);
            item = item.substr(0, at);
            return details;
        }
    }
    return {};
}

Result<Gres> parseItem(std::string_view item)
{
    const auto whole = item;
    takePrefix(item, "gres:") || takePrefix(item, "gres/");
    Gres gres;
    auto equals = item.rfind('=');
    std::string_view count;
    if (equals != std::string_view::npos) {
        count = item.substr(equals + 1);
        item = item.substr(0, equals);
    }
    auto details = std::string_view();
    auto &tail = count.empty() ? item : count;
    if (!tail.ends_with("(null)"))
        details = takeDetails(tail);
    gres.name = takePart(item, ':');
    while (!item.empty()) {
        const auto part = takePart(item, ':');
        if (part == "no_consume" || part.empty())
            continue;
        if (item.empty() && count.empty() && amount(part))
            count = part;
        else if (gres.type.empty() && part != "(null)")
            gres.type = part;
        else if (part != "(null)")
            return malformed("too many parts in a resource", whole);
    }
    const auto number = count.empty() ? std::optional<std::uint64_t>(1) : amount(count);
    if (gres.name.empty() || !number || !isPlain(gres.name) || !isPlain(gres.type))
        return malformed("no resource", whole);
    gres.count = *number;
    auto indices = indicesOf(details);
    if (!indices)
        return tl::unexpected(indices.error());
    gres.indices = std::move(*indices);
    return gres;
}

// Leaves of each name what stands for all its types, where Slurm tells that too.
void dropRepeated(std::vector<Gres> &gres)
{
    std::vector<std::string> totals;
    for (const auto &item : gres)
        if (item.type.empty())
            totals.push_back(item.name);
    std::erase_if(gres, [&totals](const Gres &item) {
        return !item.type.empty() && std::ranges::find(totals, item.name) != totals.end();
    });
}

} // namespace

Result<std::vector<Gres>> parseGres(std::string_view text)
{
    std::vector<Gres> list;
    text = trimmed(text);
    if (saysNothing(text))
        return list;
    while (!text.empty()) {
        const auto item = trimmed(takePart(text, ','));
        if (item.empty())
            continue;
        auto gres = parseItem(item);
        if (!gres)
            return tl::unexpected(gres.error());
        if (list.size() == kMaxItems)
            return fail(ErrorCode::TooLarge, "a list of resources has too many items");
        list.push_back(std::move(*gres));
    }
    return list;
}

bool isAccelerator(std::string_view name)
{
    constexpr std::array<std::string_view, 20> kOthers{
        "mps",     "shard", "craynetwork", "nic",    "hca",       "ib",     "rdma",
        "network", "hbm",   "mem",         "memory", "bandwidth", "bb",     "disk",
        "nvme",    "ssd",   "lustre",      "tmp",    "tmpfs",     "license"};
    return std::ranges::none_of(
        kOthers, [name](std::string_view other) { return equalsIgnoringCase(name, other); });
}

std::uint32_t acceleratorsIn(std::span<const Gres> gres)
{
    std::uint64_t sum = 0;
    for (const auto &item : gres)
        if (isAccelerator(item.name))
            sum += item.count;
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(sum, std::numeric_limits<std::uint32_t>::max()));
}

std::string kindIn(std::span<const Gres> gres)
{
    for (const auto &item : gres)
        if (isAccelerator(item.name) && item.count > 0)
            return item.type.empty() ? item.name : item.type;
    return {};
}

Result<Tres> parseTres(std::string_view text)
{
    Tres tres;
    text = trimmed(text);
    if (saysNothing(text))
        return tres;
    std::vector<std::string> types;
    while (!text.empty()) {
        const auto item = takePart(text, ',');
        const auto equals = item.find('=');
        if (equals == std::string_view::npos)
            return malformed("no resource", item);
        const auto name = item.substr(0, equals);
        const auto value = item.substr(equals + 1);
        if (name.starts_with("gres/")) {
            auto gres = parseItem(item);
            if (!gres)
                return tl::unexpected(gres.error());
            if (tres.gres.size() == kMaxItems)
                return fail(ErrorCode::TooLarge, "a list of resources has too many items");
            if (!gres->type.empty() && isAccelerator(gres->name))
                types.push_back(gres->type);
            tres.gres.push_back(std::move(*gres));
            continue;
        }
        constexpr std::uint64_t kMebibyte = 1024 * 1024;
        const auto number = amount(value, name == "mem" ? kMebibyte : 1);
        if (name == "mem")
            tres.memory = number.value_or(0);
        else if (name == "cpu")
            tres.cpus = number.value_or(0);
        else if (name == "node")
            tres.nodes = number.value_or(0);
    }
    if (types.size() == 1)
        tres.type = types.front();
    dropRepeated(tres.gres);
    return tres;
}

} // namespace pilothouse::slurm
