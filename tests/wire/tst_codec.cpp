// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/codec.h"

#include "telemetry.pb.h"

#include <QFile>
#include <QtTest>

#include <bit>
#include <cmath>
#include <limits>

using namespace pilothouse;
using namespace pilothouse::wire;
namespace v1 = pilothouse::telemetry::v1;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr Micros kNow = 1'700'000'000 * kSecond;

// node0 without accelerators, node1 with two: frames of two and of six values.
Inventory inventory()
{
    Inventory inventory;
    inventory.epoch = 99;
    inventory.version = 3;
    inventory.layouts = {{{"load_1m", "uptime"}, {"power", "utilization"}}};
    inventory.nodes.resize(2);
    inventory.nodes[0].name = "node0";
    inventory.nodes[1].name = "node1";
    inventory.nodes[1].accelerators.resize(2);
    return inventory;
}

v1::Frame &addFrame(v1::Batch &message, std::uint32_t node, const std::vector<double> &values)
{
    v1::Frame &frame = *message.add_frames();
    frame.set_node(node);
    frame.mutable_values()->Add(values.begin(), values.end());
    return frame;
}

v1::Batch batchOfNow()
{
    v1::Batch message;
    message.set_epoch(99);
    message.set_sequence(1);
    message.set_time_us(kNow);
    return message;
}

bool sameValues(const std::vector<double> &left, const std::vector<double> &right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](double a, double b) {
        return a == b || (std::isnan(a) && std::isnan(b));
    });
}

v1::DescribeReply page(const Inventory &from, std::size_t first, std::size_t count)
{
    v1::DescribeReply message;
    encodePage(from, first, count, message);
    return message;
}

ErrorCode refusal(const v1::DescribeReply &message, Inventory into = {})
{
    const auto appended = appendPage(message, into);
    return appended ? ErrorCode::Internal : appended.error().code;
}

template <typename Message> Message recorded(const QString &name)
{
    QFile file(QStringLiteral(PILOTHOUSE_SOURCE "/tests/wire/data/") + name);
    Message message;
    if (!file.open(QIODevice::ReadOnly))
        return message;
    const QByteArray bytes = QByteArray::fromHex(file.readAll());
    if (!message.ParseFromArray(bytes.constData(), static_cast<int>(bytes.size())))
        message.Clear();
    return message;
}

} // namespace

class TestCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBatchSurvivesTheRoundTrip();
    void valuesOutsideTheirRangeBecomeMissing();
    void framesThatWereNotAnnouncedAreLeftOut_data();
    void framesThatWereNotAnnouncedAreLeftOut();
    void framesOfImpossibleTimesAreLeftOut();
    void aBatchOfAnImpossibleTimeLosesItsFrames();
    void eventsThatCannotBeAreLeftOut();
    void eventsOfANewerMinorVersionAreKept();
    void textThatIsNotUtf8IsRepaired();
    void aDescriptionSurvivesTheRoundTripInPages();
    void refusesPagesThatDoNotFollowEachOther();
    void refusesHostilePages();
    void refusesAnotherMajorVersion();
    void version10StillDecodes();
};

void TestCodec::aBatchSurvivesTheRoundTrip()
{
    Batch batch;
    batch.epoch = ~0ULL;
    batch.sequence = 17;
    batch.time = kNow;
    batch.inventoryVersion = 3;
    batch.lost = 2;
    batch.frames = {{0, kNow - 5, {0.25, kNan}}, {1, kNow + 7, {1, 2, 3, kNan, 0, 1}}};
    Event event{kNow - 1, 1, 1, EventKind::AcceleratorFault, Severity::Critical, -79, "掉卡"};
    batch.events = {event};

    v1::Batch message;
    encode(batch, message);
    v1::Batch parsed;
    QVERIFY(parsed.ParseFromString(message.SerializeAsString()));
    DecodeReport report;
    const Batch decoded = decode(parsed, inventory(), kNow, report);
    QCOMPARE(decoded.epoch, batch.epoch);
    QCOMPARE(decoded.sequence, batch.sequence);
    QCOMPARE(decoded.time, batch.time);
    QCOMPARE(decoded.inventoryVersion, batch.inventoryVersion);
    QCOMPARE(decoded.lost, batch.lost);
    QCOMPARE(decoded.frames.size(), batch.frames.size());
    for (std::size_t i = 0; i < batch.frames.size(); ++i) {
        QCOMPARE(decoded.frames[i].node, batch.frames[i].node);
        QCOMPARE(decoded.frames[i].time, batch.frames[i].time);
        QVERIFY(sameValues(decoded.frames[i].values, batch.frames[i].values));
    }
    QVERIFY(decoded.events == batch.events);
    QCOMPARE(report.malformedFrames + report.malformedEvents, 0U);
}

