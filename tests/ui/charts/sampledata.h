// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/boardlayout.h"
#include "ui/charts/heatmap.h"
#include "ui/charts/rowraster.h"
#include "ui/charts/timeseries.h"

namespace pilothouse::sampledata {

inline constexpr Micros kEnd = 1'795'374'751 * kSecond; // 2026-11-22 19:12:31 UTC

// A load that wanders between 0 and 1, the same for the same seed; `count` samples up to kEnd.
std::vector<TimePoint> wandering(int seed, int count, Micros step, double level, double spread);

// The same with a band of that width around the mean.
std::vector<TimePoint> banded(int seed, int count, Micros step, double level, double width);

// Racks of eight nodes of eight accelerators.
std::vector<HeatmapGroup> racks(int cells);
std::vector<float> activity(int cells);
std::vector<HeatmapMarks> marks(int cells);
std::vector<int> jobs(int cells);

// A job on nodes of eight accelerators: load in phases, one row that lags behind, one that starts
// late; `samples` up to kEnd.
std::vector<TimeRow> jobRows(int rows, int samples, Micros step);

// Leaf switches of `perLeaf` nodes of eight accelerators with jobs of ids 100 and up; some free,
// one drained, one down.
std::vector<BoardLeaf> leaves(int count, int perLeaf);

} // namespace pilothouse::sampledata
