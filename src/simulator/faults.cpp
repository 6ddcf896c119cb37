// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/faults.h"

#include <algorithm>
#include <array>

namespace pilothouse::simulator {

namespace {

constexpr double kGapSeconds = 120; // between faults in a center of
constexpr double kGapNodes = 128; // so many nodes
constexpr double kShortestGap = 3; // seconds
constexpr double kLongestGap = 1'200;
constexpr double kMaintenanceShare = 0.025; // of the nodes
constexpr std::array<const char *, 6> kMaintenance{"replace fan 3",
                                                   "firmware update",
                                                   "memory test after ECC errors",
                                                   "optical module swap",
                                                   "waiting for spare power supply",
                                                   "kernel update"};

enum class Trouble : std::uint8_t {
    Corrected,
    Accelerator,
    Link,
    HotRack,
    Cooling,
    Node,
    Maintenance
};
constexpr std::array<double, 7> kTroubleWeights{30, 14, 20, 5, 10, 5, 6};

Event eventAt(Micros time, NodeIndex node, std::int32_t accelerator, EventKind kind,
              Severity severity, std::int64_t code, std::string_view detail)
{
    return {time, node, accelerator, kind, severity, code, std::string(detail)};
}

Micros meanGap(const Topology &topology, double speed)
{
    const double gap = kGapSeconds * kGapNodes / static_cast<double>(topology.nodes.size());
    return static_cast<Micros>(std::clamp(gap, kShortestGap, kLongestGap) / speed * kSecond);
}

} // namespace

Faults::Faults(const Topology &topology, std::uint64_t seed, double speed, Micros start)
    : m_topology(topology)
    , m_speed(speed)
    , m_random(mix(seed, 0xfa017U))
    , m_meanGap(meanGap(topology, speed))
    , m_nodeLost(topology.nodes.size())
{
    scheduleNext(start);
}

void Faults::scheduleNext(Micros now)
{
    m_nextFault = now
        + std::max<Micros>(
                      1, static_cast<Micros>(m_random.exponential(static_cast<double>(m_meanGap))));
}

Micros Faults::next() const
{
    return m_repairs.empty() ? m_nextFault : std::min(m_nextFault, m_repairs.top().time);
}

void Faults::run(Engine &engine, Devices &devices, std::vector<Event> &events)
{
    while (!m_repairs.empty() && m_repairs.top().time <= engine.now()) {
        const auto act = m_repairs.top().act;
        m_repairs.pop();
        act(engine, devices, events);
    }
    while (m_nextFault <= engine.now()) {
        breakSomething(engine, devices, events);
        scheduleNext(m_nextFault);
    }
}

void Faults::later(Micros now, double lowSeconds, double highSeconds,
                   std::function<void(Engine &, Devices &, std::vector<Event> &)> act)
{
    const double seconds = m_random.uniform(lowSeconds, highSeconds) / m_speed;
    m_repairs.push({now + static_cast<Micros>(seconds * kSecond), m_order++, std::move(act)});
}

Faults::Target Faults::anyTarget()
{
    Target target;
    target.node = static_cast<NodeIndex>(m_random.below(m_topology.nodes.size()));
    target.accelerator = static_cast<std::uint32_t>(m_random.below(m_topology.acceleratorsPerNode));
    target.device = std::size_t{target.node} * m_topology.acceleratorsPerNode + target.accelerator;
    return target;
}

void Faults::breakSomething(Engine &engine, Devices &devices, std::vector<Event> &events)
{
    switch (static_cast<Trouble>(m_random.weighted(kTroubleWeights))) {
    case Trouble::Corrected:
        devices.addCorrected(anyTarget().device,
                             1 + static_cast<std::uint32_t>(m_random.below(60)));
        break;
    case Trouble::Accelerator:
        acceleratorFault(engine, devices, events);
        break;
    case Trouble::Link:
        linkDown(devices, events, engine.now());
        break;
    case Trouble::HotRack:
        hotRack(devices, engine.now());
        break;
    case Trouble::Cooling:
        badCooling(devices, engine.now());
        break;
    case Trouble::Node:
        loseNode(engine, events);
        break;
    case Trouble::Maintenance:
        maintain(engine);
        break;
    }
}

void Faults::acceleratorFault(Engine &engine, Devices &devices, std::vector<Event> &events)
{
    const Target target = anyTarget();
    if (m_nodeLost[target.node] || devices.isLost(target.device))
        return;
    const auto codes = faultCodes(m_topology.kindOf(target.node).vendor);
    const FaultCode &fault = codes[m_random.below(codes.size())];
    events.push_back(
        eventAt(engine.now(), target.node, static_cast<std::int32_t>(target.accelerator),
                EventKind::AcceleratorFault, fault.fatal ? Severity::Critical : Severity::Warning,
                fault.code, fault.words));
    if (fault.ecc) {
        devices.addUncorrected(target.device, 1);
        events.push_back(
            eventAt(engine.now(), target.node, static_cast<std::int32_t>(target.accelerator),
                    EventKind::EccUncorrected, Severity::Critical, fault.code, fault.words));
    }
    devices.setFault(target.device, fault.code);
    if (fault.fatal) {
        fatalFault(target, fault, engine, devices);
        return;
    }
    if (fault.ecc || m_random.chance(0.3)) // the driver ends the process
        engine.failJobOn(target.node, target.accelerator);
    later(engine.now(), 600, 3'600,
          [device = target.device](Engine &, Devices &d, std::vector<Event> &) {
              if (!d.isLost(device))
                  d.setFault(device, 0);
          });
}

// The accelerator is gone, its job fails, the health check drains the node until it is repaired.
void Faults::fatalFault(const Target &target, const FaultCode &fault, Engine &engine,
                        Devices &devices)
{
    devices.setLost(target.device, true);
    engine.failJobOn(target.node, target.accelerator);
    if (!engine.cluster().reason(target.node).empty()) // drained or down already; stays as it is
        return later(engine.now(), 1'200, 3'600,
                     [device = target.device](Engine &, Devices &d, std::vector<Event> &) {
                         d.setLost(device, false);
                         d.setFault(device, 0);
                     });
    const std::string reason = "health check: accelerator " + std::to_string(target.accelerator)
        + ": " + std::string(fault.words);
    engine.setDrained(target.node, reason);
    later(engine.now(), 1'200, 3'600,
          [target, reason](Engine &e, Devices &d, std::vector<Event> &) {
              d.setLost(target.device, false);
              d.setFault(target.device, 0);
              if (e.cluster().reason(target.node)
                  == reason) // unless somebody drained it for another reason
                  e.setDrained(target.node, {});
          });
}

void Faults::linkDown(Devices &devices, std::vector<Event> &events, Micros now)
{
    const Target target = anyTarget();
    if (m_nodeLost[target.node] || devices.linkIsDown(target.device))
        return;
    const auto index = static_cast<std::int32_t>(target.accelerator);
    devices.setLinkDown(target.device, true);
    events.push_back(eventAt(now, target.node, index, EventKind::LinkDown, Severity::Warning,
                             static_cast<std::int64_t>(m_random.below(8)),
                             "link to its peers is down"));
    later(now, 20, 400, [target, index](Engine &e, Devices &d, std::vector<Event> &list) {
        d.setLinkDown(target.device, false);
        list.push_back(eventAt(e.now(), target.node, index, EventKind::LinkUp, Severity::Info, 0,
                               "link is up again"));
    });
}

void Faults::hotRack(Devices &devices, Micros now)
{
    const auto rack = static_cast<std::uint32_t>(m_random.below(m_topology.racks.size()));
    devices.setRackHeat(rack, static_cast<float>(m_random.uniform(18, 32)));
    later(now, 300, 1'200,
          [rack](Engine &, Devices &d, std::vector<Event> &) { d.setRackHeat(rack, 0); });
}

void Faults::badCooling(Devices &devices, Micros now)
{
    const Target target = anyTarget();
    devices.setCooling(target.device, static_cast<float>(m_random.uniform(24, 40)));
    later(now, 300, 1'800, [device = target.device](Engine &, Devices &d, std::vector<Event> &) {
        d.setCooling(device, 0);
    });
}

