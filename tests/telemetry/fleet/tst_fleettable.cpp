// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/fleet/fleettable.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <tuple>

using namespace pilothouse;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr Micros kNever = std::numeric_limits<Micros>::max();
const Layout kFull{{"load_1m", "uptime"}, {"utilization", "power", "not_in_the_catalogue"}};
const Layout kSmall{{"uptime", "power"}, {"power"}}; // a metric of the wrong scope is no metric

std::string numbered(const char *prefix, int number)
{
    return std::string(prefix).append(std::to_string(number));
}

NodeInfo node(const std::string &name, const std::string &rack, std::size_t accelerators,
              std::uint32_t layout = 0)
{
    NodeInfo info;
    info.name = name;
    info.rack = rack;
    info.layout = layout;
    for (std::size_t k = 0; k < accelerators; ++k) {
        AcceleratorInfo accelerator;
        accelerator.uuid = name + "/" + std::to_string(k);
        info.accelerators.push_back(accelerator);
    }
    return info;
}

std::shared_ptr<Inventory> inventory(std::vector<NodeInfo> nodes, std::uint32_t version = 1)
{
    auto made = std::make_shared<Inventory>();
    made->epoch = 7;
    made->version = version;
    made->layouts = {kFull, kSmall};
    made->nodes = std::move(nodes);
    return made;
}

Batch batch(const Inventory &of, std::vector<Frame> frames)
{
    Batch made;
    made.epoch = of.epoch;
    made.inventoryVersion = of.version;
    made.frames = std::move(frames);
    return made;
}

bool same(double a, double b)
{
    return (std::isnan(a) && std::isnan(b)) || a == b;
}

// The rules once more, without columns: what is the newest value of a name?
class Reference {
public:
    void set(std::uint32_t endpoint, const std::shared_ptr<Inventory> &given)
    {
        if (given)
            m_inventories[endpoint] = given;
        else
            m_inventories.erase(endpoint);
        std::map<std::string, std::uint32_t> owners;
        for (const auto &[number, inventory] : m_inventories) {
            for (const NodeInfo &info : inventory->nodes)
                owners.emplace(info.name, number);
        }
        m_owners = owners;
        std::erase_if(m_times, [this](const auto &e) { return !m_owners.contains(e.first); });
        std::erase_if(m_values, [this](const auto &e) { return !stillCarried(e.first); });
    }
    void apply(std::uint32_t endpoint, const Batch &batch)
    {
        const auto inventory = m_inventories.find(endpoint);
        if (inventory == m_inventories.end()
            || inventory->second->version != batch.inventoryVersion)
            return;
        for (const Frame &frame : batch.frames) {
            const NodeInfo &info = inventory->second->nodes[frame.node];
            if (m_owners[info.name] != endpoint || frame.time < m_times[info.name])
                continue;
            m_times[info.name] = frame.time;
            const Layout &layout = inventory->second->layouts[info.layout];
            std::size_t at = 0;
            for (const std::string &metric : layout.hostMetrics)
                m_values[{info.name, "", metric}] = frame.values[at++];
            for (const std::string &metric : layout.acceleratorMetrics) {
                for (const AcceleratorInfo &accelerator : info.accelerators)
                    m_values[{info.name, accelerator.uuid, metric}] = frame.values[at++];
            }
        }
    }
    [[nodiscard]] double value(const std::string &node, const std::string &uuid,
                               const std::string &metric) const
    {
        const auto found = m_values.find({node, uuid, metric});
        return found == m_values.end() ? kNaN : found->second;
    }
    [[nodiscard]] Micros time(const std::string &node) const
    {
        const auto found = m_times.find(node);
        return found == m_times.end() ? 0 : found->second;
    }
    [[nodiscard]] std::size_t nodes() const { return m_owners.size(); }
    [[nodiscard]] std::uint32_t owner(const std::string &node) const { return m_owners.at(node); }

private:
    using Key = std::tuple<std::string, std::string, std::string>;