void TestCodec::valuesOutsideTheirRangeBecomeMissing()
{
    v1::Batch message = batchOfNow();
    addFrame(message, 1, {-1, kInfinity, 1e5, 1e5 + 1, 1.0001, -kInfinity});
    Inventory unknown = inventory();
    unknown.layouts[0].hostMetrics = {"metric_of_tomorrow", "another"};
    DecodeReport report;
    QVERIFY(sameValues(decode(message, inventory(), kNow, report).frames.at(0).values,
                       {kNan, kNan, 1e5, kNan, kNan, kNan}));
    QVERIFY(sameValues(decode(message, unknown, kNow, report).frames.at(0).values,
                       {-1, kNan, 1e5, kNan, kNan, kNan}));
    QCOMPARE(report.malformedFrames, 0U);
}

void TestCodec::framesThatWereNotAnnouncedAreLeftOut_data()
{
    QTest::addColumn<uint>("node");
    QTest::addColumn<int>("width");
    QTest::newRow("no values") << 1U << 0;
    QTest::newRow("too few values") << 1U << 5;
    QTest::newRow("too many values") << 1U << 7;
    QTest::newRow("the width of another node") << 0U << 6;
    QTest::newRow("unknown node") << 2U << 2;
    QTest::newRow("largest node number") << 0xffffffffU << 2;
}

void TestCodec::framesThatWereNotAnnouncedAreLeftOut()
{
    QFETCH(uint, node);
    QFETCH(int, width);
    v1::Batch message = batchOfNow();
    addFrame(message, 0, {1, 2});
    addFrame(message, node, std::vector<double>(static_cast<std::size_t>(width), 1.0));
    addFrame(message, 1, {1, 2, 3, 4, 0, 1});
    DecodeReport report;
    const Batch batch = decode(message, inventory(), kNow, report);
    QCOMPARE(batch.frames.size(), std::size_t{2});
    QCOMPARE(batch.frames[0].node, 0U);
    QCOMPARE(batch.frames[1].node, 1U);
    QCOMPARE(report.malformedFrames, 1U);
}

void TestCodec::framesOfImpossibleTimesAreLeftOut()
{
    constexpr Micros kMax = std::numeric_limits<Micros>::max();
    for (const Micros offset : {-kNow, kDay + 1, kMax, std::numeric_limits<Micros>::min()}) {
        v1::Batch message = batchOfNow();
        addFrame(message, 0, {1, 2}).set_time_offset_us(offset);
        addFrame(message, 0, {1, 2}).set_time_offset_us(kDay);
        DecodeReport report;
        const Batch batch = decode(message, inventory(), kNow, report);
        QCOMPARE(batch.frames.size(), std::size_t{1});
        QCOMPARE(batch.frames[0].time, kNow + kDay);
        QCOMPARE(report.malformedFrames, 1U);
    }
}

void TestCodec::aBatchOfAnImpossibleTimeLosesItsFrames()
{
    for (const Micros time : {Micros{0}, kNow + kDay + 1, std::numeric_limits<Micros>::min()}) {
        v1::Batch message = batchOfNow();
        message.set_time_us(time);
        addFrame(message, 0, {1, 2}).set_time_offset_us(0);
        DecodeReport report;
        const Batch batch = decode(message, inventory(), kNow, report);
        QVERIFY(batch.frames.empty());
        QCOMPARE(batch.time, kNow);
        QCOMPARE(batch.sequence, 1U);
        QCOMPARE(report.malformedFrames, 1U);
    }
}

