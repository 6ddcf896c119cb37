// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pilothouse::wire {

// The text with every byte that is no part of valid UTF-8 replaced by '?'.
[[nodiscard]] std::string validUtf8(std::string_view text);
// At most so many bytes of valid UTF-8 text, cut between characters.
[[nodiscard]] std::string_view truncatedUtf8(std::string_view text, std::size_t bytes);

} // namespace pilothouse::wire
