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

std::vector<TimeRow> jobRows(int rows, int samples, Micros step)
{
    std::mt19937 random(11);
    std::uniform_real_distribution<double> noise(-0.06, 0.06);
    std::vector<TimeRow> result;
    for (int row = 0; row < rows; ++row) {
        TimeRow one{QStringLiteral("n%1:%2").arg(6 + row / 8, 3, 10, QLatin1Char('0')).arg(row % 8),
                    row == 11,
                    {}};
        for (int i = row == 5 ? samples / 10 : 0; i < samples; ++i) {
            const int phase = i * 42 / samples % 7;
            const bool late = i > samples * 5 / 8;
            double level = phase == 6 ? 0.04 : 0.78;
            if (late && phase != 6)
                level = row == 11 ? 0.08 : row >= 8 ? 0.33 : 0.6;
            const double value = std::clamp(level + noise(random), 0.0, 1.0);
            one.samples.push_back({kEnd - (samples - 1 - i) * step, value});
        }
        if (row == 3)
            one.samples.erase(one.samples.begin() + samples / 3,
                              one.samples.begin() + samples / 3 + samples / 20);
        result.push_back(std::move(one));
    }
    return result;
}

std::vector<BoardLeaf> leaves(int count, int perLeaf)
{
    std::mt19937 random(5);
    std::uniform_int_distribution<int> length(1, 6);
    std::vector<BoardLeaf> all;
    std::uint64_t job = 100;
    int left = 0;
    int node = 0;
    for (int leaf = 0; leaf < count; ++leaf) {
        BoardLeaf one{QStringLiteral("leaf-%1").arg(leaf + 1, 2, 10, QLatin1Char('0')),
                      QStringLiteral("%1 nodes, 400 Gb/s").arg(perLeaf),
                      {}};
        for (int i = 0; i < perLeaf; ++i) {
            BoardNode at{QStringLiteral("n%1").arg(++node, 3, 10, QLatin1Char('0')),
                         BoardNodeState::Normal,
                         {}};
            for (int half = 0; half < 2; ++half) {
                if (left-- <= 0) {
                    ++job;
                    left = length(random);
                }
                const bool free = job % 9 == 0;
                const BoardCell cell{free ? 0 : job, free ? -1 : static_cast<int>(job % 12)};
                at.cells.insert(at.cells.end(), 4, cell);
            }
            if (node == 20 || node == 21)
                at.state = node == 20 ? BoardNodeState::Drained : BoardNodeState::Down;
            if (at.state != BoardNodeState::Normal)
                at.cells.assign(8, {});
            one.nodes.push_back(std::move(at));
        }
        all.push_back(std::move(one));
    }
    return all;
}

} // namespace pilothouse::sampledata
