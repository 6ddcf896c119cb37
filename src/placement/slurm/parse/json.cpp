// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/json.h"

#include "placement/slurm/parse/scan.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace pilothouse::slurm {

namespace {

// Slurm's "no value" and "infinite" in 16, 32 and 64 bits, where a version lets them through. The
// 16-bit ones are left alone: they are counts that occur.
constexpr std::int64_t kNoValue = 0xfffffffe;
constexpr std::int64_t kInfinite = 0xffffffff;
constexpr std::int64_t kLastSecond = 253'402'300'799; // of the year 9999

std::optional<std::int64_t> plausible(double value)
{
    constexpr double kMost = 9e15;
    if (!(std::abs(value) < kMost))
        return std::nullopt;
    return static_cast<std::int64_t>(std::llround(value));
}

std::optional<std::int64_t> digits(std::string_view text)
{
    text = trimmed(text);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

} // namespace

Json Json::operator[](std::string_view key) const
{
    simdjson::dom::object object;
    simdjson::dom::element value;
    if (!m_value || m_value->get(object) != simdjson::SUCCESS
        || object.at_key(key).get(value) != simdjson::SUCCESS)
        return {};
    return Json(value);
}

std::string_view Json::text() const
{
    std::string_view text;
    if (!m_value || m_value->get(text) != simdjson::SUCCESS)
        return {};
    return text;
}

std::string Json::words() const
{
    if (m_value && m_value->is_string())
        return std::string(text());
    const auto value = number();
    return value ? std::to_string(*value) : std::string();
}

std::optional<std::int64_t> Json::number() const
{
    if (!m_value)
        return std::nullopt;
    std::optional<std::int64_t> value;
    switch (m_value->type()) {
    case simdjson::dom::element_type::INT64:
        value = m_value->get_int64().value_unsafe();
        break;
    case simdjson::dom::element_type::DOUBLE:
        value = plausible(m_value->get_double().value_unsafe());
        break;
    case simdjson::dom::element_type::BOOL:
        return m_value->get_bool().value_unsafe() ? 1 : 0;
    case simdjson::dom::element_type::STRING:
        value = digits(text());
        break;
    case simdjson::dom::element_type::OBJECT:
        if (!(*this)["set"].flag() || (*this)["infinite"].flag() || (*this)["number"].isObject())
            return std::nullopt;
        return (*this)["number"].number();
    default: // above what 63 bits hold, null, a list
        return std::nullopt;
    }
    if (value == kNoValue || value == kInfinite)
        return std::nullopt;
    return value;
}

std::uint32_t Json::count() const
{
    const auto value = number().value_or(0);
    return value > 0 && value < std::numeric_limits<std::uint32_t>::max()
        ? static_cast<std::uint32_t>(value)
        : 0;
}

bool Json::flag() const
{
    return equalsIgnoringCase(text(), "true") || number().value_or(0) > 0;
}

Micros Json::moment() const
{
    const auto seconds = number().value_or(0);
    return seconds > 0 && seconds <= kLastSecond ? seconds * kSecond : 0;
}

Micros Json::minutes() const
{
    const auto value = number().value_or(0);
    return value > 0 && value <= kLastSecond / 60 ? value * kMinute : 0;
}

std::vector<std::string_view> Json::list() const
{
    std::vector<std::string_view> texts;
    if (auto rest = text(); !rest.empty()) {
        while (!rest.empty())
            if (const auto part = trimmed(takePart(rest, ',')); !part.empty())
                texts.push_back(part);
        return texts;
    }
    each([&texts](const Json &element) {
        if (const auto part = trimmed(element.text()); !part.empty())
            texts.push_back(part);
    });
    return texts;
}

Result<Json> JsonParser::parse(std::string_view text)
{
    simdjson::dom::element value;
    const auto error = m_parser.parse(text.data(), text.size()).get(value);
    if (error != simdjson::SUCCESS)
        return fail(ErrorCode::Malformed,
                    std::string("no JSON: ") + simdjson::error_message(error));
    return Json(value);
}

} // namespace pilothouse::slurm
