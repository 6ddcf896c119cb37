// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pilothouse::simulator {

// A kind and its share of the racks.
struct KindShare {
    std::string kind;
    std::uint32_t weight = 1;
};

struct Options {
    std::uint32_t nodes = 128;
    std::uint32_t accelerators = 8; // per node
    std::vector<KindShare> kinds{{"H800", 8}, {"A100", 2}, {"Ascend 910B", 4}, {"MLU590", 2}};
    std::uint64_t seed = 1;
    double speed = 1;
    std::string center = "Nanning AI Computing Center";
    std::string listen = "127.0.0.1:0";
    std::string placement; // empty: the same listener as the telemetry
    std::string replay; // a trace file; empty: generated arrivals
    std::string follow; // what another scheduler runs; empty: an own scheduler
    bool dieWithParent = false;
    bool help = false;
    bool version = false;
};

[[nodiscard]] std::string helpText();
// One clear sentence when an argument makes no sense. arguments: without the program's name.
[[nodiscard]] Result<Options> parseOptions(const std::vector<std::string_view> &arguments);

} // namespace pilothouse::simulator
