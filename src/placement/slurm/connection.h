// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/transport/token.h"

#include <string>

namespace pilothouse::slurm {

// How a Slurm cluster is reached; all of it may be written down except TokenSource::text.
struct Connection {
    std::string address = {}; // of slurmrestd: unix:/path, http://host:port, https://host:port
    std::string authorities = {}; // file of certificates to trust; empty: the system's
    TokenSource token = {};
    std::string user = {}; // empty: whom the token names
    std::string commands = {}; // "local", "ssh:host"; empty or "none": no commands

    [[nodiscard]] bool empty() const { return address.empty() && commands.empty(); }
};

} // namespace pilothouse::slurm
