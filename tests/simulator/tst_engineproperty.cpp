// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include <bit>

using namespace pilothouse;
using namespace pilothouse::simulator;

namespace {

std::string joined(std::initializer_list<std::string_view> parts)
{
    std::string text;
    for (const std::string_view part : parts)
        text += part;
    return text;
}

// What must be true of an engine at any time; the first thing that is not, in words.
std::string brokenRule(const Engine &engine)
{
    const Topology &topology = engine.topology();
    const Cluster &cluster = engine.cluster();
    const std::uint32_t perNode = topology.acceleratorsPerNode;
    std::vector<Mask> held(topology.nodes.size());
    std::vector<std::uint32_t> used(engine.tenants().size());
    for (const auto &[id, job] : engine.jobs()) {
        const std::string name = joined({"job ", std::to_string(id), ": "});
        if (job->state == JobState::Pending && !job->allocation.empty())
            return joined({name, "waits with accelerators"});
        if (job->state != JobState::Running)
            continue;
        std::uint32_t count = 0;
        std::uint32_t whole = 0;
        std::set<std::uint32_t> kinds;
        for (const Piece &piece : job->allocation) {
            if ((held[piece.node] & piece.mask) != 0)
                return joined({name, "shares an accelerator"});
            held[piece.node] |= piece.mask;
            count += static_cast<std::uint32_t>(std::popcount(piece.mask));
            whole += piece.mask == cluster.allMask();
            kinds.insert(topology.nodes[piece.node].kind);
            if (topology.poolOf(piece.node) != job->pool)
                return joined({name, "runs in another pool"});
            if (!job->requiredNodes.empty()
                && !std::ranges::binary_search(job->requiredNodes, piece.node))
                return joined({name, "runs beside the nodes that it was moved to"});
        }
        if (count != job->accelerators)
            return joined({name, "holds part of its gang"});
        if (whole != job->accelerators / perNode)
            return joined({name, "does not fill its nodes"});
        if (kinds.size() != 1 || (job->kind && *kinds.begin() != *job->kind))
            return joined({name, "runs on the wrong kind"});
        if (engine.slots()[job->slot] != job.get())
            return joined({name, "is not in its slot"});
        used[job->tenant] += job->accelerators;
    }
    for (NodeIndex node = 0; node < held.size(); ++node) {
        if (held[node] != (cluster.allMask() & ~cluster.freeMask(node)))
            return joined({"node ", topology.nodes[node].name, ": allocation and jobs differ"});
        if (cluster.state(node) == NodeState::Down && held[node] != 0)
            return joined(
                {"node ", topology.nodes[node].name, ": jobs run on it while it is down"});
        for (std::uint32_t i = 0; i < perNode; ++i) {
            if ((engine.slotOfAccelerator()[std::size_t{node} * perNode + i] >= 0)
                != ((held[node] >> i & 1U) != 0))
                return joined(
                    {"node ", topology.nodes[node].name, ": the accelerators' slots differ"});
        }
    }
    for (std::size_t tenant = 0; tenant < used.size(); ++tenant) {
        const SimTenant &known = engine.tenants()[tenant];
        if (used[tenant] != engine.usedBy(static_cast<std::uint32_t>(tenant)))
            return joined({"tenant ", known.name, ": the sum is wrong"});
        if (known.quota > 0 && used[tenant] > known.quota)
            return joined({"tenant ", known.name, ": over its quota"});
    }
    return {};
}

// One thing that somebody might do to a center.
void doSomething(TestEngine &t, Random &random)
{
    Engine &engine = t.engine;
    const auto anyJob = [&]() -> JobId {
        if (engine.jobs().empty())
            return 0;
        auto entry = engine.jobs().begin();
        std::advance(entry, static_cast<std::ptrdiff_t>(random.below(engine.jobs().size())));
        return entry->first;
    };
    const auto node = static_cast<NodeIndex>(random.below(t.topology.nodes.size()));
    const std::string &name = t.topology.nodes[node].name;
    switch (random.below(16)) {
    case 0:
    case 1:
    case 2:
    case 3: {
        JobSpec spec;
        spec.tenant = static_cast<std::uint32_t>(random.below(3));
        spec.user = std::string(1, random.chance(0.5) ? 'a' : 'b');
        spec.pool = static_cast<std::uint32_t>(random.below(t.topology.pools.size()));
        if (random.chance(0.8))
            spec.kind = static_cast<std::uint32_t>(random.below(t.topology.kinds.size()));
        spec.accelerators =
            static_cast<std::uint32_t>(1 + random.below(random.chance(0.3) ? 40 : 8));
        spec.work = static_cast<Micros>(random.uniform(1, 3'000) * kSecond);
        spec.timeLimit =
            random.chance(0.8) ? static_cast<Micros>(random.uniform(1, 6'000) * kSecond) : 0;
        spec.hold = random.chance(0.1) ? Hold::User : Hold::None;
        spec.holdFor = 100 * kSecond;
        spec.patience = random.chance(0.1) ? 500 * kSecond : 0;
        spec.dependsOn = random.chance(0.1) ? anyJob() : 0;
        spec.profile.checkpointEvery = 100 * kSecond;
        spec.profile.checkpointSpan = 10 * kSecond;
        spec.profile.seed = random.next();
        engine.add(std::move(spec));
        break;
    }
    case 4:
        (void)engine.cancel(anyJob());
        break;
    case 5:
        (void)engine.hold(anyJob());
        break;
    case 6:
        (void)engine.release(anyJob());
        break;
    case 7:
        (void)engine.requeue(anyJob(), random.chance(0.5));
        break;
    case 8:
        (void)engine.move(anyJob(), {name}, "");
        break;
    case 9:
        (void)engine.move(anyJob(), {},
                          t.topology.pools[random.below(t.topology.pools.size())].name);
        break;
    case 10:
        (void)engine.setPriority(anyJob(), static_cast<std::int64_t>(random.below(100'000)));
        break;
    case 11:
        (void)engine.drain(name, "test");
        break;
    case 12:
        (void)engine.resume(name);
        break;
    case 13:
        engine.setNodeDown(node, "Not responding");
        break;
    case 14:
        engine.setNodeUp(node);
        break;
    case 15:
        engine.failJobOn(node, 0);
        break;
    }
}

} // namespace

class TestEngineProperty : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRulesHoldWhateverHappens_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 4; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void theRulesHoldWhateverHappens()
    {
        QFETCH(unsigned, seed);
        Options options = testOptions(24, {{"H800", 2}, {"A100", 1}});
        TestEngine t(options, {testTenant("a", 40), testTenant("b", 64), testTenant("c")});
        Random random(seed);
        std::size_t ran = 0;
        for (int step = 0; step < 4'000; ++step) {
            doSomething(t, random);
            if (random.chance(0.6))
                t.run(random.uniform(0.1, 90));
            const std::string broken = brokenRule(t.engine);
            QVERIFY2(
                broken.empty(),
                qPrintable(QStringLiteral("step %1: ").arg(step) + QString::fromStdString(broken)));
            for (const SimJob *job : t.engine.slots())
                ran += job != nullptr;
        }
        QVERIFY(ran > 10'000);
    }

    void aFollowerOfChangesSeesTheWholeState()
    {
        TestEngine t(testOptions(24, {{"H800", 2}, {"A100", 1}}),
                     {testTenant("a", 40), testTenant("b", 64), testTenant("c")});
        Random random(9);
        std::map<JobId, std::pair<JobState, std::string>> known;
        std::vector<NodeState> nodes(24, NodeState::Idle);
        std::uint64_t revision = 0;
        for (int step = 0; step < 3'000; ++step) {
            doSomething(t, random);
            t.run(random.uniform(0.1, 90));
            if (!random.chance(0.2)) // a slow reader
                continue;
            const Changes changes = t.engine.changesSince(revision);
            revision = changes.revision;
            if (changes.full)
                known.clear();
            for (const SimJob *job : changes.jobs)
                known[job->id] = {job->state, job->reason};
            for (const NodeIndex node : changes.nodes)
                nodes[node] = t.engine.cluster().state(node);
            for (const JobId id : changes.forgotten)
                known.erase(id);
            QCOMPARE(known.size(), t.engine.jobs().size());
            for (const auto &[id, job] : t.engine.jobs()) {
                QCOMPARE(known.at(id).first, job->state);
                QCOMPARE(known.at(id).second, job->reason);
            }
            for (NodeIndex node = 0; node < nodes.size(); ++node)
                QCOMPARE(nodes[node], t.engine.cluster().state(node));
        }
    }
};

QTEST_APPLESS_MAIN(TestEngineProperty)
#include "tst_engineproperty.moc"
