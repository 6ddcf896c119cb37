// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"
#include "placement/slurm/parse/ranges.h"

#include <QTest>

#include <array>

using namespace pilothouse;
using namespace pilothouse::slurm;

namespace {

using Names = std::vector<std::string>;
using Indices = std::vector<std::uint32_t>;

Names randomNames(std::mt19937 &random)
{
    static constexpr std::array<std::string_view, 6> kPrefixes{"a100-", "mlu-", "r",
                                                               "x9y",   "z.",   ""};
    Names names;
    for (auto groups = fuzz::below(random, 5); groups > 0; --groups) {
        const std::string prefix(kPrefixes[fuzz::below(random, kPrefixes.size())]);
        const std::string suffix = fuzz::below(random, 4) == 0 ? "-ib" : "";
        const auto width = fuzz::below(random, 5);
        auto number = fuzz::below(random, 120);
        for (auto count = fuzz::below(random, 30); count > 0; --count) {
            auto digits = std::to_string(number);
            if (width > digits.size())
                digits.insert(0, width - digits.size(), '0');
            names.push_back(prefix + digits + suffix);
            number += fuzz::below(random, 8) == 0 ? fuzz::below(random, 20) : 1;
        }
        if (fuzz::below(random, 3) == 0)
            names.emplace_back("login");
    }
    return names;
}

} // namespace

class TestRanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAreExpanded_data();
    void namesAreExpanded();
    void wrongNodeListsAreRefused_data();
    void wrongNodeListsAreRefused();
    void anExpressionThatExplodesIsRefused_data();
    void anExpressionThatExplodesIsRefused();
    void exactlyTheLimitIsAllowed();
    void namesAreCompressed_data();
    void namesAreCompressed();
    void indicesAreExpanded_data();
    void indicesAreExpanded();
    void wrongIndicesAreRefused_data();
    void wrongIndicesAreRefused();
    void everyListOfNamesSurvivesTheRoundTrip();
    void everyListOfIndicesSurvivesTheRoundTrip();
    void noTextBreaksTheParser();
};

void TestRanges::namesAreExpanded_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<Names>("names");
    using S = std::string;
    QTest::newRow("none") << S() << Names();
    QTest::newRow("null") << S("(null)") << Names();
    QTest::newRow("one") << S("a100-0001") << Names{"a100-0001"};
    QTest::newRow("two ranges") << S("a100-[0001-0003,0011],mlu-3")
                                << Names{"a100-0001", "a100-0002", "a100-0003", "a100-0011",
                                         "mlu-3"};
    QTest::newRow("two brackets") << S("r[1-2]n[01-02]")
                                  << Names{"r1n01", "r1n02", "r2n01", "r2n02"};
    QTest::newRow("the width grows") << S("n[8-11]") << Names{"n8", "n9", "n10", "n11"};
    QTest::newRow("the width is kept") << S("n[098-101]") << Names{"n098", "n099", "n100", "n101"};
    QTest::newRow("text behind") << S("gpu[1-2]-ib.lan") << Names{"gpu1-ib.lan", "gpu2-ib.lan"};
    QTest::newRow("brackets alone") << S("[3-4]") << Names{"3", "4"};
    QTest::newRow("the order is kept") << S("b[2,1],a1") << Names{"b2", "b1", "a1"};
}

void TestRanges::namesAreExpanded()
{
    QFETCH(std::string, text);
    QFETCH(Names, names);
    const auto expanded = expandNodes(text);
    QVERIFY2(expanded, expanded ? "" : expanded.error().detail.c_str());
    QCOMPARE(*expanded, names);
}

void TestRanges::wrongNodeListsAreRefused_data()
{
    QTest::addColumn<std::string>("text");
    for (const char *text : {"a[1-", "a[1", "a]", "a[]", "a[2-1]", "a[x]", "a[1-2-3]", "a[[1]]",
                             ",a", "a,,b", "a b", "a\nb", "a[1;2]", "a(1)", "a[1-2:0]",
                             "a[1111111111111111111]", "a[1][1][1][1][1][1][1][1][1]"})
        QTest::newRow(text) << std::string(text);
}

void TestRanges::wrongNodeListsAreRefused()
{
    QFETCH(std::string, text);
    const auto expanded = expandNodes(text);
    QVERIFY(!expanded);
    QCOMPARE(expanded.error().code, ErrorCode::Malformed);
    QVERIFY(!expanded.error().detail.empty());
}

void TestRanges::anExpressionThatExplodesIsRefused_data()
{
    QTest::addColumn<std::string>("text");
    for (const char *text :
         {"a[1-999999999999999999]", "a[0-99999]b[0-99999]", "a[0-9][0-9][0-9][0-9][0-9][0-9]",
          "a[1-99999],b[1-99999]", "a[1-99999,1-99999]",
          "a[0-999999999999][0-999999999999][0-999999999999]"})
        QTest::newRow(text) << std::string(text);
}

void TestRanges::anExpressionThatExplodesIsRefused()
{
    QFETCH(std::string, text);
    const auto expanded = expandNodes(text);
    QVERIFY(!expanded);
    QCOMPARE(expanded.error().code, ErrorCode::TooLarge);
}

