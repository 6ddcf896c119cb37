// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/center.h"

#include "simulator/rng.h"

#include <algorithm>
#include <bit>

namespace pilothouse::simulator {

namespace {

constexpr double kWarmDays = 4;
constexpr double kWarmDaysLarge =
    2; // a large center comes to its usual state as fast, at more cost
constexpr std::size_t kLargeCenter = 1'500; // nodes
constexpr double kLongestWindow = 1; // seconds over which a sample is a mean

Micros startOfHistory(const Options &options, Micros start, bool replayed)
{
    if (replayed)
        return start;
    const double days = options.nodes > kLargeCenter ? kWarmDaysLarge : kWarmDays;
    return start - static_cast<Micros>(days / options.speed * static_cast<double>(kDay));
}

std::vector<SimTenant> tenantsFor(const Topology &topology, const Options &options,
                                  const std::optional<Trace> &trace)
{
    return trace ? tenantsOf(*trace) : makeTenants(topology, options.seed);
}

} // namespace

Center::Center(const Options &options, Micros start, std::optional<Trace> trace)
    : Center(options, start, std::move(trace), buildTopology(options))
{
}

Center::Center(const Options &options, Micros start, const Followed &followed)
    : Center(options, start, Trace{}, buildTopology(options, followed.nodes))
{
    follow(followed.jobs);
    look();
    settle();
}

Center::Center(const Options &options, Micros start, std::optional<Trace> trace, Topology topology)
    : m_seed(options.seed)
    , m_topology(std::move(topology))
    , m_inventory(makeInventory(m_topology, options))
    , m_day(start, options.speed)
    , m_engine(m_topology, tenantsFor(m_topology, options, trace), options.speed,
               startOfHistory(options, start, trace.has_value()))
    , m_devices(m_topology, options.seed)
    , m_hosts(m_topology, options.seed, start)
    , m_faults(m_topology, options.seed, options.speed, start)
    , m_now(start)
    , m_sampled(start)
{
    const Micros history = m_engine.now();
    if (trace)
        m_source = std::make_unique<Replay>(std::move(*trace), m_topology, options.speed, start);
    else
        m_source = std::make_unique<Workload>(m_topology, m_engine.tenants(), options.seed,
                                              options.speed, m_day, history);
    runUntil(start);
    m_engine.goLive();
    m_engine.onCheckpoint([this](const SimJob &job) {
        m_events.push_back({m_engine.now(), job.allocation.front().node, -1, EventKind::Checkpoint,
                            Severity::Info, static_cast<std::int64_t>(job.id), job.name});
    });
    m_live = true;
    m_faults.drainSome(m_engine);
    look();
    settle();
}

void Center::runUntil(Micros now)
{
    while (true) {
        Micros next = std::min(m_engine.nextEvent(), m_source->nextArrival());
        if (m_live)
            next = std::min(next, m_faults.next());
        if (next > now)
            break;
        m_engine.advanceTo(next);
        m_source->arrive(m_engine);
        if (m_live && m_faults.next() <= m_engine.now())
            m_faults.run(m_engine, m_devices, m_events);
    }
    m_engine.advanceTo(now);
}

void Center::advance(Micros now)
{
    m_now = std::max(m_now, now);
    runUntil(m_now);
}

PhaseInput Center::phaseInput() const
{
    PhaseInput input;
    input.now = m_now;
    input.window = std::clamp(static_cast<double>(m_now - m_sampled) / static_cast<double>(kSecond),
                              0.01, kLongestWindow);
    input.servingLoad = servingCurve(m_day.hour(m_now));
    return input;
}

bool Center::follows(const std::vector<FollowedNode> &nodes) const
{
    return std::ranges::equal(nodes, m_topology.nodes, {}, &FollowedNode::name,
                              &TopologyNode::name);
}

void Center::follow(const std::vector<FollowedJob> &jobs)
{
    constexpr Micros kLongWork = 30 * kDay; // how long it will run is not told
    auto &running = m_followed.emplace();
    for (const FollowedJob &job : jobs) {
        const auto accelerators = static_cast<std::uint32_t>(job.accelerators.size());
        running.push_back({job,
                           makeProfile({job.use, job.name, "PyTorch", accelerators, kLongWork, 1,
                                        mix(m_seed, job.id)})});
    }
}

void Center::lookAtFollowed(const PhaseInput &common)
{
    m_phases.resize(m_followed->size());
    m_slots.assign(m_topology.nodes.size() * m_topology.acceleratorsPerNode, -1);
    for (std::size_t slot = 0; slot < m_followed->size(); ++slot) {
        const auto &[job, profile] = (*m_followed)[slot];
        PhaseInput input = common;
        input.started = std::min(job.started, m_now);
        input.manyNodes = job.accelerators.size() > m_topology.acceleratorsPerNode;
        m_phases[slot] = phaseAt(profile, input);
        for (const std::uint32_t accelerator : job.accelerators)
            m_slots[accelerator] = static_cast<std::int32_t>(slot);
    }
}

void Center::look()
{
    PhaseInput input = phaseInput();
    if (m_followed) {
        lookAtFollowed(input);
        return;
    }
    const auto slots = m_engine.slots();
    m_phases.resize(slots.size());
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
        const SimJob *job = slots[slot];
        if (job == nullptr)
            continue;
        input.started = job->started;
        input.manyNodes = job->allocation.size() > 1;
        m_phases[slot] = phaseAt(job->profile, input);
        slowDown(*job, m_phases[slot]);
    }
    const auto map = m_engine.slotOfAccelerator();
    m_slots.assign(map.begin(), map.end());
}

