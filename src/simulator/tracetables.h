// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace pilothouse::simulator {

struct SizeCount {
    std::uint32_t accelerators;
    std::uint32_t jobs;
};

// Where the quantiles of the tables below lie.
inline constexpr std::array<double, 19> kQuantilePoints{0,    0.05, 0.1,  0.2,  0.3,  0.4, 0.5,
                                                        0.6,  0.7,  0.75, 0.8,  0.85, 0.9, 0.925,
                                                        0.95, 0.97, 0.98, 0.99, 1};
using Quantiles = std::array<double, kQuantilePoints.size()>; // ascending, seconds

// Sizes of the 87,712 GPU jobs of SenseTime's cluster Venus (Helios, SC'21).
[[nodiscard]] std::span<const SizeCount> venusSizes();
// Run times of the Venus jobs of that size, clamped in the source at 172,800 s.
[[nodiscard]] const Quantiles &venusDurations(std::uint32_t accelerators);
// Run times of the single-GPU tasks of Alibaba's PAI cluster (NSDI'22), clamped likewise.
[[nodiscard]] const Quantiles &paiDurations();
// Life times of serving instances (Alibaba DLRM serving, NSDI'25), clamped at a week.
[[nodiscard]] const Quantiles &servingDurations();

// The inverse of the distribution: probability in [0, 1] to seconds, logarithmic between points.
[[nodiscard]] double quantile(const Quantiles &table, double probability);
[[nodiscard]] double mean(const Quantiles &table);

// Job submissions per hour of the local day, mean 1 (Venus, April to August 2020).
[[nodiscard]] double submissionCurve(double hour);
// Accelerator load of serving over the local day, 0 to 1 (Alibaba GenAI serving 2026, GPU duty
// cycle by hour; the hours that the day's record lacks are interpolated).
[[nodiscard]] double servingCurve(double hour);

} // namespace pilothouse::simulator
