// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "models/centerview.h"

#include <string>
#include <vector>

namespace pilothouse {

// The center's own figures are kept in history as series of a node of this name, so that every
// chart of the whole center reads the same way as one of a device.
inline constexpr const char *kCenterNode = "@center";

inline constexpr const char *kCenterCapacity = "center_accelerators";
inline constexpr const char *kCenterAllocated = "center_allocated";
inline constexpr const char *kCenterActive = "center_active"; // allocated, tensor units in use
inline constexpr const char *kCenterTensor = "center_tensor_active";
inline constexpr const char *kCenterPower = "center_power";
inline constexpr const char *kCenterQueue = "center_queue";
inline constexpr const char *kCenterTenantPrefix = "center_allocated/"; // + tenant

[[nodiscard]] std::string tenantSeries(const std::string &tenant);

// What one record of the figures carries, given the tenants known.
[[nodiscard]] Layout centerLayout(const std::vector<Tenant> &tenants);
[[nodiscard]] std::vector<double> centerValues(const CenterView &view);

} // namespace pilothouse
