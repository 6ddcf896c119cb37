// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace pilothouse {

// Orders names as people do: runs of digits by their value, so n2 comes before n10. A strict weak
// order in which only equal strings are equivalent.
[[nodiscard]] bool naturalLess(std::string_view a, std::string_view b);

} // namespace pilothouse
