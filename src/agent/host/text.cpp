// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/host/text.h"

#include "agent/host/collector.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>

namespace pilothouse::agent {

namespace {

// /proc/stat of the largest nodes takes some tens of kilobytes.
constexpr std::size_t kMaxBytes = 1U << 20U;

template <typename Number> std::optional<Number> parse(std::string_view text)
{
    Number number{};
    const char *end = text.data() + text.size();
    const auto [parsed, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || parsed != end)
        return std::nullopt;
    return number;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators)
{
    std::vector<std::string_view> parts;
    std::size_t begin = text.find_first_not_of(separators);
    while (begin != std::string_view::npos) {
        const std::size_t end = text.find_first_of(separators, begin);
        parts.push_back(text.substr(begin, end - begin));
        begin = text.find_first_not_of(separators, end);
    }
    return parts;
}

} // namespace

std::optional<std::string> readText(const std::filesystem::path &path)
{
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return std::nullopt;
    std::string text;
    std::array<char, 8192> buffer{};
    ssize_t count = 0;
    while (text.size() < kMaxBytes && (count = read(file, buffer.data(), buffer.size())) > 0)
        text.append(buffer.data(), static_cast<std::size_t>(count));
    close(file);
    if (count < 0)
        return std::nullopt;
    return text;
}

std::string readLine(const std::filesystem::path &path)
{
    const auto text = readText(path);
    if (!text)
        return {};
    const std::string_view line = std::string_view(*text).substr(0, text->find('\n'));
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos)
        return {};
    return std::string(line.substr(begin, line.find_last_not_of(" \t") - begin + 1));
}

std::vector<std::string_view> lines(std::string_view text)
{
    return split(text, "\n");
}

std::vector<std::string_view> words(std::string_view line)
{
    return split(line, " \t");
}

std::optional<std::uint64_t> toCount(std::string_view text)
{
    return parse<std::uint64_t>(text);
}

double toNumber(std::string_view text)
{
    return parse<double>(text).value_or(kMissing);
}

} // namespace pilothouse::agent