    [[nodiscard]] bool stillCarried(const Key &key) const
    {
        const auto &[name, uuid, metric] = key;
        const auto owner = m_owners.find(name);
        if (owner == m_owners.end())
            return false;
        const Inventory &inventory = *m_inventories.at(owner->second);
        const auto info = std::ranges::find(inventory.nodes, name, &NodeInfo::name);
        const Layout &layout = inventory.layouts[info->layout];
        if (uuid.empty())
            return std::ranges::count(layout.hostMetrics, metric) > 0;
        return std::ranges::count(info->accelerators, uuid, &AcceleratorInfo::uuid) > 0
            && std::ranges::count(layout.acceleratorMetrics, metric) > 0;
    }

    std::map<std::uint32_t, std::shared_ptr<Inventory>> m_inventories;
    std::map<std::string, std::uint32_t> m_owners;
    std::map<std::string, Micros> m_times;
    std::map<Key, double> m_values;
};

void compare(const FleetSnapshot &snapshot, const Reference &reference)
{
    const FleetTopology &topology = *snapshot.topology;
    QCOMPARE(topology.nodes.size(), reference.nodes());
    for (NodeIndex n = 0; n < topology.nodes.size(); ++n) {
        const FleetTopology::Node &at = topology.nodes[n];
        QCOMPARE(at.endpoint, reference.owner(at.info.name));
        QCOMPARE(snapshot.nodeTime[n], reference.time(at.info.name));
        QCOMPARE(topology.findNode(at.info.name), n);
        for (const MetricInfo &metric : metricCatalogue()) {
            const std::string name(metric.name);
            if (metric.scope == MetricScope::Host) {
                QVERIFY(
                    same(snapshot.column(metric.id)[n], reference.value(at.info.name, "", name)));
                continue;
            }
            for (std::uint32_t k = 0; k < at.acceleratorCount; ++k) {
                const double shown = snapshot.column(metric.id)[at.firstAccelerator + k];
                const std::string &uuid = at.info.accelerators[k].uuid;
                QVERIFY(same(shown, reference.value(at.info.name, uuid, name)));
            }
        }
    }
    for (const MetricInfo &metric : metricCatalogue()) {
        const bool host = metric.scope == MetricScope::Host;
        QCOMPARE(snapshot.column(metric.id).size(),
                 host ? topology.nodes.size() : topology.accelerators.size());
    }
}

} // namespace

class TestFleetTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ordersNodesByRackThenName();
    void keepsTheFirstEndpointOfAName();
    void equalsTheReferenceUnderRandomInput_data();
    void equalsTheReferenceUnderRandomInput();
    void missingInTheNewestFrameIsMissing();
    void ignoresOlderFramesUntilTheClockIsKnownToBeSetBack();
    void ignoresWhatItsInventoryDoesNotDescribe();
    void keepsTheTopologyWhenNothingChanged();
    void dropsWhatALayoutNoLongerCarries();
    void namesEvents();
};

void TestFleetTable::ordersNodesByRackThenName()
{
    FleetTable table(kNever);
    table.setInventory(3, inventory({node("n10", "r2", 1), node("n2", "r10", 2)}));
    table.setInventory(1, inventory({node("n9", "r2", 3), node("n1", "r10", 0)}));
    const FleetTopology &topology = *table.current().topology;
    std::vector<std::string> names;
    for (const auto &at : topology.nodes)
        names.push_back(at.info.name);
    QVERIFY((names == std::vector<std::string>{"n9", "n10", "n1", "n2"}));
    QCOMPARE(topology.accelerators.size(), 6U);
    QCOMPARE(topology.info(3).uuid, std::string("n10/0"));
    QCOMPARE(topology.nodes[3].firstAccelerator, 4U);
}

