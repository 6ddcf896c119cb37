// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace pilothouse::agent::nvml {

struct GpuKind {
    std::string kind; // H800, A100, ...; of an unknown one the vendor's name
    double peakFp16Flops = 0; // dense, tensor cores; 0 when unknown
};

// What NVIDIA's product name says: "NVIDIA H800", "Tesla V100-SXM2-32GB", "NVIDIA H100 PCIe".
[[nodiscard]] GpuKind gpuKind(std::string_view productName);

} // namespace pilothouse::agent::nvml