void TestCodec::eventsThatCannotBeAreLeftOut()
{
    v1::Batch message = batchOfNow();
    const auto add = [&](Micros time, std::uint32_t node, int accelerator) {
        v1::Event &event = *message.add_events();
        event.set_time_us(time);
        event.set_node(node);
        event.set_accelerator(accelerator);
    };
    add(kNow, 1, 1);
    add(kNow, 0, -1);
    add(kNow, 1, 2);
    add(kNow, 1, -2);
    add(kNow, 2, -1);
    add(0, 1, 1);
    DecodeReport report;
    QCOMPARE(decode(message, inventory(), kNow, report).events.size(), std::size_t{2});
    QCOMPARE(report.malformedEvents, 4U);
}

void TestCodec::eventsOfANewerMinorVersionAreKept()
{
    v1::Batch message = batchOfNow();
    v1::Event &event = *message.add_events();
    event.set_time_us(kNow);
    event.set_node(1);
    event.set_kind(static_cast<v1::EventKind>(900));
    event.set_severity(static_cast<v1::Severity>(9));
    std::string bytes = message.SerializeAsString();
    bytes += "\xf8\x7f\x01"; // field 2047, unknown to this version
    v1::Batch parsed;
    QVERIFY(parsed.ParseFromString(bytes));
    DecodeReport report;
    const Batch batch = decode(parsed, inventory(), kNow, report);
    QCOMPARE(batch.events.size(), std::size_t{1});
    QCOMPARE(batch.events[0].kind, EventKind::Unspecified);
    QCOMPARE(batch.events[0].severity, Severity::Info);
}

void TestCodec::textThatIsNotUtf8IsRepaired()
{
    Batch batch;
    Event event;
    event.detail = "caf\xe9";
    batch.events = {event};
    v1::Batch message;
    encode(batch, message);
    v1::Batch parsed;
    QVERIFY(parsed.ParseFromString(message.SerializeAsString()));
    QCOMPARE(parsed.events(0).detail(), std::string("caf?"));
}

void TestCodec::aDescriptionSurvivesTheRoundTripInPages()
{
    Inventory sent = inventory();
    sent.server = "agent 0.1.0";
    sent.center = "中心";
    NodeInfo full{"cn-0001", "R01", "leaf-1", "boot", "0.1.0", "6.1", 96, 1ULL << 40U, 1, {}};
    full.accelerators = {
        {"NVIDIA", "H800", "GPU-0", "0000:18:00.0", 80ULL << 30U, 989e12, 700, {"1g.10gb"}}};
    sent.layouts.push_back({{"uptime"}, {}});
    sent.nodes.push_back(full);

    Inventory received;
    for (std::size_t first = 0; first < 3; ++first)
        QVERIFY(appendPage(page(sent, first, 1), received));
    QVERIFY(received == sent);
    QCOMPARE(page(sent, 3, 10).nodes_size(), 0);
    QCOMPARE(page(sent, std::numeric_limits<std::size_t>::max(), 10).nodes_size(), 0);
}

void TestCodec::refusesPagesThatDoNotFollowEachOther()
{
    const Inventory sent = inventory();
    Inventory first;
    QVERIFY(appendPage(page(sent, 0, 1), first));
    QCOMPARE(refusal(page(sent, 0, 1), first), ErrorCode::Malformed); // the same nodes again
    QCOMPARE(refusal(page(sent, 2, 1), first), ErrorCode::Malformed); // empty before the last node
    Inventory changed = sent;
    changed.version = 4;
    QCOMPARE(refusal(page(changed, 1, 1), first), ErrorCode::Malformed);
    changed = sent;
    changed.epoch = 100;
    QCOMPARE(refusal(page(changed, 1, 1), first), ErrorCode::Malformed);
    changed = sent;
    changed.layouts[0].hostMetrics.pop_back();
    QCOMPARE(refusal(page(changed, 1, 1), first), ErrorCode::Malformed);
    QCOMPARE(first.nodes.size(), std::size_t{1}); // refused pages leave it as it was
    QVERIFY(appendPage(page(sent, 1, 1), first));
    QVERIFY(first == sent);
}