// One slow accelerator and a link that is down make the whole gang wait.
void Center::slowDown(const SimJob &job, Phase &phase) const
{
    if (job.profile.straggler) {
        const Piece &piece = job.allocation.front();
        phase.straggler = static_cast<std::uint32_t>(piece.node * m_topology.acceleratorsPerNode)
            + static_cast<std::uint32_t>(std::countr_zero(piece.mask));
        phase.stragglerFactor = 0.85F;
    }
    if (job.accelerators < 2 || !m_devices.anyLinkDown())
        return;
    for (const Piece &piece : job.allocation) {
        for (Mask mask = piece.mask; mask != 0; mask &= mask - 1) {
            const auto index = static_cast<std::size_t>(std::countr_zero(mask));
            if (m_devices.linkIsDown(std::size_t{piece.node} * m_topology.acceleratorsPerNode
                                     + index)) {
                phase.tensor *= 0.6F;
                phase.memoryActive *= 0.7F;
                phase.link *= 0.6F;
                return;
            }
        }
    }
}

void Center::settle()
{
    m_devices.begin({m_now, 0, m_phases, m_slots});
    for (NodeIndex node = 0; node < m_topology.nodes.size(); ++node)
        m_devices.settle(node);
}

void Center::sample(std::vector<Frame> &frames, std::vector<Event> &events)
{
    const double seconds = static_cast<double>(m_now - m_sampled) / static_cast<double>(kSecond);
    m_sampled = m_now;
    m_devices.begin({m_now, seconds, m_phases, m_slots});
    m_hosts.begin(m_now, seconds);
    std::size_t count = 0;
    for (NodeIndex node = 0; node < m_topology.nodes.size(); ++node) {
        if (m_faults.nodeIsLost(node))
            continue;
        if (count == frames.size())
            frames.emplace_back();
        Frame &frame = frames[count++];
        const Layout &layout = m_inventory.layouts[m_inventory.nodes[node].layout];
        frame.node = node;
        frame.time = m_now;
        frame.values.resize(layout.width(m_topology.acceleratorsPerNode));
        const NodeLoad load =
            m_devices.advance(node, frame.values.data() + layout.hostMetrics.size());
        m_hosts.advance(node, load, m_devices.ambient(m_topology.nodes[node].rack),
                        frame.values.data());
    }
    frames.resize(count);
    for (const auto &change : m_devices.takeThrottled()) {
        m_events.push_back({m_now, change.node, static_cast<std::int32_t>(change.accelerator),
                            change.begins ? EventKind::Throttled : EventKind::ThrottleEnded,
                            change.begins ? Severity::Warning : Severity::Info, 0,
                            change.begins ? "thermal slowdown" : ""});
    }
    events.swap(m_events);
    m_events.clear();
}

} // namespace pilothouse::simulator
