// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/centerview.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace pilothouse {

namespace {

// Of the allocated accelerators: tensor units in use, busy without them, or not busy.
constexpr double kTensorInUse = 0.05;
constexpr double kBusy = 0.05;

struct Mean {
    double sum = 0;
    std::uint64_t count = 0;

    void add(double value)
    {
        if (std::isnan(value))
            return;
        sum += value;
        ++count;
    }
    [[nodiscard]] double value() const
    {
        return count == 0 ? std::numeric_limits<double>::quiet_NaN()
                          : sum / static_cast<double>(count);
    }
    [[nodiscard]] double total() const
    {
        return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum;
    }
};

std::string_view shortName(std::string_view name)
{
    return name.substr(0, name.find('.'));
}

// Schedulers name nodes by their short host names, telemetry often by the full ones, or the other
// way round. A short name that two nodes share joins neither.
class NodeNames {
public:
    explicit NodeNames(const FleetTopology &topology)
        : m_topology(topology)
    {
        for (NodeIndex node = 0; node < topology.nodes.size(); ++node) {
            const std::string_view name = shortName(topology.nodes[node].info.name);
            const auto [at, added] = m_byShortName.emplace(name, node);
            if (!added)
                at->second = kNoIndex;
        }
    }
    [[nodiscard]] NodeIndex find(const std::string &name) const
    {
        const NodeIndex exact = m_topology.findNode(name);
        if (exact != kNoIndex)
            return exact;
        const auto found = m_byShortName.find(shortName(name));
        if (found == m_byShortName.end() || found->second == kNoIndex)
            return kNoIndex;
        // Of two full names of different domains, one is another node.
        const std::string &other = m_topology.nodes[found->second].info.name;
        const bool bothFull =
            other.find('.') != std::string::npos && name.find('.') != std::string::npos;
        return bothFull ? kNoIndex : found->second;
    }

private:
    const FleetTopology &m_topology;
    std::unordered_map<std::string_view, NodeIndex> m_byShortName;
};

void joinJobs(CenterView &view, const NodeNames &names)
{
    const FleetTopology &topology = view.topology();
    view.jobOf.assign(topology.accelerators.size(), nullptr);
    for (const JobPtr &job : view.book->jobs) {
        if (!job->holdsAllocation())
            continue;
        std::vector<AcceleratorIndex> &held = view.acceleratorsOf[job->id];
        for (const JobAllocation &part : job->allocation) {
            const NodeIndex node = names.find(part.node);
            if (node == kNoIndex)
                continue;
            for (const std::uint32_t index : part.accelerators) {
                if (index >= topology.nodes[node].acceleratorCount)
                    continue;
                const AcceleratorIndex accelerator = topology.nodes[node].firstAccelerator + index;
                view.jobOf[accelerator] = job;
                held.push_back(accelerator);
            }
        }
    }
}

void joinNodes(CenterView &view, const NodeNames &names)
{
    const FleetTopology &topology = view.topology();
    view.placementOf.assign(topology.nodes.size(), kNoPlacementNode);
    for (std::size_t i = 0; i < view.book->nodes.size(); ++i) {
        const NodeIndex node = names.find(view.book->nodes[i].name);
        if (node != kNoIndex)
            view.placementOf[node] = static_cast<std::uint32_t>(i);
    }
}

void measureJobs(CenterView &view)
{
    for (const auto &[id, accelerators] : view.acceleratorsOf) {
        Mean utilization;
        Mean tensor;
        Mean memory;
        Mean power;
        JobLive live;
        for (const AcceleratorIndex accelerator : accelerators) {
            if (view.isStale(view.topology().accelerators[accelerator].node))
                continue;
            ++live.accelerators;
            utilization.add(view.value(Metric::Utilization, accelerator));
            tensor.add(view.value(Metric::TensorActive, accelerator));
            memory.add(view.value(Metric::MemoryUsed, accelerator));
            power.add(view.value(Metric::Power, accelerator));
        }
        live.utilization = utilization.value();
        live.tensorActive = tensor.value();
        live.memoryUsed = memory.total();
        live.power = power.total();
        view.live[id] = live;
    }
}

Micros quantile(std::vector<Micros> &sorted, double q)
{
    if (sorted.empty())
        return -1;
    return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}

void countJobs(CenterView &view)
{
    std::vector<Micros> waits;
    for (const JobPtr &job : view.book->jobs) {
        if (job->state == JobState::Running)
            ++view.totals.running;
        if (job->state != JobState::Pending)
            continue;
        ++view.totals.pending;
        waits.push_back(std::max<Micros>(0, view.book->time - job->submitted));
    }
    std::ranges::sort(waits);
    view.totals.waitP50 = quantile(waits, 0.5);
    view.totals.waitP95 = quantile(waits, 0.95);
}

void countDevices(CenterView &view)
{
    const FleetTopology &topology = view.topology();
    CenterTotals &totals = view.totals;
    totals.nodes = topology.nodes.size();
    totals.accelerators = topology.accelerators.size();
    std::set<std::string_view> kinds;
    Mean tensor;
    Mean utilization;
    Mean power;
    for (NodeIndex node = 0; node < topology.nodes.size(); ++node) {
        const FleetTopology::Node &at = topology.nodes[node];
        const bool fresh = !view.isStale(node);
        totals.nodesFresh += fresh ? 1 : 0;
        bool free = at.acceleratorCount > 0;
        for (std::uint32_t i = 0; i < at.acceleratorCount; ++i) {
            const AcceleratorIndex accelerator = at.firstAccelerator + i;
            const AcceleratorInfo &info = at.info.accelerators[i];
            kinds.insert(info.kind);
            totals.peakFlops += info.peakFp16Flops;
            const bool allocated = view.jobOf[accelerator] != nullptr;
            totals.allocated += allocated ? 1 : 0;
            free = free && view.useOf(accelerator) == Use::Free;
            ++totals.uses[static_cast<std::size_t>(view.useOf(accelerator))];
            if (!fresh)
                continue;
            power.add(view.value(Metric::Power, accelerator));
            if (allocated) {
                tensor.add(view.value(Metric::TensorActive, accelerator));
                utilization.add(view.value(Metric::Utilization, accelerator));
            }
        }
        totals.freeWholeNodes += free ? 1 : 0;
    }
    totals.kinds = kinds.size();
    totals.tensorActive = tensor.value();
    totals.utilization = utilization.value();
    totals.power = power.total();
}

// Free accelerators of partly used nodes cannot take a job that wants whole nodes: while such a job
// waits for the kind, they are wanted but fragmented.
void countFragmented(CenterView &view)
{
    std::set<std::string_view> wanted;
    bool anyKind = false;
    for (const JobPtr &job : view.book->jobs) {
        if (job->state != JobState::Pending || job->held || job->reason != "Resources")
            continue;
        if (job->kind.empty())
            anyKind = true;
        else
            wanted.insert(job->kind);
    }
    if (!anyKind && wanted.empty())
        return;
    const FleetTopology &topology = view.topology();
    for (const FleetTopology::Node &node : topology.nodes) {
        std::uint64_t freeHere = 0;
        for (std::uint32_t i = 0; i < node.acceleratorCount; ++i)
            freeHere += view.useOf(node.firstAccelerator + i) == Use::Free ? 1 : 0;
        if (freeHere == 0 || freeHere == node.acceleratorCount)
            continue;
        if (anyKind || wanted.contains(node.info.accelerators.front().kind)) {
            view.totals.uses[static_cast<std::size_t>(Use::Free)] -= freeHere;
            view.totals.uses[static_cast<std::size_t>(Use::Fragmented)] += freeHere;
        }
    }
}

} // namespace

