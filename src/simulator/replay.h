// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "simulator/engine.h"
#include "simulator/jobsource.h"

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace pilothouse::simulator {

enum class TraceState : std::uint8_t { Unknown, Completed, Failed, Cancelled, Timeout };

struct TraceJob {
    double submit = 0; // seconds, of any clock
    double duration = 0; // seconds
    std::uint32_t accelerators = 1;
    std::uint32_t tenant = 0; // into Trace::tenants
    TraceState state = TraceState::Unknown;

    bool operator==(const TraceJob &) const = default;
};

// A job trace as docs/format/trace.md describes it.
struct Trace {
    std::vector<std::string> tenants;
    std::vector<TraceJob> jobs; // by submit
};

// Errors name file, line and what is wrong. name: of the file, for the message.
[[nodiscard]] Result<Trace> parseTrace(std::istream &input, const std::string &name);
[[nodiscard]] Result<Trace> readTrace(const std::string &path);
[[nodiscard]] std::vector<SimTenant> tenantsOf(const Trace &trace);

// Submits the jobs of a trace; its first one comes when the center starts. Jobs that no kind has
// room for are left out and counted.
class Replay final : public JobSource {
public:
    Replay(Trace trace, const Topology &topology, double speed, Micros start);

    [[nodiscard]] Micros nextArrival() const override;
    void arrive(Engine &engine) override;
    [[nodiscard]] std::size_t leftOut() const override { return m_leftOut; }

private:
    [[nodiscard]] Micros when(const TraceJob &job) const;
    [[nodiscard]] JobSpec specOf(const TraceJob &job, std::size_t index,
                                 const Engine &engine) const;

    Trace m_trace;
    const double m_speed;
    const Micros m_start;
    std::size_t m_next = 0;
    std::size_t m_leftOut = 0;
};

} // namespace pilothouse::simulator