void TestRanges::exactlyTheLimitIsAllowed()
{
    QCOMPARE(expandNodes("a[1-5],b[1-5]", 10).value().size(), 10U);
    QVERIFY(!expandNodes("a[1-5],b[1-6]", 10));
    QVERIFY(!expandNodes("a[1-5],b[1-5],c", 10));
    QCOMPARE(expandIndices("0-9", 10).value().size(), 10U);
    QVERIFY(!expandIndices("0-9,11", 10));
}

void TestRanges::namesAreCompressed_data()
{
    QTest::addColumn<Names>("names");
    QTest::addColumn<std::string>("text");
    using S = std::string;
    QTest::newRow("none") << Names() << S();
    QTest::newRow("one") << Names{"a1"} << S("a1");
    QTest::newRow("a run") << Names{"a1", "a2", "a3"} << S("a[1-3]");
    QTest::newRow("two runs") << Names{"a01", "a02", "a05"} << S("a[01-02,05]");
    QTest::newRow("over the width") << Names{"a9", "a10"} << S("a[9-10]");
    QTest::newRow("two widths") << Names{"a9", "a010"} << S("a[9,010]");
    QTest::newRow("several prefixes") << Names{"a1", "a2", "login", "b1"} << S("a[1-2],login,b1");
    QTest::newRow("the last number counts") << Names{"r1n1", "r1n2", "r2n1"} << S("r1n[1-2],r2n1");
    QTest::newRow("text behind") << Names{"a1-ib", "a2-ib"} << S("a[1-2]-ib");
}

void TestRanges::namesAreCompressed()
{
    QFETCH(Names, names);
    QFETCH(std::string, text);
    QCOMPARE(compressNodes(names), text);
    QCOMPARE(expandNodes(text).value(), names);
}

void TestRanges::indicesAreExpanded_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<Indices>("indices");
    using S = std::string;
    QTest::newRow("none") << S() << Indices();
    QTest::newRow("not told") << S("N/A") << Indices();
    QTest::newRow("one") << S("6") << Indices{6};
    QTest::newRow("ranges") << S("0-3,7") << Indices{0, 1, 2, 3, 7};
    QTest::newRow("a step") << S("0-8:4") << Indices{0, 4, 8};
}

void TestRanges::indicesAreExpanded()
{
    QFETCH(std::string, text);
    QFETCH(Indices, indices);
    QCOMPARE(expandIndices(text).value(), indices);
}

void TestRanges::wrongIndicesAreRefused_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<int>("code");
    const auto row = [](const char *text, ErrorCode code) {
        QTest::newRow(text) << std::string(text) << static_cast<int>(code);
    };
    row("x", ErrorCode::Malformed);
    row("1-", ErrorCode::Malformed);
    row("3-1", ErrorCode::Malformed);
    row("1,,2", ErrorCode::Malformed);
    row("1 2", ErrorCode::Malformed);
    row("-1", ErrorCode::Malformed);
    row("0-8:0", ErrorCode::Malformed);
    row("0-4294967295", ErrorCode::TooLarge);
    row("99999999999", ErrorCode::TooLarge);
    row("0-65535,0", ErrorCode::TooLarge);
}

void TestRanges::wrongIndicesAreRefused()
{
    QFETCH(std::string, text);
    QFETCH(int, code);
    const auto expanded = expandIndices(text);
    QVERIFY(!expanded);
    QCOMPARE(static_cast<int>(expanded.error().code), code);
}

void TestRanges::everyListOfNamesSurvivesTheRoundTrip()
{
    fuzz::run(2'000, [](std::mt19937 &random) {
        const auto names = randomNames(random);
        const auto text = compressNodes(names);
        const auto expanded = expandNodes(text);
        QVERIFY2(expanded && *expanded == names, text.c_str());
    });
}

void TestRanges::everyListOfIndicesSurvivesTheRoundTrip()
{
    fuzz::run(2'000, [](std::mt19937 &random) {
        Indices indices;
        for (auto count = fuzz::below(random, 20); count > 0; --count)
            indices.push_back(static_cast<std::uint32_t>(
                fuzz::below(random, 8) == 0 ? 4'294'967'295U - fuzz::below(random, 3)
                                            : fuzz::below(random, 40)));
        const auto text = compressIndices(indices);
        const auto expanded = expandIndices(text);
        QVERIFY2(expanded && *expanded == indices, text.c_str());
    });
}

// Whatever is accepted keeps the bound, and is written and read again as the same.
void TestRanges::noTextBreaksTheParser()
{
    static constexpr std::array<std::string_view, 22> kWords{
        "a",  "-",   "[",  "]", ",",      "0", "1",     "9", "0001", "99999999999", "node",
        "..", "x10", ":2", "(", "(null)", " ", "[1-3]", "b", "\xff", "[08-12,3]",   "-[0-9]"};
    constexpr std::size_t kLimit = 500;
    fuzz::run(20'000, [](std::mt19937 &random) {
        auto text = fuzz::text(random, kWords, 12);
        if (fuzz::below(random, 2) == 0)
            text = fuzz::mutated(random, compressNodes(randomNames(random)));
        const auto names = expandNodes(text, kLimit);
        if (names) {
            QVERIFY2(names->size() <= kLimit, text.c_str());
            const auto again = expandNodes(compressNodes(*names), kLimit);
            QVERIFY2(again && *again == *names, text.c_str());
        }
        const auto indices = expandIndices(text, kLimit);
        QVERIFY2(!indices || indices->size() <= kLimit, text.c_str());
    });
}

QTEST_APPLESS_MAIN(TestRanges)
#include "tst_ranges.moc"
