// SPDX-License-Identifier: GPL-3.0-or-later
#include "sampledata.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace pilothouse::sampledata {

std::vector<TimePoint> wandering(int seed, int count, Micros step, double level, double spread)
{
    std::mt19937 random(static_cast<unsigned>(seed));
    std::uniform_real_distribution<double> noise(-1, 1);
    std::vector<TimePoint> points;
    double drift = 0;
    for (int i = 0; i < count; ++i) {
        drift = 0.97 * drift + 0.25 * noise(random);
        const double slow = std::sin(i * 6.28 / count * 2 + seed);
        const double value = level + spread * (0.4 * slow + 0.4 * drift + 0.1 * noise(random));
        points.push_back(TimePoint::sample(kEnd - (count - 1 - i) * step, std::max(0.0, value)));
    }
    return points;
}

std::vector<TimePoint> banded(int seed, int count, Micros step, double level, double width)
{
    auto points = wandering(seed, count, step, level, width);
    for (TimePoint &point : points) {
        point.minimum = std::max(0.0, point.mean - width * 0.6);
        point.maximum = std::min(1.0, point.mean + width * 0.5);
    }
    return points;
}

std::vector<HeatmapGroup> racks(int cells)
{
    static constexpr std::array kKinds{"H800", "910B", "MLU590", "A100"};
    std::vector<HeatmapGroup> groups;
    constexpr int kRack = 64;
    const int count = (cells + kRack - 1) / kRack;
    for (int rack = 0; rack < count; ++rack) {
        HeatmapGroup group;
        group.title = QStringLiteral("R%1").arg(rack + 1, 2, 10, QLatin1Char('0'));
        group.subtitle = QLatin1String(kKinds[static_cast<std::size_t>(rack * 4 / count)]);
        for (int i = rack * kRack; i < std::min(cells, (rack + 1) * kRack); ++i)
            group.cells.push_back(i);
        groups.push_back(std::move(group));
    }
    return groups;
}

std::vector<float> activity(int cells)
{
    std::mt19937 random(7);
    std::uniform_real_distribution<float> uniform(0, 1);
    std::vector<float> values;
    float node = 0;
    for (int i = 0; i < cells; ++i) {
        if (i % 8 == 0) {
            const float pick = uniform(random);
            node = pick < 0.12F ? 0.02F : pick < 0.4F ? 0.35F : pick < 0.7F ? 0.6F : 0.85F;
        }
        values.push_back(std::clamp(node + 0.12F * (uniform(random) - 0.5F), 0.0F, 1.0F));
    }
    for (int i = 88 * 8; i < std::min(cells, 89 * 8); ++i)
        values[static_cast<std::size_t>(i)] = std::numeric_limits<float>::quiet_NaN();
    return values;
}

std::vector<HeatmapMarks> marks(int cells)
{
    std::vector<HeatmapMarks> all(static_cast<std::size_t>(cells));
    const auto mark = [&](int node, HeatmapMark kind) {
        for (int i = node * 8; i < std::min(cells, node * 8 + 8); ++i)
            all[static_cast<std::size_t>(i)] |= kind;
    };
    for (int node = 4; node < cells / 8; node += 46)
        mark(node, HeatmapMark::Drained);
    mark(28, HeatmapMark::Critical);
    if (cells > 500)
        all[500] |= HeatmapMark::Critical;
    return all;
}

std::vector<int> jobs(int cells)
{
    std::mt19937 random(3);
    std::uniform_int_distribution<int> pick(-1, 11);
    std::uniform_int_distribution<int> length(1, 12);
    std::vector<int> result;
    while (static_cast<int>(result.size()) < cells)
        result.insert(result.end(), static_cast<std::size_t>(8 * length(random)), pick(random));
    result.resize(static_cast<std::size_t>(cells));
    return result;
}

} // namespace pilothouse::sampledata
