// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/scheduler.h"
#include "placement/slurm/commands.h"
#include "placement/slurm/restapi.h"
#include "placement/slurm/restclient.h"

#include <array>
#include <memory>
#include <optional>
#include <string>

namespace pilothouse::slurm {

enum class Rights : std::uint8_t { Unknown, User, Operator, Administrator };

// What was found out about a cluster when it was connected to.
struct Probed {
    std::optional<RestApi> api; // nothing: slurmrestd does not answer, or is not asked for
    bool hasCommands = false;
    std::string note; // why one of the two is missing though it was asked for
    std::string release; // "22.05.8"
    std::string cluster; // empty: not told
    std::string user; // empty: not known
    Rights rights = Rights::Unknown;
    bool returnsNodes = false; // to service by itself after they were taken down
    std::array<Capability, kActionKinds> capabilities;
};

// Both ways in. One thread at a time.
struct Ways {
    Ways(std::unique_ptr<RestClient> restWay, Commands commandWay)
        : rest(std::move(restWay))
        , commands(std::move(commandWay))
    {
    }
    std::unique_ptr<RestClient> rest; // null: not asked for
    Commands commands;
};

// InvalidArgument for an address or a channel that is none.
[[nodiscard]] Result<std::unique_ptr<Ways>> openWays(const Connection &connection, Meter &meter);

// Asks both ways; an error only when neither is open.
[[nodiscard]] Result<Probed> probe(Ways &ways, const Connection &connection,
                                   std::chrono::milliseconds timeout, const std::stop_token &stop);

// "Key = value" of `scontrol show config`; empty where it has none.
[[nodiscard]] std::string configValue(std::string_view config, std::string_view key);

} // namespace pilothouse::slurm
