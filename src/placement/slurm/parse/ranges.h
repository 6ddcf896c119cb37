// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Slurm's range expressions. What comes out is bounded before it is made: a short expression can
// stand for more names than there is memory.
namespace pilothouse::slurm {

inline constexpr std::size_t kMaxNodes = 100'000;
inline constexpr std::size_t kMaxIndices = 65'536;

// "a100-[0001-0008,0011],mlu-3,r[1-2]n[01-04]": every name, in the order of the text; several
// brackets multiply, the last runs fastest. Numbers keep the width of their lower bound.
// Empty, "(null)" and "None assigned" are no nodes. Malformed, or TooLarge above limit names.
[[nodiscard]] Result<std::vector<std::string>> expandNodes(std::string_view text,
                                                           std::size_t limit = kMaxNodes);

// The inverse: expandNodes() of it gives the same names in the same order.
[[nodiscard]] std::string compressNodes(std::span<const std::string> names);

// "0-3,7" and with a step "0-8:4". Empty and "N/A" are no indices.
[[nodiscard]] Result<std::vector<std::uint32_t>> expandIndices(std::string_view text,
                                                               std::size_t limit = kMaxIndices);
[[nodiscard]] std::string compressIndices(std::span<const std::uint32_t> indices);

} // namespace pilothouse::slurm
