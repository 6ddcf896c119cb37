// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Private to this folder: values as Slurm's commands print them.
namespace pilothouse::slurm {

// The text, empty where Slurm writes that there is nothing.
[[nodiscard]] std::string told(std::string_view text);
[[nodiscard]] std::uint64_t numberIn(std::string_view text); // 0 where it is none
[[nodiscard]] std::uint32_t countIn(std::string_view text); // 0 where it is none, or "UNLIMITED"
// The parts of a list; "(null)" and "ALL" are no parts.
[[nodiscard]] std::vector<std::string> listIn(std::string_view text, char separator);

} // namespace pilothouse::slurm
