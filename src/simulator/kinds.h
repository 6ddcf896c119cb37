// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace pilothouse::simulator {

enum class Vendor : std::uint8_t { Nvidia, Huawei, Cambricon };
inline constexpr std::size_t kVendors = 3;

// A fault as the vendor's driver reports it.
struct FaultCode {
    std::int64_t code;
    std::string_view words;
    bool fatal; // the accelerator is out until it is repaired
    bool ecc; // an uncorrectable memory error
};

// What is known of one accelerator model. Rates are bytes per second in one direction.
struct Kind {
    std::string_view name;
    Vendor vendor;
    std::uint64_t memoryBytes;
    double peakFp16Flops; // dense; 0: unknown
    float powerLimit; // watts
    float idlePower; // watts
    float clock; // hertz under load
    float idleClock;
    float clockStep;
    float linkRate;
    float pcieRate;
    float throttleTemperature; // degrees Celsius
    std::uint32_t hostCpus;
    std::uint64_t hostMemoryBytes;
    float hostBasePower; // watts of the node without its accelerators
};

[[nodiscard]] std::span<const Kind> kinds();
[[nodiscard]] const Kind *findKind(std::string_view name); // null when unknown

[[nodiscard]] std::string_view vendorName(Vendor vendor);
[[nodiscard]] std::span<const FaultCode> faultCodes(Vendor vendor);

// The columns of a frame: what that vendor's exporter has to offer, in catalogue order. Ascend and
// MLU parts count no energy, Ascend tells no throttling, MLU no memory bandwidth.
[[nodiscard]] const Layout &layoutOf(Vendor vendor);

} // namespace pilothouse::simulator
