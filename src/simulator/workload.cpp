// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/workload.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace pilothouse::simulator {

namespace {

constexpr double kDemand = 1.0; // of the capacity, with an empty queue and a mean hour
constexpr double kPatientBacklog = 0.3; // of the capacity; so much waiting halves the arrivals
// Jobs; who has so many waiting submits no more.
constexpr std::uint32_t kMostWaiting = 8;
constexpr std::uint32_t kMostWaitingInDevelopment = 2;
constexpr Micros kRateGrain = 10 * kMinute;
constexpr double kFailed = 0.155; // of Helios' GPU jobs (Acme's cluster summary)
constexpr double kCancelled = 0.221; // likewise
constexpr double kTimedOut = 0.02;

// Serving and development have no published sizes that fit; these are assumptions.
constexpr std::array<SizeCount, 5> kServingSizes{{{1, 45}, {2, 25}, {4, 17}, {8, 11}, {16, 2}}};
constexpr std::array<SizeCount, 4> kDevelopmentSizes{{{1, 74}, {2, 14}, {4, 8}, {8, 4}}};

constexpr std::array<double, 10> kTimeLimits{900,    1'800,  3'600,  7'200,   14'400,
                                             28'800, 43'200, 86'400, 172'800, 259'200};

std::span<const SizeCount> sizesFor(PoolUse use)
{
    switch (use) {
    case PoolUse::Training:
        return venusSizes();
    case PoolUse::Serving:
        return kServingSizes;
    case PoolUse::Development:
        return kDevelopmentSizes;
    }
    return {};
}

const Quantiles &durationsFor(PoolUse use, std::uint32_t accelerators)
{
    switch (use) {
    case PoolUse::Serving:
        return servingDurations();
    case PoolUse::Development:
        return paiDurations();
    case PoolUse::Training:
        break;
    }
    return venusDurations(accelerators);
}

std::string_view frameworkFor(Vendor vendor, Random &random)
{
    constexpr std::array<std::string_view, 4> kNames{"PyTorch", "MindSpore", "TensorFlow",
                                                     "PaddlePaddle"};
    constexpr std::array<std::array<double, 4>, kVendors> kWeights{{
        {0.70, 0.04, 0.14, 0.12},
        {0.25, 0.65, 0.04, 0.06},
        {0.70, 0.00, 0.16, 0.14},
    }};
    return kNames.at(random.weighted(kWeights.at(static_cast<std::size_t>(vendor))));
}

std::string nameFor(PoolUse use, std::string_view scenario, Random &random)
{
    constexpr std::array<std::string_view, 4> kDevelopmentNames{"notebook", "debug", "profile",
                                                                "try"};
    const auto names = workNames(scenario);
    const std::string work(names[random.below(names.size())]);
    if (use == PoolUse::Serving)
        return "serve-" + work;
    if (use == PoolUse::Development)
        return std::string(kDevelopmentNames.at(random.below(kDevelopmentNames.size()))) + "-"
            + work;
    return work;
}

} // namespace

Workload::Workload(const Topology &topology, const std::vector<SimTenant> &tenants,
                   std::uint64_t seed, double speed, DayClock day, Micros start)
    : m_topology(topology)
    , m_tenants(tenants)
    , m_seed(mix(seed, 0x301cU))
    , m_speed(speed)
    , m_day(day)
{
    for (const SimTenant &tenant : tenants)
        m_tenantShares.push_back(tenant.share);
    for (std::uint32_t group = 0; group < topology.groups.size(); ++group) {
        Stream &stream = m_streams.emplace_back(Stream{Random(mix(m_seed, group)), 0, true, 0, 0});
        stream.meanWork = meanWorkOf(group);
        schedule(stream, group, nullptr, start);
    }
}

Micros Workload::nextArrival() const
{
    return std::ranges::min_element(m_streams, {}, &Stream::next)->next;
}

void Workload::arrive(Engine &engine)
{
    for (std::uint32_t group = 0; group < m_streams.size(); ++group) {
        Stream &stream = m_streams[group];
        const PoolUse use = m_topology.pools[m_topology.groups[group].pool].use;
        const std::uint32_t mostWaiting =
            use == PoolUse::Development ? kMostWaitingInDevelopment : kMostWaiting;
        while (stream.next <= engine.now()) {
            const Micros due = stream.next;
            if (!stream.empty) {
                JobSpec spec = draw(group, stream.random, due);
                if (stream.random.chance(0.02))
                    spec.dependsOn = stream.last;
                if (engine.waitingOf(spec.user) < mostWaiting)
                    stream.last = engine.add(std::move(spec));
            }
            schedule(stream, group, &engine, due);
        }
    }
}

void Workload::schedule(Stream &stream, std::uint32_t group, const Engine *engine, Micros now)
{
    const auto capacity = static_cast<double>(m_topology.capacity(group));
    const double waiting = engine == nullptr ? 0 : engine->backlog(group) / capacity;
    const double held = engine == nullptr ? 0 : engine->cluster().allocatedIn(group) / capacity;
    // An emptier group draws people in; a long queue keeps them away.
    const double pull =
        (1 + 20 * std::max(0.0, 0.92 - held)) * std::exp2(-waiting / kPatientBacklog);
    const double curve = m_topology.pools[m_topology.groups[group].pool].use == PoolUse::Serving
        ? 1.0
        : submissionCurve(m_day.hour(now));
    const double perSecond = kDemand * capacity / stream.meanWork * pull * curve * m_speed;
    const auto gap = static_cast<Micros>(stream.random.exponential(1 / perSecond)
                                         * static_cast<double>(kSecond));
    const auto grain = static_cast<Micros>(static_cast<double>(kRateGrain) / m_speed);
    stream.empty = gap > grain; // an exponential gap has no memory, so it may be drawn anew
    stream.next = now + std::max<Micros>(1, std::min(gap, grain));
}

// Largest gang of a group: half of it, in whole nodes where it is more than one.
std::uint32_t Workload::largest(std::uint32_t group) const
{
    const std::size_t nodes = m_topology.groups[group].nodes.size();
    return static_cast<std::uint32_t>(std::max<std::size_t>(1, nodes / 2))
        * m_topology.acceleratorsPerNode;
}

double Workload::meanWorkOf(std::uint32_t group) const
{
    const PoolUse use = m_topology.pools[m_topology.groups[group].pool].use;
    double jobs = 0;
    double work = 0;
    for (const SizeCount &size : sizesFor(use)) {
        const double held = std::min(size.accelerators, largest(group));
        work += size.jobs * held * mean(durationsFor(use, size.accelerators));
        jobs += size.jobs;
    }
    return work / jobs;
}

std::uint32_t Workload::drawSize(std::uint32_t group, Random &random) const
{
    const auto sizes = sizesFor(m_topology.pools[m_topology.groups[group].pool].use);
    double total = 0;
    for (const SizeCount &size : sizes)
        total += size.jobs;
    double at = random.uniform() * total;
    for (const SizeCount &size : sizes) {
        at -= size.jobs;
        if (at < 0)
            return size.accelerators;
    }
    return sizes.back().accelerators;
}

void Workload::drawTimes(JobSpec &spec, PoolUse use, Random &random, Micros now) const
{
    const double seconds = quantile(durationsFor(use, spec.accelerators), random.uniform());
    const auto scaled = [this](double s) {
        return static_cast<Micros>(s / m_speed * static_cast<double>(kSecond));
    };
    spec.work = std::max<Micros>(kMillisecond, scaled(seconds));
    const double asked = seconds * (random.chance(kTimedOut) ? 0.6 : random.uniform(1.1, 3.5));
    const auto limit = std::ranges::lower_bound(kTimeLimits, asked);
    if (use != PoolUse::Serving)
        spec.timeLimit = scaled(limit == kTimeLimits.end() ? kTimeLimits.back() : *limit);
    const double fate = random.uniform();
    spec.outcome = fate < kFailed     ? Outcome::Fail
        : fate < kFailed + kCancelled ? Outcome::Cancel
                                      : Outcome::Complete;
    const double special = random.uniform();
    if (special < 0.012) {
        spec.hold = Hold::User;
        spec.holdFor = scaled(random.uniform(900, 14'400));
    } else if (special < 0.016) {
        spec.hold = Hold::Admin;
        spec.patience = scaled(random.uniform(7'200, 43'200));
    } else if (special < 0.03) {
        spec.beginAfter = now + scaled(random.uniform(600, 10'800));
    } else if (special < 0.06) {
        spec.patience = scaled(random.uniform(300, 7'200));
    }
}

void Workload::drawOwner(JobSpec &spec, PoolUse use, Vendor vendor, Random &random) const
{
    spec.tenant = static_cast<std::uint32_t>(random.weighted(m_tenantShares));
    const SimTenant &tenant = m_tenants[spec.tenant];
    spec.user = tenant.users[random.below(tenant.users.size())];
    spec.scenario = random.chance(0.75) ? tenant.scenarios.front() : tenant.scenarios.back();
    spec.framework = frameworkFor(vendor, random);
    spec.name = nameFor(use, spec.scenario, random);
}

JobSpec Workload::draw(std::uint32_t group, Random &random, Micros now) const
{
    const Group &place = m_topology.groups[group];
    const PoolUse use = m_topology.pools[place.pool].use;
    JobSpec spec;
    spec.pool = place.pool;
    spec.accelerators = drawSize(group, random);
    drawTimes(spec, use, random, now);
    spec.accelerators = std::min(spec.accelerators, largest(group));
    drawOwner(spec, use, m_topology.kinds[place.kind]->vendor, random);
    if (const std::uint32_t quota = m_tenants[spec.tenant].quota; quota > 0)
        spec.accelerators = std::min(spec.accelerators, quota);
    const bool anyKind = spec.accelerators <= m_topology.acceleratorsPerNode && random.chance(0.04);
    if (!anyKind)
        spec.kind = place.kind;
    spec.profile = makeProfile(
        {use, spec.name, spec.framework, spec.accelerators, spec.work, m_speed, random.next()});
    return spec;
}

} // namespace pilothouse::simulator
