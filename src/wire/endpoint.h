// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>

namespace pilothouse::wire {

// Where a server listens: a port of a loopback address, or a unix socket.
struct Endpoint {
    std::string host; // numeric; empty: a unix socket
    std::uint16_t port = 0;
    std::string path;

    [[nodiscard]] std::string target() const { return withPort(port); } // as gRPC wants it
    [[nodiscard]] std::string withPort(int actualPort) const;
};

// host:port, [host]:port or unix:/path. Refuses whatever can be reached from another machine.
[[nodiscard]] Result<Endpoint> parseEndpoint(const std::string &address);

// Says in words why nothing can listen there: taken, not permitted, no such directory.
[[nodiscard]] Result<void> checkVacant(const Endpoint &endpoint);

} // namespace pilothouse::wire
