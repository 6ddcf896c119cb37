// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/followed.h"

#include "core/frame.h"
#include "wire/utf8.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace pilothouse::simulator {

namespace {

constexpr std::size_t kLongestLine = 1U << 20U;
constexpr std::size_t kMostJobs = 1'000'000;
constexpr std::int64_t kLatest = 100'000'000'000; // seconds
constexpr std::string_view kNodeLine = "node,NAME,KIND,RACK,LEAF";
constexpr std::string_view kJobLine = "job,ID,NAME,POOL,STARTED,ACCELERATORS";

template <typename T> std::optional<T> number(std::string_view text, T highest)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > highest)
        return std::nullopt;
    return value;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

PoolUse useOf(std::string_view pool)
{
    return pool == "infer" ? PoolUse::Serving
        : pool == "dev"    ? PoolUse::Development
                           : PoolUse::Training;
}

class Parser {
public:
    explicit Parser(std::uint32_t acceleratorsPerNode)
        : m_perNode(acceleratorsPerNode)
    {
    }

    // What is wrong with the line, empty when nothing is.
    std::string addLine(const std::string &line)
    {
        if (wire::validUtf8(line) != line)
            return "it is not UTF-8";
        const auto fields = split(line, ',');
        if (fields.front() == "node" && fields.size() == 5)
            return addNode(fields);
        if (fields.front() == "job" && fields.size() == 6)
            return addJob(fields);
        return "a line is " + std::string(kNodeLine) + " or " + std::string(kJobLine);
    }

    Followed take() { return std::move(m_followed); }

private:
    std::string addNode(const std::vector<std::string_view> &fields)
    {
        const Kind *kind = findKind(fields[2]);
        if (kind == nullptr)
            return "no kind is named \"" + std::string(fields[2]) + "\"";
        const std::size_t count = m_followed.nodes.size();
        if (count == kMaxNodes || (count + 1) * m_perNode > kMaxAccelerators)
            return "there are too many nodes";
        if (fields[1].empty()
            || !m_indexOf.emplace(fields[1], static_cast<std::uint32_t>(count)).second)
            return "a node has no name, or the name of another";
        m_followed.nodes.push_back(
            {std::string(fields[1]), kind, std::string(fields[3]), std::string(fields[4])});
        return {};
    }

    std::string addJob(const std::vector<std::string_view> &fields)
    {
        const auto id = number<std::uint64_t>(fields[1], UINT64_MAX);
        const auto started = number<std::int64_t>(fields[4], kLatest);
        if (!id || !started)
            return "the id or the start is no whole number";
        if (m_followed.jobs.size() == kMostJobs)
            return "there are more than a million jobs";
        FollowedJob job;
        job.id = *id;
        job.name = fields[2];
        job.use = useOf(fields[3]);
        job.started = *started * kSecond;
        for (const std::string_view one : split(fields[5], ' ')) {
            const auto accelerator = acceleratorOf(one);
            if (!accelerator)
                return "no accelerator is \"" + std::string(one) + "\" (NODE:INDEX)";
            if (!m_taken.insert(*accelerator).second)
                return "in use twice is \"" + std::string(one) + "\"";
            job.accelerators.push_back(*accelerator);
        }
        m_followed.jobs.push_back(std::move(job));
        return {};
    }

    [[nodiscard]] std::optional<std::uint32_t> acceleratorOf(std::string_view text) const
    {
        const std::size_t colon = text.rfind(':');
        if (colon == std::string_view::npos)
            return std::nullopt;
        const auto node = m_indexOf.find(std::string(text.substr(0, colon)));
        const auto index = number<std::uint32_t>(text.substr(colon + 1), m_perNode - 1);
        if (node == m_indexOf.end() || !index)
            return std::nullopt;
        return node->second * m_perNode + *index;
    }

    const std::uint32_t m_perNode;
    Followed m_followed;
    std::unordered_map<std::string, std::uint32_t> m_indexOf;
    std::unordered_set<std::uint32_t> m_taken;
};

} // namespace

Result<Followed> parseFollowed(std::istream &input, std::uint32_t acceleratorsPerNode,
                               const std::string &name)
{
    const auto wrong = [&name](std::size_t line, const std::string &what) {
        return fail(ErrorCode::Malformed,
                    name + ", line " + std::to_string(line) + ": " + what + ".");
    };
    Parser parser(acceleratorsPerNode);
    std::string line;
    std::size_t number = 0;
    while (std::getline(input, line)) {
        ++number;
        if (line.size() > kLongestLine)
            return wrong(number, "the line is longer than a mebibyte");
        if (const std::string what = parser.addLine(line); !what.empty())
            return wrong(number, what);
    }
    if (input.bad())
        return fail(ErrorCode::Io, name + ": cannot be read.");
    Followed followed = parser.take();
    if (followed.nodes.empty())
        return wrong(number, "there is no node");
    return followed;
}

Result<Followed> readFollowed(const std::string &path, std::uint32_t acceleratorsPerNode)
{
    std::ifstream file(path);
    if (!file)
        return fail(ErrorCode::NotFound, path + ": cannot be opened.");
    return parseFollowed(file, acceleratorsPerNode, path);
}

} // namespace pilothouse::simulator
