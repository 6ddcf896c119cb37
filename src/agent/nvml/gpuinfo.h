// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/nvml/nvmlapi.h"
#include "core/frame.h"

namespace pilothouse::agent::nvml {

// What a device is: make, kind, addresses, memory, limits, and its MIG partitions by profile
// ("1g.10gb"). What the library does not tell stays empty.
[[nodiscard]] AcceleratorInfo gpuInfo(const Api &api, Device device);

} // namespace pilothouse::agent::nvml
