// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/placementmessages.h"

#include "wire/utf8.h"

namespace pilothouse::simulator {

namespace {

namespace v1 = placement::v1;

constexpr std::uint32_t kVersionMajor = 1;
constexpr std::uint32_t kVersionMinor = 0;
constexpr std::size_t kLargestReply = 800'000; // bytes; some room is left for the last entry
constexpr int kMostNodes = 20'000; // of a move

// Fills replies one after another, a new one where the last is full.
class Replies {
public:
    Replies(const Engine &engine, const std::string &cluster, bool full)
        : m_engine(engine)
        , m_cluster(cluster)
    {
        add();
        m_list.back().set_full(full);
    }

    v1::WatchReply &room(std::size_t bytes)
    {
        if (m_bytes > 0 && m_bytes + bytes > kLargestReply)
            add();
        m_bytes += bytes;
        return m_list.back();
    }

    std::deque<v1::WatchReply> take() { return std::move(m_list); }

private:
    void add()
    {
        v1::WatchReply &reply = m_list.emplace_back();
        reply.set_version_major(kVersionMajor);
        reply.set_version_minor(kVersionMinor);
        reply.set_cluster(m_cluster);
        reply.set_user(Engine::kOperator);
        reply.set_time_us(m_engine.now());
        m_bytes = 0;
    }

    const Engine &m_engine;
    const std::string &m_cluster;
    std::deque<v1::WatchReply> m_list;
    std::size_t m_bytes = 0;
};

void addFrame(Replies &replies, const Engine &engine)
{
    const Topology &topology = engine.topology();
    v1::WatchReply &reply = replies.room(0);
    for (const SimTenant &tenant : engine.tenants()) {
        v1::Tenant *entry = reply.add_tenants();
        entry->set_name(wire::validUtf8(tenant.name));
        entry->set_quota(tenant.quota);
    }
    for (const TopologyPool &pool : topology.pools) {
        v1::Pool *entry = reply.add_pools();
        entry->set_name(pool.name);
        for (const std::uint32_t group : pool.groups) {
            for (const NodeIndex node : topology.groups[group].nodes)
                entry->add_nodes(topology.nodes[node].name);
        }
    }
    replies.room(reply.ByteSizeLong());
}

} // namespace

void encode(const SimJob &job, const Topology &topology, v1::Job &message)
{
    message.set_id(job.id);
    message.set_name(wire::validUtf8(job.name));
    message.set_user(wire::validUtf8(job.user));
    message.set_pool(topology.pools[job.pool].name);
    message.set_scenario(job.scenario);
    message.set_framework(wire::validUtf8(job.framework));
    if (job.kind)
        message.set_kind(std::string(topology.kinds[*job.kind]->name));
    message.set_accelerators(job.accelerators);
    message.set_state(static_cast<v1::JobState>(job.state));
    message.set_reason(job.reason);
    message.set_priority(job.priority);
    message.set_held(job.hold != Hold::None);
    message.set_submit_us(job.submitted);
    message.set_start_us(job.started);
    message.set_end_us(job.ended);
    message.set_time_limit_s(job.timeLimit / kSecond);
    message.set_checkpoint_us(job.checkpoint);
    message.set_restarts(job.restarts);
    message.set_estimated_start_us(job.estimatedStart);
    for (const Piece &piece : job.allocation) {
        v1::Allocation *entry = message.add_allocation();
        entry->set_node(topology.nodes[piece.node].name);
        for (std::uint32_t i = 0; i < topology.acceleratorsPerNode; ++i) {
            if ((piece.mask >> i & 1U) != 0)
                entry->add_accelerators(i);
        }
    }
    for (const NodeIndex node : job.requiredNodes)
        message.add_required_nodes(topology.nodes[node].name);
}

void encode(NodeIndex node, const Cluster &cluster, v1::Node &message)
{
    const Topology &topology = cluster.topology();
    const TopologyNode &place = topology.nodes[node];
    message.set_name(place.name);
    message.set_state(static_cast<v1::NodeState>(cluster.state(node)));
    message.set_reason(wire::validUtf8(cluster.reason(node)));
    message.set_kind(std::string(topology.kindOf(node).name));
    message.set_accelerators(topology.acceleratorsPerNode);
    message.set_allocated(cluster.allocated(node));
    message.set_rack(topology.racks[place.rack]);
    message.set_leaf_switch(topology.leaves[place.leaf]);
}

std::deque<v1::WatchReply> watchReplies(const Engine &engine, const Changes &changes,
                                        const std::string &cluster)
{
    Replies replies(engine, cluster, changes.full);
    if (changes.full)
        addFrame(replies, engine);
    for (const NodeIndex node : changes.nodes) {
        v1::Node message;
        encode(node, engine.cluster(), message);
        *replies.room(message.ByteSizeLong()).add_nodes() = std::move(message);
    }
    for (const SimJob *job : changes.jobs) {
        v1::Job message;
        encode(*job, engine.topology(), message);
        message.set_tenant(wire::validUtf8(engine.tenants()[job->tenant].name));
        *replies.room(message.ByteSizeLong()).add_jobs() = std::move(message);
    }
    for (const JobId id : changes.forgotten)
        replies.room(sizeof(id)).add_forgotten_jobs(id);
    return replies.take();
}

Reply apply(Engine &engine, const v1::SubmitRequest &request)
{
    SubmitOrder order;
    order.name = request.name();
    order.tenant = request.tenant();
    order.pool = request.pool();
    order.scenario = request.scenario();
    order.framework = request.framework();
    order.kind = request.kind();
    order.accelerators = request.accelerators();
    order.timeLimitSeconds = request.time_limit_s();
    order.durationSeconds = request.duration_s();
    order.held = request.held();
    return engine.submit(order);
}

Reply apply(Engine &engine, const v1::ActRequest &request)
{
    switch (request.action()) {
    case v1::ACTION_CANCEL:
        return engine.cancel(request.job());
    case v1::ACTION_HOLD:
        return engine.hold(request.job());
    case v1::ACTION_RELEASE:
        return engine.release(request.job());
    case v1::ACTION_REQUEUE:
        return engine.requeue(request.job(), false);
    case v1::ACTION_REQUEUE_HOLD:
        return engine.requeue(request.job(), true);
    case v1::ACTION_MOVE:
        if (request.nodes_size() > kMostNodes)
            return {false, "A move names at most 20000 nodes.", 0};
        return engine.move(request.job(), {request.nodes().begin(), request.nodes().end()},
                           request.pool());
    case v1::ACTION_PRIORITY:
        return engine.setPriority(request.job(), request.priority());
    case v1::ACTION_DRAIN:
        return engine.drain(request.node(), request.reason());
    case v1::ACTION_RESUME:
        return engine.resume(request.node());
    default:
        return {false, "The center knows no such action.", 0};
    }
}

} // namespace pilothouse::simulator
