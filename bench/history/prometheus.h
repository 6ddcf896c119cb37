// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>

namespace pilothouse::bench {

// What promtool makes of OpenMetrics text: blocks in a directory.
struct Backfill {
    double cpuSeconds = 0;
    std::uint64_t bytes = 0;
};
// Nothing where promtool is missing or fails.
[[nodiscard]] std::optional<Backfill> backfill(const std::string &text,
                                               const std::string &directory);
[[nodiscard]] std::uint64_t bytesBelow(const std::string &directory);

// Prometheus on a port of loopback, for as long as this lives.
class PrometheusServer {
public:
    explicit PrometheusServer(const std::string &directory);
    ~PrometheusServer();
    PrometheusServer(const PrometheusServer &) = delete;
    PrometheusServer &operator=(const PrometheusServer &) = delete;

    [[nodiscard]] bool ready() const { return m_ready; }
    // Size of the answer to a query of its HTTP API (path with parameters); nothing where it fails.
    [[nodiscard]] std::optional<std::size_t> get(const std::string &path) const;

private:
    int m_port = 0;
    pid_t m_pid = -1;
    bool m_ready = false;
};

} // namespace pilothouse::bench
