// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"
#include "placement/slurm/parse/gres.h"

#include <QTest>

#include <array>

using namespace pilothouse;
using namespace pilothouse::slurm;

using List = std::vector<Gres>;

class TestGres : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void resourcesAreRead_data();
    void resourcesAreRead();
    void wrongResourcesAreRefused_data();
    void wrongResourcesAreRefused();
    void sharesOfADeviceAreNoAccelerators();
    void theKindIsTheTypeOrTheName();
    void trackedResourcesAreRead();
    void theTotalOfANameCountsAndNotItsTypes();
    void aKindIsToldOnlyWhereThereIsOne();
    void noTextBreaksTheParser();
};

void TestGres::resourcesAreRead_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<List>("list");
    const auto row = [](const char *text, const List &list) {
        QTest::newRow(text) << std::string(text) << list;
    };
    row("", {});
    row("(null)", {});
    row("N/A", {});
    row("gpu", {{"gpu", "", 1}});
    row("gpu:2", {{"gpu", "", 2}});
    row("gpu:a100", {{"gpu", "a100", 1}});
    row("gpu:a100:4(S:0-1)", {{"gpu", "a100", 4}});
    row("gpu:a100:4(S:0-1),npu:ascend910b:8", {{"gpu", "a100", 4}, {"npu", "ascend910b", 8}});
    row("gpu:a100:8(IDX:0-5,7),npu:0,mlu:0",
        {{"gpu", "a100", 8, {0, 1, 2, 3, 4, 5, 7}}, {"npu", "", 0}, {"mlu", "", 0}});
    row("gpu:a100:0(IDX:N/A)", {{"gpu", "a100", 0}});
    row("gpu:(null):2(IDX:0,3)", {{"gpu", "", 2, {0, 3}}});
    row("gpu:a100_3g.20gb:1(IDX:4)", {{"gpu", "a100_3g.20gb", 1, {4}}});
    row("gres:gpu:8", {{"gpu", "", 8}});
    row("gres/gpu:h100:8", {{"gpu", "h100", 8}});
    row("gres/gpu:h800=16", {{"gpu", "h800", 16}});
    row("gpu=4", {{"gpu", "", 4}});
    row("gres:gpu:a100:2,gres:gpu:h800:1", {{"gpu", "a100", 2}, {"gpu", "h800", 1}});
    row("bandwidth:lustre:no_consume:4G", {{"bandwidth", "lustre", 4ULL << 30U}});
    row("mps:2K", {{"mps", "", 2048}});
    row("shard:a100:3(0/8,3/8)", {{"shard", "a100", 3}});
    row("dcu:z100:4(S:0-1)(IDX:0-3)", {{"dcu", "z100", 4, {0, 1, 2, 3}}});
}

void TestGres::resourcesAreRead()
{
    QFETCH(std::string, text);
    QFETCH(List, list);
    const auto read = parseGres(text);
    QVERIFY2(read, read ? "" : read.error().detail.c_str());
    QCOMPARE(*read, list);
}

void TestGres::wrongResourcesAreRefused_data()
{
    QTest::addColumn<std::string>("text");
    for (const char *text : {":4", "gpu:a:b:c", "gpu:a100:2(IDX:0-", "gpu:a100:2(IDX:x)",
                             "gpu:2(IDX:0-4294967295)", "gpu:a b:1", "gpu=x", "=4"})
        QTest::newRow(text) << std::string(text);
}

void TestGres::wrongResourcesAreRefused()
{
    QFETCH(std::string, text);
    const auto read = parseGres(text);
    QVERIFY(!read);
    QVERIFY(!read.error().detail.empty());
}

void TestGres::sharesOfADeviceAreNoAccelerators()
{
    const auto list = parseGres("gpu:a100:4,mps:400,shard:32,npu:2,nic:1,mlu:mlu590:8").value();
    QCOMPARE(acceleratorsIn(list), 14U);
    for (const char *name : {"gpu", "npu", "mlu", "dcu", "xpu", "whatever"})
        QVERIFY2(isAccelerator(name), name);
}

void TestGres::theKindIsTheTypeOrTheName()
{
    QCOMPARE(kindIn(parseGres("mps:400,gpu:a100:4,npu:2").value()), std::string("a100"));
    QCOMPARE(kindIn(parseGres("gpu:0,npu:2").value()), std::string("npu"));
    QCOMPARE(kindIn({}), std::string());
}

void TestGres::trackedResourcesAreRead()
{
    const auto tres =
        parseTres("cpu=64,mem=400000M,node=4,billing=64,gres/gpu=16,gres/gpu:a100=16");
    QVERIFY(tres);
    QCOMPARE(tres->cpus, 64U);
    QCOMPARE(tres->memory, 400'000ULL * 1024 * 1024);
    QCOMPARE(tres->nodes, 4U);
    QCOMPARE(acceleratorsIn(tres->gres), 16U);
    QCOMPARE(tres->type, std::string("a100"));
    QCOMPARE(parseTres("mem=62.50G")->memory, 64'000ULL * 1024 * 1024);
    QCOMPARE(parseTres("mem=512")->memory, 512ULL * 1024 * 1024);
    QCOMPARE(*parseTres("(null)"), Tres());
    QCOMPARE(acceleratorsIn(parseTres("cpu=1,gres/npu:ascend910b=2")->gres), 2U);
    QVERIFY(!parseTres("nonsense"));
}

// An update of a job's gres leaves its old types in TRES.
void TestGres::theTotalOfANameCountsAndNotItsTypes()
{
    const auto tres = parseTres("cpu=1,gres/gpu=4,gres/gpu:a100=8,gres/gpu:h800=4,gres/npu:x=2");
    QCOMPARE(acceleratorsIn(tres->gres), 6U);
}

void TestGres::aKindIsToldOnlyWhereThereIsOne()
{
    QCOMPARE(parseTres("gres/gpu=4,gres/gpu:a100=8,gres/gpu:h800=4")->type, std::string());
    QCOMPARE(parseTres("gres/gpu=4")->type, std::string());
    QCOMPARE(parseTres("gres/mps=4,gres/npu:ascend910b=4")->type, std::string("ascend910b"));
}

void TestGres::noTextBreaksTheParser()
{
    static constexpr std::array<std::string_view, 22> kWords{
        "gpu",    ":",     "a100", "4",    "(IDX:0-3)", ",", "(S:0-1)", "=",
        "gres/",  "gres:", "K",    "(",    "IDX:",      ")", "N/A",     "(null)",
        "0-9999", "cpu=",  "mem=", "1.5G", " ",         "\0"};
    fuzz::run(20'000, [](std::mt19937 &random) {
        auto text = fuzz::text(random, kWords, 14);
        if (fuzz::below(random, 2) == 0)
            text = fuzz::mutated(random, "gpu:a100:8(IDX:0-5,7),npu:ascend910b:2(S:0-1),mlu:0");
        const auto gres = parseGres(text);
        if (gres) {
            for (const auto &item : *gres)
                QVERIFY2(!item.name.empty(), text.c_str());
        } else {
            QVERIFY2(!gres.error().detail.empty(), text.c_str());
        }
        const auto tres = parseTres(text);
        QVERIFY2(tres || !tres.error().detail.empty(), text.c_str());
    });
}

QTEST_APPLESS_MAIN(TestGres)
#include "tst_gres.moc"
