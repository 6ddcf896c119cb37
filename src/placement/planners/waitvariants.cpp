// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/planners/waitvariants.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace pilothouse {

namespace {

constexpr std::size_t kMostPools = 12;
constexpr std::size_t kMostKinds = 12;

class Variants {
public:
    Variants(const JobBook &book, const Replay &replay, const Job &job, Micros now)
        : m_book(book)
        , m_replay(replay)
        , m_job(job)
        , m_now(now)
    {
    }

    std::vector<WaitVariant> make()
    {
        firstInQueue();
        anyNode();
        pools();
        shorter();
        kinds();
        fewer();
        std::ranges::stable_sort(m_made, {}, [](const WaitVariant &at) {
            const bool known = at.start.source == StartEstimate::Source::Replay;
            return std::tuple(!known, at.start.time);
        });
        return std::move(m_made);
    }

private:
    WaitVariant &add(WaitVariant::Kind kind, const Job &changed, std::optional<ActionKind> action,
                     bool first = false)
    {
        WaitVariant &made = m_made.emplace_back();
        made.kind = kind;
        made.start = m_replay.earliestStart(changed, first);
        made.action = action;
        return made;
    }

    void firstInQueue()
    {
        const auto ahead = m_replay.ahead(m_job);
        if (ahead.empty())
            return;
        WaitVariant &made = add(WaitVariant::Kind::FirstInQueue, m_job, ActionKind::Priority, true);
        made.priority = ahead.front()->priority + 1;
    }

    void anyNode()
    {
        if (m_job.requiredNodes.empty())
            return;
        Job changed = m_job;
        changed.requiredNodes.clear();
        add(WaitVariant::Kind::AnyNode, changed, ActionKind::Move);
    }

    [[nodiscard]] bool takes(const Pool &pool) const
    {
        const auto names = [this](const std::vector<std::string> &list) {
            return std::ranges::find(list, m_job.tenant) != list.end();
        };
        const PoolLimits &limits = pool.limits;
        const bool tenant =
            (limits.tenants.empty() || names(limits.tenants)) && !names(limits.deniedTenants);
        const bool qos = limits.qos.empty() || m_job.qos.empty()
            || std::ranges::find(limits.qos, m_job.qos) != limits.qos.end();
        return tenant && qos && pool.state == PoolState::Up
            && (limits.timeLimit == 0
                || (m_job.timeLimit > 0 && m_job.timeLimit <= limits.timeLimit));
    }

    void pools()
    {
        const auto own = poolsOf(m_job);
        std::size_t count = 0;
        for (const Pool &pool : m_book.pools) {
            if (count == kMostPools || std::ranges::find(own, pool.name) != own.end()
                || !takes(pool))
                continue;
            Job changed = m_job;
            changed.pool = pool.name;
            changed.requiredNodes.clear();
            WaitVariant &made = add(WaitVariant::Kind::Pool, changed, ActionKind::Move);
            made.name = pool.name;
            if (made.start.source == StartEstimate::Source::Never)
                m_made.pop_back();
            else
                ++count;
        }
    }

    void shorter()
    {
        if (!m_replay.fitsNow(m_job))
            return;
        const JobPtr blocked = m_replay.firstBlocked(m_replay.ahead(m_job));
        if (!blocked)
            return;
        const StartEstimate theirs = m_replay.earliestStart(*blocked, false);
        const Micros window = (theirs.time - m_now) / kMinute * kMinute;
        if (theirs.source != StartEstimate::Source::Replay || window < kMinute
            || (m_job.timeLimit > 0 && m_job.timeLimit <= window))
            return;
        Job changed = m_job;
        changed.timeLimit = window;
        WaitVariant &made = add(WaitVariant::Kind::Shorter, changed, ActionKind::Update, true);
        made.timeLimit = window;
    }

    void kinds()
    {
        if (m_job.kind.empty())
            return;
        std::set<std::string> kinds;
        for (const PlacementNode &node : m_book.nodes) {
            if (node.accelerators > 0 && node.kind != m_job.kind)
                kinds.insert(node.kind);
        }
        std::size_t count = 0;
        for (const std::string &kind : kinds) {
            if (++count > kMostKinds)
                return;
            Job changed = m_job;
            changed.kind = kind;
            changed.requiredNodes.clear();
            WaitVariant &made = add(WaitVariant::Kind::OtherKind, changed, std::nullopt);
            made.name = kind;
            if (made.start.source == StartEstimate::Source::Never)
                m_made.pop_back();
        }
    }

    void fewer()
    {
        for (const std::uint32_t part : {2U, 4U}) {
            const std::uint32_t accelerators = m_job.accelerators / part;
            if (accelerators == 0)
                return;
            Job changed = m_job;
            changed.accelerators = accelerators;
            changed.nodes = 0; // as many as it then takes
            WaitVariant &made = add(WaitVariant::Kind::Fewer, changed, std::nullopt);
            made.accelerators = accelerators;
        }
    }

    const JobBook &m_book;
    const Replay &m_replay;
    const Job &m_job;
    const Micros m_now;
    std::vector<WaitVariant> m_made;
};

} // namespace

std::vector<WaitVariant> waitVariants(const JobBook &book, const Replay &replay, const Job &job,
                                      Micros now)
{
    return Variants(book, replay, job, now).make();
}

} // namespace pilothouse