bool CenterView::isStale(NodeIndex node) const
{
    const Micros age = nodeAge(node);
    return age < 0 || age > kStaleAfter;
}

Use CenterView::useOf(AcceleratorIndex accelerator) const
{
    const NodeIndex node = topology().accelerators[accelerator].node;
    const PlacementNode *placementAt = placementNode(node);
    if (placementAt != nullptr && placementAt->state == NodeState::Down)
        return Use::Down;
    if (jobOf[accelerator] == nullptr) {
        const bool drained = placementAt != nullptr
            && (placementAt->state == NodeState::Drained
                || placementAt->state == NodeState::Draining);
        if (drained)
            return Use::Drained;
        // Of a node that no scheduler knows, nobody can say whether it is free.
        return placementAt == nullptr || isStale(node) ? Use::Unknown : Use::Free;
    }
    if (isStale(node))
        return Use::Unknown;
    const double tensor = value(Metric::TensorActive, accelerator);
    const double busy = value(Metric::Utilization, accelerator);
    if (tensor >= kTensorInUse)
        return Use::Effective;
    if (std::isnan(tensor) && std::isnan(busy))
        return Use::Unknown;
    return busy >= kBusy ? Use::Stalled : Use::Idle;
}

CenterViewPtr makeCenterView(FleetSnapshotPtr fleet, JobBookPtr book, Placement placement,
                             Micros now, const CenterViewPtr &previous)
{
    auto view = std::make_shared<CenterView>();
    view->fleet = std::move(fleet);
    view->book = std::move(book);
    view->now = now;
    view->placement = placement;
    const bool sameJoin = previous && previous->book == view->book
        && previous->fleet->topology == view->fleet->topology;
    if (sameJoin) {
        view->jobOf = previous->jobOf;
        view->placementOf = previous->placementOf;
        view->acceleratorsOf = previous->acceleratorsOf;
    } else {
        const NodeNames names(view->topology());
        joinJobs(*view, names);
        joinNodes(*view, names);
    }
    measureJobs(*view);
    countJobs(*view);
    countDevices(*view);
    countFragmented(*view);
    return view;
}

} // namespace pilothouse
