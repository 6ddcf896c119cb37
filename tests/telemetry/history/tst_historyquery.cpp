// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyfixture.h"
#include "telemetry/history/importer.h"
#include "telemetry/history/maintenance.h"
#include "telemetry/history/query.h"
#include "telemetry/history/queryengine.h"

#include <QTest>

#include <fstream>
#include <sstream>

using namespace pilothouse;
using namespace pilothouse::test;

namespace {

constexpr Micros kFirst = Micros{1'760'000'400} * kSecond; // a window begins here
constexpr int kSeconds = 1500;
constexpr int kNodes = 20; // enough for what is kept of all together

std::string textOf(std::mt19937_64 &random, std::map<std::string, std::map<Micros, double>> &plain)
{
    std::ostringstream text;
    text << "# TYPE power gauge\n";
    for (int second = 0; second < kSeconds; ++second) {
        for (int node = 0; node < kNodes; ++node) {
            for (int accelerator = 0; accelerator < 2; ++accelerator) {
                if (random() % 50 == 0)
                    continue;
                const double value = static_cast<double>(random() % 5'000) / 10;
                std::string name = "power{node=\"n" + std::to_string(node) + "\",gpu=\""
                    + std::to_string(accelerator) + "\"}";
                text << name << ' ' << value << ' ' << kFirst / kSecond + second << '\n';
                plain[name][kFirst + second * kSecond] = value;
            }
        }
    }
    text << "node_net_total{node=\"n1\",device=\"eth0\"} 17 " << kFirst / kSecond << ".25\n"
         << "node_net_total{node=\"n1\",device=\"eth1\"} 18 " << kFirst / kSecond << ".25\n"
         << "alone 1e300 " << kFirst / kSecond << "\nbroken{ 5\n# EOF\n";
    return text.str();
}

std::filesystem::path importInto(const QTemporaryDir &directory, const std::string &content)
{
    const std::filesystem::path path = directory.path().toStdString();
    auto importer = history::Importer::open(path);
    if (!importer)
        qFatal("%s", importer.error().detail.c_str());
    std::istringstream text(content);
    const auto done = (*importer)->run(text, "test", nullptr);
    if (!done || done->skipped != 1)
        qFatal("import");
    return path / "history.db";
}

} // namespace

class HistoryQueryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void selectorsAreRead();
    void everySampleOfAnImportComesBack();
    void labelsThatAreNotKnownAreKept();
    void aggregatesAreThoseOfThePlainWay_data();
    void aggregatesAreThoseOfThePlainWay();
    void aMomentIsTheNewestValueNotAfterIt();
    void anOpenRangeOfTextByTheSeriesIsTheSame();
    void aSliceHoldsItsRangeAndIsSound();
    void damageIsFound();
};

void HistoryQueryTest::selectorsAreRead()
{
    const auto selector = parseSelector("a_b{c=\"d\\\"e\", f!=\"\"}");
    QVERIFY(selector);
    QCOMPARE(selector->metric, std::string("a_b"));
    QCOMPARE(selector->labels.size(), std::size_t{2});
    QCOMPARE(selector->labels[0].value, std::string("d\"e"));
    QVERIFY(!selector->labels[1].equal);
    for (const char *wrong : {"", "{", "a{", "a{b}", "a{b=c}", "a{b=\"c}", "a}", "a b"})
        QVERIFY2(!parseSelector(wrong), wrong);
}

void HistoryQueryTest::everySampleOfAnImportComesBack()
{
    const QTemporaryDir directory;
    std::mt19937_64 random(1);
    std::map<std::string, std::map<Micros, double>> plain;
    history::QueryEngine engine(importInto(directory, textOf(random, plain)));
    HistoryQuery query;
    query.selector.metric = "power";
    query.to = kFirst + kDay;
    const auto result = engine.run(query, nullptr);
    QVERIFY(result);
    QCOMPARE(result->series.size(), plain.size());
    for (const QuerySeries &series : result->series) {
        QCOMPARE(series.labels.size(), std::size_t{2});
        const auto &expected = plain.at("power{node=\"" + series.labels[1].second + "\",gpu=\""
                                        + series.labels[0].second + "\"}");
        QCOMPARE(series.times.size(), expected.size());
        std::size_t i = 0;
        for (const auto &[time, value] : expected) {
            QCOMPARE(series.times[i], time);
            QVERIFY(sameBits(series.values[i++], value));
        }
    }
}

void HistoryQueryTest::labelsThatAreNotKnownAreKept()
{
    const QTemporaryDir directory;
    std::mt19937_64 random(2);
    std::map<std::string, std::map<Micros, double>> plain;
    history::QueryEngine engine(importInto(directory, textOf(random, plain)));
    HistoryQuery query;
    query.selector = *parseSelector("node_net_total{device=\"eth1\"}");
    query.to = kFirst + kDay;
    auto result = engine.run(query, nullptr);
    QVERIFY(result);
    QCOMPARE(result->series.size(), std::size_t{1});
    QVERIFY(result->series[0].labels == (Labels{{"device", "eth1"}, {"node", "n1"}}));
    QCOMPARE(result->series[0].times[0], kFirst + 250 * kMillisecond);
    QCOMPARE(result->series[0].values[0], 18.0);
    query.selector = *parseSelector("alone");
    result = engine.run(query, nullptr);
    QVERIFY(result && result->series.size() == 1 && result->series[0].labels.empty());
    QCOMPARE(result->series[0].values[0], 1e300);
}

void HistoryQueryTest::aggregatesAreThoseOfThePlainWay_data()
{
    QTest::addColumn<int>("aggregate");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<bool>("byNode");
    for (const int aggregate : {1, 2, 3, 4, 5}) {
        for (const int seconds : {7, 15, 30, 60, 600}) {
            for (const bool byNode : {false, true})
                QTest::addRow("%d/%d/%d", aggregate, seconds, byNode)
                    << aggregate << seconds << byNode;
        }
    }
}

void HistoryQueryTest::aggregatesAreThoseOfThePlainWay()
{
    QFETCH(const int, aggregate);
    QFETCH(const int, seconds);
    QFETCH(const bool, byNode);
    static const QTemporaryDir directory;
    static std::mt19937_64 random(3);
    static std::map<std::string, std::map<Micros, double>> plain;
    static history::QueryEngine engine(importInto(directory, textOf(random, plain)));
    HistoryQuery query;
    query.selector.metric = "power";
    query.from = kFirst;
    query.to = kFirst + kSeconds * kSecond - 1;
    query.step = seconds * kSecond;
    query.aggregate = static_cast<Aggregate>(aggregate);
    if (byNode)
        query.by = {"node"};
    const auto result = engine.run(query, nullptr);
    QVERIFY(result);
    QCOMPARE(result->series.size(), std::size_t{byNode ? kNodes : 1U});
    for (const QuerySeries &group : result->series) {
        for (std::size_t i = 0; i < group.times.size(); ++i) {
            double sum = 0;
            double count = 0;
            double least = std::numeric_limits<double>::infinity();
            double most = -least;
            double sumOfMeans = 0;
            for (const auto &[name, samples] : plain) {
                if (byNode && name.find("\"" + group.labels[0].second + "\"") == std::string::npos)
                    continue;
                double own = 0;
                double ownCount = 0;
                for (auto at = samples.lower_bound(group.times[i]);
                     at != samples.end() && at->first < group.times[i] + query.step; ++at) {
                    own += at->second;
                    ownCount += 1;
                    least = std::min(least, at->second);
                    most = std::max(most, at->second);
                }
                sum += own;
                count += ownCount;
                sumOfMeans += ownCount > 0 ? own / ownCount : 0;
            }
            const std::array<double, 6> expected{0, sum / count, least, most, sumOfMeans, count};
            const double wanted = expected.at(static_cast<std::size_t>(aggregate));
            QVERIFY2(std::abs(group.values[i] - wanted) <= 1e-9 * std::abs(wanted),
                     qPrintable(QString::number(group.values[i]) + QLatin1Char(' ')
                                + QString::number(wanted)));
        }
    }
}

void HistoryQueryTest::aMomentIsTheNewestValueNotAfterIt()
{
    const QTemporaryDir directory;
    std::mt19937_64 random(4);
    std::map<std::string, std::map<Micros, double>> plain;
    history::QueryEngine engine(importInto(directory, textOf(random, plain)));
    for (int i = 0; i < 30; ++i) {
        const Micros time = kFirst + static_cast<Micros>(random() % kSeconds) * kSecond + 300'000;
        const auto result = engine.at({"power", {}}, time, time - 3 * kSecond, nullptr);
        QVERIFY(result);
        std::size_t expected = 0;
        for (const auto &[name, samples] : plain) {
            const auto after = samples.upper_bound(time);
            expected +=
                after != samples.begin() && std::prev(after)->first >= time - 3 * kSecond ? 1U : 0U;
        }
        QCOMPARE(result->series.size(), expected);
        for (const QuerySeries &series : result->series) {
            const auto &samples = plain.at("power{node=\"" + series.labels[1].second + "\",gpu=\""
                                           + series.labels[0].second + "\"}");
            QCOMPARE(series.values[0], std::prev(samples.upper_bound(time))->second);
        }
    }
}

void HistoryQueryTest::anOpenRangeOfTextByTheSeriesIsTheSame()
{
    const QTemporaryDir byTime;
    const QTemporaryDir bySeries;
    std::mt19937_64 random(5);
    std::map<std::string, std::map<Micros, double>> plain;
    const std::string text = textOf(random, plain);
    std::ostringstream sorted;
    for (const auto &[name, samples] : plain) {
        for (const auto &[time, value] : samples)
            sorted << name << ' ' << value << ' ' << time / kSecond << '\n';
    }
    sorted << "broken{ 5\n# EOF\n";
    history::QueryEngine first(importInto(byTime, text));
    history::QueryEngine second(importInto(bySeries, sorted.str()));
    HistoryQuery query;
    query.selector.metric = "power";
    query.to = kFirst + kDay;
    const auto a = first.run(query, nullptr);
    const auto b = second.run(query, nullptr);
    QVERIFY(a && b);
    QCOMPARE(a->series.size(), b->series.size());
    for (std::size_t i = 0; i < a->series.size(); ++i) {
        QVERIFY(a->series[i].labels == b->series[i].labels);
        QVERIFY(a->series[i].times == b->series[i].times);
        QVERIFY(a->series[i].values == b->series[i].values);
    }
}

void HistoryQueryTest::aSliceHoldsItsRangeAndIsSound()
{
    const QTemporaryDir directory;
    std::mt19937_64 random(6);
    std::map<std::string, std::map<Micros, double>> plain;
    const auto file = importInto(directory, textOf(random, plain));
    const std::filesystem::path part = directory.filePath(QStringLiteral("part.phz")).toStdString();
    QVERIFY(history::slice(file, part, kFirst + 700 * kSecond, kFirst + 800 * kSecond));
    QVERIFY(!history::slice(file, part, kFirst, kFirst + kSecond)); // exists already
    const auto report = history::check(part);
    QVERIFY(report);
    QCOMPARE(report->damagedCount, std::uint64_t{0});
    history::QueryEngine engine(part);
    HistoryQuery query;
    query.selector = *parseSelector("power{node=\"n3\",gpu=\"1\"}");
    query.to = kFirst + kDay;
    const auto result = engine.run(query, nullptr);
    QVERIFY(result);
    QCOMPARE(result->series.size(), std::size_t{1});
    QVERIFY(result->series[0].times.front() >= kFirst + 600 * kSecond);
    QVERIFY(result->series[0].times.back() < kFirst + 1200 * kSecond);
    QVERIFY(result->series[0].times.size() > 550);
}

void HistoryQueryTest::damageIsFound()
{
    const QTemporaryDir directory;
    std::mt19937_64 random(7);
    std::map<std::string, std::map<Micros, double>> plain;
    const auto file = importInto(directory, textOf(random, plain));
    const auto sound = history::check(file);
    QVERIFY(sound);
    QCOMPARE(sound->damagedCount, std::uint64_t{0});
    auto database = history::Database::open(file, history::Database::Access::Write);
    QVERIFY(database->execute("UPDATE chunk SET data = zeroblob(length(data)) WHERE id IN (SELECT "
                              "id FROM chunk LIMIT 3)"));
    const auto report = history::check(file);
    QVERIFY(report);
    QCOMPARE(report->damagedCount, std::uint64_t{3});
}

QTEST_APPLESS_MAIN(HistoryQueryTest)
#include "tst_historyquery.moc"