void Faults::loseNode(Engine &engine, std::vector<Event> &events)
{
    const Target target = anyTarget();
    if (m_nodeLost[target.node])
        return;
    m_nodeLost[target.node] = true;
    engine.setNodeDown(target.node, "Not responding");
    events.push_back(eventAt(engine.now(), target.node, -1, EventKind::NodeLost, Severity::Critical,
                             0, "node does not answer"));
    later(engine.now(), 180, 1'200,
          [this, node = target.node](Engine &e, Devices &, std::vector<Event> &list) {
              m_nodeLost[node] = false;
              e.setNodeUp(node);
              list.push_back(eventAt(e.now(), node, -1, EventKind::NodeBack, Severity::Info, 0,
                                     "node answers again"));
          });
}

void Faults::maintain(Engine &engine)
{
    const Target target = anyTarget();
    if (!engine.cluster().accepts(target.node))
        return;
    const std::string reason = kMaintenance.at(m_random.below(kMaintenance.size()));
    engine.setDrained(target.node, reason);
    later(engine.now(), 3'600, 4 * 3'600,
          [node = target.node, reason](Engine &e, Devices &, std::vector<Event> &) {
              if (e.cluster().reason(node) == reason)
                  e.setDrained(node, {});
          });
}

void Faults::drainSome(Engine &engine)
{
    const auto count =
        static_cast<std::size_t>(kMaintenanceShare * static_cast<double>(m_topology.nodes.size()));
    for (std::size_t i = 0; i < count; ++i)
        maintain(engine);
}

} // namespace pilothouse::simulator