void TestCodec::refusesHostilePages()
{
    const v1::DescribeReply good = page(inventory(), 0, 2);
    v1::DescribeReply bad = good;
    bad.set_total_nodes(0xffffffff);
    QCOMPARE(refusal(bad), ErrorCode::TooLarge);
    bad.set_total_nodes(1);
    QCOMPARE(refusal(bad), ErrorCode::Malformed);
    bad = good;
    bad.mutable_nodes(0)->set_layout(1);
    QCOMPARE(refusal(bad), ErrorCode::Malformed);
    bad = good;
    bad.mutable_nodes(0)->set_name("node1");
    QCOMPARE(refusal(bad), ErrorCode::Malformed);
    bad.mutable_nodes(0)->clear_name();
    QCOMPARE(refusal(bad), ErrorCode::Malformed);
    bad.mutable_nodes(0)->set_name(std::string(2000, 'x'));
    QCOMPARE(refusal(bad), ErrorCode::Malformed);
    bad = good;
    while (bad.nodes(0).accelerators_size() <= static_cast<int>(kMaxAcceleratorsPerNode))
        bad.mutable_nodes(0)->add_accelerators();
    QCOMPARE(refusal(bad), ErrorCode::TooLarge);
    bad = good;
    while (bad.layouts(0).host_metrics_size() <= static_cast<int>(kMaxMetricsPerLayout))
        bad.mutable_layouts(0)->add_host_metrics("metric");
    QCOMPARE(refusal(bad), ErrorCode::TooLarge);
    bad = good;
    while (bad.layouts_size() <= 256)
        bad.add_layouts();
    QCOMPARE(refusal(bad), ErrorCode::TooLarge);
    bad = good;
    v1::Accelerator &accelerator = *bad.mutable_nodes(1)->mutable_accelerators(0);
    accelerator.set_peak_fp16_flops(kInfinity);
    accelerator.set_power_limit_watts(kNan);
    Inventory inventory;
    QVERIFY(appendPage(bad, inventory));
    QCOMPARE(inventory.nodes[1].accelerators[0].peakFp16Flops, 0.0);
    QCOMPARE(inventory.nodes[1].accelerators[0].powerLimitWatts, 0.0);
}

void TestCodec::refusesAnotherMajorVersion()
{
    v1::DescribeReply message = page(inventory(), 0, 2);
    message.set_version_minor(500);
    QCOMPARE(refusal(message), ErrorCode::Internal); // not refused
    message.set_version_major(2);
    QCOMPARE(refusal(message), ErrorCode::IncompatibleVersion);
    message.set_version_major(0);
    QCOMPARE(refusal(message), ErrorCode::IncompatibleVersion);
}

void TestCodec::version10StillDecodes()
{
    Inventory described;
    QVERIFY(appendPage(recorded<v1::DescribeReply>(QStringLiteral("describe-1.0.hex")), described));
    QCOMPARE(described.center, std::string("示例中心"));
    QCOMPARE(described.nodes.size(), std::size_t{2});
    const NodeInfo node{
        "cn-0002",
        "R01",
        "leaf-1",
        "b",
        "0.1.0",
        "6.1.0",
        96,
        1099511627776,
        0,
        {{"NVIDIA", "H800", "GPU-0", "0000:18:00.0", 85899345920, 989e12, 700, {"1g.10gb"}},
         {"NVIDIA", "H800", "GPU-1", "", 0, 0, 0, {}}}};
    QVERIFY(described.nodes[1] == node);

    DecodeReport report;
    const auto message = recorded<v1::Batch>(QStringLiteral("batch-1.0.hex"));
    const Batch batch = decode(message, described, kNow, report);
    QCOMPARE(report.malformedFrames + report.malformedEvents, 0U);
    QCOMPARE(batch.epoch, described.epoch);
    QCOMPARE(batch.sequence, 42U);
    QCOMPARE(batch.lost, 5U);
    QCOMPARE(batch.inventoryVersion, 3U);
    QCOMPARE(batch.frames.size(), std::size_t{1});
    QCOMPARE(batch.frames[0].time, kNow - 250);
    QVERIFY(sameValues(batch.frames[0].values, {0.5, 86400, 412.25, kNan, 0.75, 1}));
    const Event fault{kNow - 500'000,
                      1,
                      1,
                      EventKind::AcceleratorFault,
                      Severity::Critical,
                      79,
                      "GPU has fallen off the bus"};
    QCOMPARE(batch.events.size(), std::size_t{1});
    QVERIFY(batch.events[0] == fault);
}

QTEST_APPLESS_MAIN(TestCodec)
#include "tst_codec.moc"
