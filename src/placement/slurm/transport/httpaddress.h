// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <string>
#include <string_view>

namespace pilothouse::slurm {

// Where slurmrestd listens: "unix:/run/slurmrestd.sock", "http://host:6820", "https://host".
struct HttpAddress {
    std::string socket; // path; empty: over TCP
    std::string base; // "https://host:6820", what every request begins with

    bool operator==(const HttpAddress &) const = default;
    // What is sent there can be read on the way by others.
    [[nodiscard]] bool isOpen() const;
};

[[nodiscard]] Result<HttpAddress> parseHttpAddress(std::string_view text);

} // namespace pilothouse::slurm
