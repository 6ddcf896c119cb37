// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/topology.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pilothouse::simulator {

struct SimTenant {
    std::string name;
    std::uint32_t quota = 0; // accelerators at once, 0: none
    double share = 1; // of the submitted work
    std::vector<std::string> scenarios; // the first one most of the time
    std::vector<std::string> users;
};

// The tenants of a made-up center; quotas follow its size.
[[nodiscard]] std::vector<SimTenant> makeTenants(const Topology &topology, std::uint64_t seed);
// Names of work of that scenario, as people call their jobs. Never empty.
[[nodiscard]] std::vector<std::string_view> workNames(std::string_view scenario);

} // namespace pilothouse::simulator