void TestFleetTable::keepsTheFirstEndpointOfAName()
{
    FleetTable table(kNever);
    const auto second = inventory({node("n1", "r", 1)});
    const auto first = inventory({node("n1", "r", 1)});
    table.setInventory(2, second);
    QVERIFY(table.apply(2, batch(*second, {{0, 10, {1, 1, 1, 1, 1}}}), 10));
    table.setInventory(1, first);
    QCOMPARE(table.current().topology->nodes.size(), 1U);
    QCOMPARE(table.current().topology->nodes[0].endpoint, 1U);
    QCOMPARE(table.current().column(Metric::Power)[0], 1.0);
    QVERIFY(!table.apply(2, batch(*second, {{0, 20, {2, 2, 2, 2, 2}}}), 20));
    QVERIFY(table.apply(1, batch(*first, {{0, 30, {3, 3, 3, 3, 3}}}), 30));
    QVERIFY(table.removeEndpoint(1));
    QVERIFY(table.apply(2, batch(*second, {{0, 40, {4, 4, 4, 4, 4}}}), 40));
    QCOMPARE(table.current().column(Metric::Power)[0], 4.0);
}

void TestFleetTable::equalsTheReferenceUnderRandomInput_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 20; ++seed)
        QTest::newRow(qPrintable(QString::number(seed))) << seed;
}

void TestFleetTable::equalsTheReferenceUnderRandomInput()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    const auto upTo = [&random](std::uint32_t most) { return random() % (most + 1); };
    FleetTable table(kNever);
    Reference reference;
    std::map<std::uint32_t, std::shared_ptr<Inventory>> known;
    for (int step = 0; step < 400; ++step) {
        const std::uint32_t endpoint = upTo(2);
        if (upTo(9) == 0) {
            table.removeEndpoint(endpoint);
            reference.set(endpoint, nullptr);
            known.erase(endpoint);
        } else if (upTo(4) == 0 || !known.contains(endpoint)) {
            std::vector<NodeInfo> nodes;
            for (int n = 0; n < 12; ++n) {
                if (upTo(1) == 0)
                    nodes.push_back(node(numbered("n", n), numbered("r", n % 3), upTo(3), upTo(1)));
            }
            known[endpoint] = inventory(std::move(nodes), static_cast<std::uint32_t>(step));
            table.setInventory(endpoint, known[endpoint]);
            reference.set(endpoint, known[endpoint]);
        } else if (!known[endpoint]->nodes.empty()) {
            const Inventory &of = *known[endpoint];
            std::vector<Frame> frames;
            for (int f = 0; f < 4; ++f) {
                Frame frame;
                frame.node = upTo(static_cast<std::uint32_t>(of.nodes.size()) - 1);
                frame.time = step + static_cast<Micros>(upTo(5));
                const NodeInfo &info = of.nodes[frame.node];
                frame.values.resize(of.layouts[info.layout].width(info.accelerators.size()));
                for (double &value : frame.values)
                    value = upTo(5) == 0 ? kNaN : static_cast<double>(random());
                frames.push_back(std::move(frame));
            }
            Batch given = batch(of, std::move(frames));
            given.inventoryVersion -= upTo(9) == 0 ? 1 : 0;
            table.apply(endpoint, given, step);
            reference.apply(endpoint, given);
        }
        compare(table.current(), reference);
        if (QTest::currentTestFailed())
            return;
    }
}

void TestFleetTable::missingInTheNewestFrameIsMissing()
{
    FleetTable table(kNever);
    const auto of = inventory({node("n1", "r", 1)});
    table.setInventory(0, of);
    QVERIFY(std::isnan(table.current().column(Metric::Power)[0]));
    table.apply(0, batch(*of, {{0, 10, {1, 2, 3, 4, 5}}}), 10);
    QCOMPARE(table.current().column(Metric::Power)[0], 4.0);
    QCOMPARE(table.current().column(Metric::Uptime)[0], 2.0);
    table.apply(0, batch(*of, {{0, 20, {1, 2, 3, kNaN, 5}}}), 20);
    QVERIFY(std::isnan(table.current().column(Metric::Power)[0]));
    QCOMPARE(table.current().column(Metric::Utilization)[0], 3.0);
}

