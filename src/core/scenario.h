// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace pilothouse {

// The industry use that a job serves. name is what jobs carry; a job that names none is "other".
struct Scenario {
    std::string_view name;
    std::string_view labelEn;
    std::string_view labelZh;
};

[[nodiscard]] std::span<const Scenario> scenarios(); // "other" comes last
[[nodiscard]] const Scenario &scenario(std::string_view name);

} // namespace pilothouse
