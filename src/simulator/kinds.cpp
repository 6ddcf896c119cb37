// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/kinds.h"

#include "core/metric.h"

#include <algorithm>
#include <array>

namespace pilothouse::simulator {

namespace {

constexpr std::uint64_t kGiB = 1024ULL * 1024 * 1024;
constexpr std::uint64_t kTiB = 1024 * kGiB;

// Sources: H800 SXM and A100 SXM 80 GB: the vendor's data sheets (989 and 312 TFLOPS FP16 dense,
// 700 and 400 W, NVLink 400 and 600 GB/s both directions together). Ascend 910B: commonly published
// figures of the 910B3 (313 TFLOPS, 64 GiB, HCCS 392 GB/s both directions together; 400 W). MLU590:
// the maker publishes no data sheet, so peak stays unknown; memory, power and link are assumptions.
// Idle power, clocks and host figures are typical values; those of the A100 follow AcmeTrace.
constexpr std::array<Kind, 4> kKinds{{
    {"H800", Vendor::Nvidia, 80 * kGiB, 989e12, 700, 72, 1'755e6F, 345e6F, 15e6F, 200e9F, 55e9F, 86,
     192, 2 * kTiB, 1'400},
    {"A100", Vendor::Nvidia, 80 * kGiB, 312e12, 400, 60, 1'410e6F, 210e6F, 15e6F, 300e9F, 26e9F, 85,
     128, 1 * kTiB, 950},
    {"Ascend 910B", Vendor::Huawei, 64 * kGiB, 313e12, 400, 92, 1'800e6F, 800e6F, 50e6F, 196e9F,
     26e9F, 90, 192, 3 * kTiB / 2, 1'050},
    {"MLU590", Vendor::Cambricon, 80 * kGiB, 0, 350, 68, 1'300e6F, 300e6F, 25e6F, 150e9F, 26e9F, 90,
     128, 1 * kTiB, 950},
}};

constexpr std::array<FaultCode, 6> kXids{{
    {79, "GPU has fallen off the bus", true, false},
    {48, "Double bit ECC error", true, true},
    {63, "ECC page retirement or row remapping recording event", false, false},
    {94, "Contained ECC error", false, true},
    {31, "GPU memory page fault", false, false},
    {74, "NVLink error", false, false},
}};

// Fault codes as MindCluster knows them.
constexpr std::array<FaultCode, 3> kAscendCodes{{
    {0x80E01801, "HBM multi-bit ECC error", true, true},
    {0x80C98009, "AI Core error", true, false},
    {0x80CB8009, "AI Vector core error", false, false},
}};

// The maker publishes no list, so the numbers are made up.
constexpr std::array<FaultCode, 3> kMluXids{{
    {90, "Device lost", true, false},
    {33, "DRAM uncorrectable ECC error", true, true},
    {20, "IPU core exception", false, false},
}};

Layout makeLayout(std::span<const Metric> missing)
{
    Layout layout;
    for (const MetricInfo &info : metricCatalogue()) {
        if (std::ranges::find(missing, info.id) != missing.end())
            continue;
        auto &columns =
            info.scope == MetricScope::Host ? layout.hostMetrics : layout.acceleratorMetrics;
        columns.emplace_back(info.name);
    }
    return layout;
}

} // namespace

std::span<const Kind> kinds()
{
    return kKinds;
}

const Kind *findKind(std::string_view name)
{
    const auto found = std::ranges::find(kKinds, name, &Kind::name);
    return found == kKinds.end() ? nullptr : &*found;
}

std::string_view vendorName(Vendor vendor)
{
    constexpr std::array<std::string_view, kVendors> kNames{"NVIDIA", "Huawei", "Cambricon"};
    return kNames.at(static_cast<std::size_t>(vendor));
}

std::span<const FaultCode> faultCodes(Vendor vendor)
{
    switch (vendor) {
    case Vendor::Nvidia:
        return kXids;
    case Vendor::Huawei:
        return kAscendCodes;
    case Vendor::Cambricon:
        return kMluXids;
    }
    return {};
}

const Layout &layoutOf(Vendor vendor)
{
    static const std::array<Layout, kVendors> kLayouts{
        makeLayout({}),
        makeLayout(std::array{Metric::Energy, Metric::Throttle}),
        makeLayout(std::array{Metric::MemoryActive, Metric::Energy}),
    };
    return kLayouts.at(static_cast<std::size_t>(vendor));
}

} // namespace pilothouse::simulator
