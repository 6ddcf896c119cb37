// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pilothouse {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(std::string_view data);
[[nodiscard]] std::string toHex(const Sha256 &hash); // 64 lower-case figures
[[nodiscard]] std::optional<Sha256> sha256FromHex(std::string_view hex);

} // namespace pilothouse
