// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

// Private to this folder: a line of `scontrol show ... -o` as fields. Its values are not quoted and
// those of free text hold blanks and "=", so that only the order of the keys tells where they end.
namespace pilothouse::slurm {

struct Key {
    std::string_view name;
    // Keys of a lower part never follow those of a higher one.
    std::uint8_t part = 0;
    bool isFree = false; // its value is free text
};

struct Field {
    std::string_view key; // also one that is not known
    std::string_view value;
};

struct CutLine {
    std::vector<Field> fields;
    // Free text may have been taken for fields, by chance or on purpose: the line is not to be
    // believed.
    bool isDoubtful = false;
};

// keys: sorted by name. Those that are not known are taken to belong where they stand, outside of
// free text.
[[nodiscard]] CutLine cutLine(std::string_view line, std::span<const Key> keys,
                              std::span<const std::string_view> repeated);

} // namespace pilothouse::slurm
