// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/nvml/gpukind.h"

#include <algorithm>
#include <array>
#include <vector>

namespace pilothouse::agent::nvml {

namespace {

// Peak rates from NVIDIA's data sheets, without sparsity. Of a kind that comes in several forms the
// more particular ones stand first.
struct Known {
    std::string_view kind;
    std::string_view form; // another word of the product name; empty: any
    double peakFp16Flops;
};
constexpr std::array<Known, 14> kKnown{{
    {"H100", "PCIe", 756e12},
    {"H100", "NVL", 835e12},
    {"H100", "", 989e12},
    {"H800", "PCIe", 756e12},
    {"H800", "", 989e12},
    {"H200", "", 989e12},
    {"H20", "", 148e12},
    {"A100", "", 312e12},
    {"A800", "", 312e12},
    {"A30", "", 165e12},
    {"V100", "PCIE", 112e12},
    {"V100", "", 125e12},
    {"L40S", "", 362e12},
    {"T4", "", 65e12},
}};

std::vector<std::string_view> nameWords(std::string_view name)
{
    std::vector<std::string_view> words;
    while (!name.empty()) {
        const std::size_t end = std::min(name.find_first_of(" -"), name.size());
        if (end > 0)
            words.push_back(name.substr(0, end));
        name.remove_prefix(std::min(end + 1, name.size()));
    }
    return words;
}

std::string_view withoutMaker(std::string_view name)
{
    for (const std::string_view maker : {"NVIDIA ", "Tesla "}) {
        if (name.starts_with(maker))
            name.remove_prefix(maker.size());
    }
    return name;
}

} // namespace

GpuKind gpuKind(std::string_view productName)
{
    const auto words = nameWords(productName);
    const auto has = [&](std::string_view word) {
        return std::ranges::find(words, word) != words.end();
    };
    for (const Known &known : kKnown) {
        if (has(known.kind) && (known.form.empty() || has(known.form)))
            return {std::string(known.kind), known.peakFp16Flops};
    }
    return {std::string(withoutMaker(productName)), 0};
}

} // namespace pilothouse::agent::nvml
