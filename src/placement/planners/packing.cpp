// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/planners/packing.h"

#include <algorithm>

namespace pilothouse {

// Jobs that may use the same nodes.
struct Packing::Class {
    struct Whole { // nodes of one kind and size
        std::vector<std::size_t> nodes;
        std::size_t free = 0; // whole ones
    };
    struct Part { // one pool of those that the jobs name
        std::vector<bool> member;
        // Nodes by free accelerators; an entry counts only while its node has just so many.
        std::vector<std::vector<std::size_t>> byFree;
        std::map<std::pair<std::string, std::uint32_t>, Whole> kinds;
    };
    std::vector<Part> parts;
    std::vector<bool> usable;
};

std::vector<std::string> poolsOf(const Job &job)
{
    std::vector<std::string> names;
    std::size_t from = 0;
    while (from <= job.pool.size()) {
        const std::size_t comma = std::min(job.pool.find(',', from), job.pool.size());
        names.push_back(job.pool.substr(from, comma - from));
        from = comma + 1;
    }
    return names;
}

Packing::Packing(const JobBook &book, Micros now)
    : m_book(book)
    , m_now(now)
{
    m_used.reserve(book.nodes.size());
    m_open.reserve(book.nodes.size());
    for (const PlacementNode &node : book.nodes) {
        m_used.push_back(node.allocated);
        m_open.push_back(node.accepts());
        m_whole.push_back(isWholeFree(m_open.size() - 1));
    }
}

Packing::~Packing() = default;

std::uint32_t Packing::freeOn(std::size_t node) const
{
    const std::uint32_t size = m_book.nodes[node].accelerators;
    return m_open[node] ? size - std::min(size, m_used[node]) : 0;
}

bool Packing::isWholeFree(std::size_t node) const
{
    return m_open[node] && m_used[node] == 0 && m_book.nodes[node].accelerators > 0;
}

std::vector<bool> Packing::allowed(const Job &job, const std::string &pool) const
{
    std::vector<bool> member(m_book.nodes.size(), false);
    for (const std::size_t node : candidateNodes(m_book, pool, job.requiredNodes))
        member[node] = job.kind.empty() || m_book.nodes[node].kind == job.kind;
    const auto strike = [&](const std::vector<std::string> &names) {
        for (const std::string &name : names) {
            if (const auto found = m_book.nodeByName.find(name); found != m_book.nodeByName.end())
                member[found->second] = false;
        }
    };
    strike(job.detail().excludedNodes);
    for (const Reservation &reservation : m_book.reservations) {
        if (reservation.isActive(m_now) && reservation.name != job.detail().reservation)
            strike(reservation.nodes);
    }
    return member;
}

Packing::Class &Packing::classOf(const Job &job)
{
    std::string key = job.pool + '\n' + job.kind + '\n' + job.detail().reservation;
    for (const auto *names : {&job.requiredNodes, &job.detail().excludedNodes}) {
        key += '\n';
        for (const std::string &name : *names)
            key += name + ' ';
    }
    auto &known = m_classes[key];
    if (known)
        return *known;
    known = std::make_unique<Class>();
    known->usable.assign(m_book.nodes.size(), false);
    for (const std::string &pool : poolsOf(job)) {
        Class::Part &part = known->parts.emplace_back();
        part.member = allowed(job, pool);
        for (std::size_t node = 0; node < part.member.size(); ++node) {
            if (!part.member[node])
                continue;
            known->usable[node] = true;
            const PlacementNode &at = m_book.nodes[node];
            Class::Whole &whole = part.kinds[{at.kind, at.accelerators}];
            whole.nodes.push_back(node);
            whole.free += m_whole[node] ? 1 : 0;
            const std::size_t free = freeOn(node);
            part.byFree.resize(std::max(part.byFree.size(), std::size_t{at.accelerators} + 1));
            part.byFree[free].push_back(node);
        }
    }
    return *known;
}

const std::vector<bool> &Packing::usable(const Job &job)
{
    return classOf(job).usable;
}

bool Packing::everFits(const Job &job)
{
    for (const Class::Part &part : classOf(job).parts) {
        for (const auto &[kind, whole] : part.kinds) {
            const auto accepting = static_cast<std::size_t>(std::ranges::count_if(
                whole.nodes, [this](std::size_t node) { return m_book.nodes[node].accepts(); }));
            const std::uint64_t room = std::uint64_t{kind.second} * accepting;
            if (accepting > 0 && room >= job.accelerators)
                return true;
        }
    }
    return false;
}

std::optional<Spot> Packing::place(const Job &job)
{
    auto spot = placeIn(classOf(job), job);
    if (spot && job.nodes > 1 && spot->nodes.size() != job.nodes)
        return std::nullopt; // its shape is another: so many accelerators on each of its nodes
    return spot;
}

std::optional<Spot> Packing::placeIn(Class &jobs, const Job &job) const
{
    for (Class::Part &part : jobs.parts) {
        for (std::size_t free = job.accelerators; free < part.byFree.size(); ++free) {
            auto &nodes = part.byFree[free];
            while (!nodes.empty() && (!m_open[nodes.back()] || freeOn(nodes.back()) != free))
                nodes.pop_back();
            if (!nodes.empty())
                return Spot{{nodes.back()}, job.accelerators};
        }
    }
    return placeWhole(jobs, job);
}

std::optional<Spot> Packing::placeWhole(const Class &jobs, const Job &job) const
{
    for (const Class::Part &part : jobs.parts) {
        for (const auto &[kind, whole] : part.kinds) {
            const std::uint32_t size = kind.second;
            if (size == 0 || job.accelerators <= size)
                continue;
            const std::size_t wanted = (std::size_t{job.accelerators} + size - 1) / size;
            if (wanted > whole.free)
                continue;
            std::vector<std::size_t> free;
            std::ranges::copy_if(whole.nodes, std::back_inserter(free),
                                 [this](std::size_t node) { return m_whole[node]; });
            return Spot{chooseBySwitch(m_book, free, wanted), size};
        }
    }
    return std::nullopt;
}

void Packing::take(const Spot &spot)
{
    for (const std::size_t node : spot.nodes) {
        m_used[node] += spot.accelerators;
        changed(node);
    }
}

void Packing::release(const Spot &spot)
{
    for (const std::size_t node : spot.nodes) {
        m_used[node] -= std::min(m_used[node], spot.accelerators);
        changed(node);
    }
}

void Packing::take(const Job &job)
{
    hold(job, true);
}

void Packing::release(const Job &job)
{
    hold(job, false);
}

void Packing::hold(const Job &job, bool held)
{
    for (const JobAllocation &allocation : job.allocation) {
        const auto found = m_book.nodeByName.find(allocation.node);
        if (found == m_book.nodeByName.end())
            continue;
        const Spot part{{found->second},
                        static_cast<std::uint32_t>(allocation.accelerators.size())};
        held ? take(part) : release(part);
    }
}

void Packing::setOpen(std::size_t node, bool open)
{
    m_open[node] = open && m_book.nodes[node].accepts();
    changed(node);
}

void Packing::changed(std::size_t node)
{
    const std::size_t free = freeOn(node);
    const bool whole = isWholeFree(node);
    const bool flips = whole != m_whole[node];
    m_whole[node] = whole;
    const PlacementNode &at = m_book.nodes[node];
    for (auto &[key, jobs] : m_classes) {
        for (Class::Part &part : jobs->parts) {
            if (!part.member[node])
                continue;
            part.byFree[free].push_back(node);
            if (flips)
                part.kinds.find({at.kind, at.accelerators})->second.free +=
                    whole ? 1 : std::size_t(-1);
        }
    }
}

} // namespace pilothouse
