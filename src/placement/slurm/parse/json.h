// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

// Private to this folder: JSON as forgiving as Slurm's versions differ. What is missing, null or of
// another type reads as nothing, never as an error.
namespace pilothouse::slurm {

class Json {
public:
    Json() = default;
    explicit Json(simdjson::dom::element value)
        : m_value(value)
    {
    }

    [[nodiscard]] Json operator[](std::string_view key) const;
    [[nodiscard]] bool isObject() const { return m_value && m_value->is_object(); }

    // A text; empty for everything else.
    [[nodiscard]] std::string_view text() const;
    // A text, or the digits of a number.
    [[nodiscard]] std::string words() const;
    // A number, plain, as a text of digits, as true or false, or as {set, infinite, number}.
    // Nothing where it is not set, infinite, or one of Slurm's values for "none".
    [[nodiscard]] std::optional<std::int64_t> number() const;
    [[nodiscard]] std::uint32_t count() const; // 0 where there is no number above
    [[nodiscard]] bool flag() const; // true where a number above 0, or "true"
    [[nodiscard]] Micros moment() const; // of seconds since 1970; 0: none
    [[nodiscard]] Micros minutes() const; // a span; 0: none
    // The texts of a list; one text alone is split at its commas.
    [[nodiscard]] std::vector<std::string_view> list() const;

    // Calls visit(Json) with each element of a list, or each value of an object.
    template <typename Visit> void each(Visit visit) const
    {
        if (!m_value)
            return;
        if (simdjson::dom::array array; m_value->get(array) == simdjson::SUCCESS)
            for (const auto element : array)
                visit(Json(element));
        else if (simdjson::dom::object object; m_value->get(object) == simdjson::SUCCESS)
            for (const auto field : object)
                visit(Json(field.value));
    }

    // Calls visit(key, Json) with each field of an object.
    template <typename Visit> void fields(Visit visit) const
    {
        simdjson::dom::object object;
        if (!m_value || m_value->get(object) != simdjson::SUCCESS)
            return;
        for (const auto field : object)
            visit(field.key, Json(field.value));
    }

private:
    std::optional<simdjson::dom::element> m_value;
};

// Reads one document after another; what it gave is valid until the next.
class JsonParser {
public:
    [[nodiscard]] Result<Json> parse(std::string_view text);

private:
    simdjson::dom::parser m_parser;
};

} // namespace pilothouse::slurm
