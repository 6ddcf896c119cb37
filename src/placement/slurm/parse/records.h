// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/parse/json.h"
#include "placement/slurm/parse/nodedraft.h"
#include "placement/slurm/parse/replies.h"

#include <optional>

// Private to this folder: one entry of a reply's list. Nothing where it makes no sense.
namespace pilothouse::slurm {

[[nodiscard]] std::optional<Job> jobFrom(const Json &json, const DeviceLayout &layout);
[[nodiscard]] std::optional<PlacementNode> nodeFrom(const Json &json);
[[nodiscard]] std::optional<Pool> poolFrom(const Json &json);
[[nodiscard]] std::optional<Reservation> reservationFrom(const Json &json);
[[nodiscard]] std::optional<Qos> qosFrom(const Json &json);
[[nodiscard]] std::optional<Tenant> tenantFromAccount(const Json &json);
[[nodiscard]] std::optional<Tenant> tenantFromAssociation(const Json &json);
[[nodiscard]] std::optional<License> licenseFrom(const Json &json);
[[nodiscard]] std::optional<Controller> controllerFrom(const Json &json);

} // namespace pilothouse::slurm