void TestFleetTable::ignoresOlderFramesUntilTheClockIsKnownToBeSetBack()
{
    FleetTable table(10 * kSecond);
    const auto of = inventory({node("n1", "r", 1)});
    table.setInventory(0, of);
    const auto frame = [&of](Micros time) { return batch(*of, {{0, time, {1, 2, 3, 4, 5}}}); };
    QVERIFY(table.apply(0, frame(kHour), kHour));
    QVERIFY(!table.apply(0, frame(kMinute), kHour + 9 * kSecond));
    QCOMPARE(table.current().nodeTime[0], kHour);
    QVERIFY(table.apply(0, frame(kMinute), kHour + 10 * kSecond));
    QCOMPARE(table.current().nodeTime[0], kMinute);
    QCOMPARE(table.current().nodeReceived[0], kHour + 10 * kSecond);
}

void TestFleetTable::ignoresWhatItsInventoryDoesNotDescribe()
{
    FleetTable table(kNever);
    NodeInfo lost = node("n2", "r", 1);
    lost.layout = 9;
    const auto of = inventory({node("n1", "r", 1), lost});
    const Frame good{0, 10, {1, 2, 3, 4, 5}};
    QVERIFY(!table.apply(0, batch(*of, {good}), 10));
    table.setInventory(0, of);
    QCOMPARE(table.current().topology->nodes.size(), 1U);
    QVERIFY(!table.apply(0, batch(*of, {{0, 10, {1, 2, 3, 4}}}), 10));
    QVERIFY(!table.apply(0, batch(*of, {{1, 10, {1, 2, 3, 4, 5}}}), 10));
    QVERIFY(!table.apply(0, batch(*of, {{2, 10, {1, 2, 3, 4, 5}}}), 10));
    Batch foreign = batch(*of, {good});
    foreign.epoch = 8;
    QVERIFY(!table.apply(0, foreign, 10));
    QVERIFY(table.apply(0, batch(*of, {good}), 10));
    QVERIFY(table.setInventory(0, nullptr));
    QVERIFY(table.current().topology->nodes.empty());
}

void TestFleetTable::keepsTheTopologyWhenNothingChanged()
{
    FleetTable table(kNever);
    table.setInventory(0, inventory({node("n1", "r", 1)}));
    const auto before = table.current().topology;
    auto restarted = inventory({node("n1", "r", 1)}, 1);
    restarted->epoch = 8;
    QVERIFY(!table.setInventory(0, restarted));
    QCOMPARE(table.current().topology, before);
    QVERIFY(table.apply(0, batch(*restarted, {{0, 10, {1, 2, 3, 4, 5}}}), 10));
    QVERIFY(table.setInventory(0, inventory({node("n1", "r", 2)}, 2)));
    QVERIFY(table.current().topology->generation > before->generation);
    QCOMPARE(table.current().column(Metric::Power)[0], 4.0);
    QVERIFY(std::isnan(table.current().column(Metric::Power)[1]));
}

void TestFleetTable::dropsWhatALayoutNoLongerCarries()
{
    FleetTable table(kNever);
    const auto of = inventory({node("n1", "r", 1)});
    table.setInventory(0, of);
    table.apply(0, batch(*of, {{0, 10, {1, 2, 3, 4, 5}}}), 10);
    auto changed = inventory({node("n1", "r", 1)}, 2);
    changed->layouts[0] = kSmall;
    QVERIFY(table.setInventory(0, changed));
    QVERIFY(std::isnan(table.current().column(Metric::Load1)[0]));
    QVERIFY(std::isnan(table.current().column(Metric::Utilization)[0]));
    QCOMPARE(table.current().column(Metric::Power)[0], 4.0);
}

void TestFleetTable::namesEvents()
{
    FleetTable table(kNever);
    const auto of = inventory({node("n1", "r", 1), node("n2", "r", 1)});
    table.setInventory(0, of);
    Batch given = batch(*of, {});
    Event event;
    event.node = 1;
    event.code = 79;
    given.events = {event};
    event.node = 2;
    given.events.push_back(event);
    QVERIFY(table.apply(0, given, 10));
    const std::vector<FleetEvent> events = table.takeEvents();
    QCOMPARE(events.size(), 1U);
    QCOMPARE(events[0].node, std::string("n2"));
    QCOMPARE(events[0].event.code, 79);
    QVERIFY(table.takeEvents().empty());
}

QTEST_APPLESS_MAIN(TestFleetTable)
#include "tst_fleettable.moc"
