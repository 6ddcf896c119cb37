// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/tracetables.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pilothouse::simulator {

namespace {

constexpr std::array<SizeCount, 28> kVenusSizes{
    {{1, 44653}, {2, 4585}, {3, 102},   {4, 6458}, {5, 63},    {6, 120},   {7, 171},
     {8, 22745}, {12, 3},   {16, 4283}, {24, 814}, {32, 1986}, {40, 247},  {48, 271},
     {56, 147},  {64, 210}, {72, 87},   {80, 145}, {88, 23},   {96, 13},   {104, 57},
     {112, 34},  {120, 84}, {128, 62},  {136, 10}, {144, 32},  {152, 110}, {160, 197}}};

struct DurationsOfSizes {
    std::uint32_t upTo; // accelerators
    Quantiles seconds;
};

constexpr std::uint32_t kAnySize = std::numeric_limits<std::uint32_t>::max();
constexpr std::array<DurationsOfSizes, 11> kVenusDurations{{
    {1,
     {1, 4, 13, 41, 84, 133, 206, 384, 1100, 1919, 2366, 4848, 12172, 23694, 37099, 65186, 101085,
      172800, 172800}},
    {3,
     {1, 6, 16, 41, 93, 138, 216, 411, 1111, 1769, 5778, 22385, 73625, 103110, 171023, 172800,
      172800, 172800, 172800}},
    {4,
     {1, 4, 12, 38, 73, 110, 168, 298, 862, 1723, 4625, 13031, 35349, 51294, 87133, 152418, 172800,
      172800, 172800}},
    {7,
     {1, 6, 37, 89, 124, 183, 289, 550, 1670, 4487, 10129, 30960, 82357, 155747, 172800, 172800,
      172800, 172800, 172800}},
    {8,
     {1, 8, 25, 71, 124, 161, 201, 330, 706, 1069, 2203, 5393, 21773, 37727, 58375, 101177, 147513,
      172800, 172800}},
    {16,
     {1, 8, 21, 69, 160, 252, 420, 983, 5263, 12487, 21360, 40284, 62412, 83368, 112054, 170679,
      172800, 172800, 172800}},
    {24,
     {1, 10, 10, 39, 83, 176, 239, 369, 503, 685, 1448, 3539, 10919, 26928, 54458, 90352, 135663,
      172800, 172800}},
    {32,
     {1, 5, 10, 31, 82, 178, 317, 724, 3766, 11201, 32363, 61950, 108804, 151283, 172800, 172800,
      172800, 172800, 172800}},
    {56,
     {1, 5, 5, 21, 66, 134, 198, 302, 495, 687, 1105, 1928, 7169, 27718, 66818, 172800, 172800,
      172800, 172800}},
    {120,
     {1, 5, 7, 19, 48, 116, 201, 284, 411, 561, 1145, 3359, 12198, 29185, 47196, 81970, 113023,
      159368, 172800}},
    {kAnySize,
     {1, 5, 5, 5, 25, 65, 68, 78, 158, 202, 275, 376, 1285, 2335, 15202, 96724, 158554, 172800,
      172800}},
}};

constexpr Quantiles kPaiDurations{5,    26,   35,    66,    156,   270,   466,   970,   2255,  3529,
                                  5128, 7330, 11320, 14883, 21362, 31449, 44685, 58715, 172800};

constexpr Quantiles kServingDurations{1,      81,     653,    971,    2193,   3626,   6899,
                                      13075,  30906,  62354,  93756,  175952, 306054, 372767,
                                      577189, 604800, 604800, 604800, 604800};

constexpr std::array<double, 24> kSubmissions{0.93, 0.59, 0.57, 0.32, 0.26, 0.18, 0.16, 0.19,
                                              0.37, 0.88, 1.45, 1.54, 1.17, 1.34, 1.55, 1.58,
                                              1.72, 1.73, 1.27, 1.28, 1.35, 1.34, 1.15, 1.12};

// Duty cycle over its highest hour, 19.8 %. The shape, a morning and an afternoon peak with a dip
// between, is the record's; its dates and hours are shifted there, so the morning rise is put at 8.
constexpr std::array<double, 24> kServing{0.19, 0.16, 0.14, 0.13, 0.13, 0.14, 0.15, 0.16,
                                          0.56, 0.80, 0.72, 0.64, 0.34, 0.62, 0.72, 1.00,
                                          0.81, 0.79, 0.40, 0.25, 0.19, 0.19, 0.23, 0.20};

double overDay(const std::array<double, 24> &hours, double hour)
{
    const double at = hour - 24 * std::floor(hour / 24);
    const auto first = std::min<std::size_t>(23, static_cast<std::size_t>(at));
    const double part = at - static_cast<double>(first);
    return hours.at(first) * (1 - part) + hours.at((first + 1) % 24) * part;
}

} // namespace

std::span<const SizeCount> venusSizes()
{
    return kVenusSizes;
}

const Quantiles &venusDurations(std::uint32_t accelerators)
{
    return std::ranges::find_if(
               kVenusDurations,
               [accelerators](const DurationsOfSizes &row) { return accelerators <= row.upTo; })
        ->seconds;
}

const Quantiles &paiDurations()
{
    return kPaiDurations;
}

const Quantiles &servingDurations()
{
    return kServingDurations;
}

double quantile(const Quantiles &table, double probability)
{
    const double p = std::clamp(probability, 0.0, 1.0);
    std::size_t upper = 1;
    while (upper + 1 < kQuantilePoints.size() && kQuantilePoints.at(upper) < p)
        ++upper;
    const double low = kQuantilePoints.at(upper - 1);
    const double part = (p - low) / (kQuantilePoints.at(upper) - low);
    return table.at(upper - 1) * std::pow(table.at(upper) / table.at(upper - 1), part);
}

double mean(const Quantiles &table)
{
    constexpr int kSteps = 2'000;
    double sum = 0;
    for (int i = 0; i < kSteps; ++i)
        sum += quantile(table, (i + 0.5) / kSteps);
    return sum / kSteps;
}

double submissionCurve(double hour)
{
    return overDay(kSubmissions, hour);
}

double servingCurve(double hour)
{
    return overDay(kServing, hour);
}

} // namespace pilothouse::simulator
