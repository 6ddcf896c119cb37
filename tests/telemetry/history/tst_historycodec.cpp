// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyfixture.h"
#include "telemetry/history/blockcodec.h"
#include "telemetry/history/decimal.h"
#include "telemetry/history/entropycoder.h"
#include "telemetry/history/envelope.h"
#include "telemetry/history/head.h"
#include "telemetry/history/rollup.h"
#include "telemetry/history/rowcodec.h"

#include <QTest>

#include <numeric>

using namespace pilothouse;
using namespace pilothouse::history;
using namespace pilothouse::test;

namespace {

// One column as a sensor of some kind would fill it.
void fill(std::span<double> column, unsigned kind, std::mt19937_64 &random)
{
    double last = static_cast<double>(random() % 1'000'000);
    for (std::size_t i = 0; i < column.size(); ++i) {
        const auto noise = static_cast<double>(random() % 1000);
        switch (kind) {
        case 0: // anything
            column[i] = anyValue(random);
            break;
        case 1: // constant
            column[i] = last;
            break;
        case 2: // counter in KiB, with a reset
            last = random() % 500 == 0 ? 0 : last + noise * 1024;
            column[i] = last;
            break;
        case 3: // ratio with six decimals
            column[i] = static_cast<double>(random() % 1'000'001) / 1e6;
            break;
        case 4: // 15 MHz steps
            column[i] = 15e6 * static_cast<double>(100 + random() % 10);
            break;
        case 5: // mostly missing
            column[i] = i % 15 == 0 ? noise / 10 : missingValue();
            break;
        case 6: // no decimals at all
            column[i] = std::sqrt(last + noise);
            break;
        case 7: // a few that are no decimals
            column[i] = random() % 50 == 0 ? std::sqrt(noise) : noise / 100;
            break;
        default: // all missing
            column[i] = missingValue();
        }
    }
}

Matrix randomMatrix(std::mt19937_64 &random)
{
    Matrix matrix(random() % 700, 1 + random() % 9);
    for (std::size_t i = 0; i < matrix.columns; ++i)
        fill(matrix.column(i), static_cast<unsigned>(random() % 9), random);
    return matrix;
}

bool equal(const Matrix &a, const Matrix &b)
{
    return a.rows == b.rows && a.columns == b.columns
        && std::ranges::equal(a.values, b.values, sameBits);
}

bool decodes(const Head &head, std::int64_t window)
{
    const Bytes body = encodeHead(head);
    return decodeHead({body}, window).has_value();
}

// Each rollup against the samples of its span, the plain way.
void compareRollups(const RollupBlock &rollups, const std::vector<Micros> &times, Micros start,
                    const Matrix &block)
{
    const Micros span = kWindow / static_cast<Micros>(rollups.buckets());
    for (std::size_t c = 0; c < block.columns; ++c) {
        for (std::size_t bucket = 0; bucket < rollups.buckets(); ++bucket) {
            std::vector<double> values;
            for (std::size_t i = 0; i < times.size(); ++i) {
                if (!std::isnan(block.column(c)[i])
                    && (times[i] - start) / span == static_cast<Micros>(bucket))
                    values.push_back(block.column(c)[i]);
            }
            const Rollup rollup = rollups.at(c, bucket);
            QCOMPARE(std::size_t{rollup.count}, values.size());
            if (values.empty())
                continue;
            QCOMPARE(rollup.minimum, std::ranges::min(values));
            QCOMPARE(rollup.maximum, std::ranges::max(values));
            QVERIFY(sameBits(rollup.last, values.back()));
            const double sum = std::accumulate(values.begin(), values.end(), 0.0);
            QVERIFY(std::abs(rollup.sum - sum) <= 1e-12 * std::abs(sum));
        }
    }
}

} // namespace

class HistoryCodecTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columnsComeBackBitByBit();
    void oneColumnIsReadAlone();
    void aCounterCostsLittle();
    void damagedColumnsAreRefusedOrReadWithoutHarm();
    void rowsComeBackBitByBit();
    void damagedRowsAreRefusedOrReadWithoutHarm();
    void aBlobInAnotherRowIsDamaged();
    void everyFlippedBitOfABlobIsFound();
    void theChecksumIsTheStandardOne();
    void aHeadComesBack();
    void aHeadWithTimesOutsideItsWindowIsRefused();
    void rollupsAreExact();
    void damagedRollupsAreRefusedOrReadWithoutHarm();
    void numbersComeBackWhateverTheirSize();
};

void HistoryCodecTest::columnsComeBackBitByBit()
{
    std::mt19937_64 random(1);
    for (int i = 0; i < 400; ++i) {
        const Matrix matrix = randomMatrix(random);
        Bytes bytes;
        encodeBlock(matrix, bytes);
        auto reader = BlockReader::open({bytes});
        QVERIFY(reader);
        QVERIFY2(equal(reader->decodeAll(), matrix), qPrintable(QString::number(i)));
    }
}

void HistoryCodecTest::oneColumnIsReadAlone()
{
    std::mt19937_64 random(2);
    Matrix matrix(600, 9);
    for (std::size_t i = 0; i < 9; ++i)
        fill(matrix.column(i), static_cast<unsigned>(i), random);
    Bytes bytes;
    encodeBlock(matrix, bytes);
    auto reader = BlockReader::open({bytes});
    QVERIFY(reader);
    std::vector<double> column(600);
    for (std::size_t i = 9; i-- > 0;) {
        reader->decode(i, column);
        QVERIFY(std::ranges::equal(column, matrix.column(i), sameBits));
    }
}

void HistoryCodecTest::aCounterCostsLittle()
{
    Matrix matrix(600, 1);
    for (std::size_t i = 0; i < 600; ++i)
        matrix.values[i] = 1e12 + 1024.0 * static_cast<double>(i * 37 + i % 3);
    Bytes bytes;
    encodeBlock(matrix, bytes);
    // 600 values of three kinds: log2(3) bits each
    QVERIFY2(bytes.size() < 600 * 1.585 / 8 + 50, qPrintable(QString::number(bytes.size())));
}

void HistoryCodecTest::damagedColumnsAreRefusedOrReadWithoutHarm()
{
    std::mt19937_64 random(3);
    int refused = 0;
    for (int i = 0; i < 3000; ++i) {
        Bytes bytes;
        encodeBlock(randomMatrix(random), bytes);
        for (int flips = 0; flips < 3; ++flips)
            bytes[random() % std::min<std::size_t>(bytes.size(), 40)] =
                static_cast<std::uint8_t>(random());
        if (i % 3 == 0)
            bytes.resize(random() % bytes.size());
        auto reader = BlockReader::open({bytes});
        refused += reader ? 0 : 1;
        if (reader)
            QCOMPARE(reader->decodeAll().values.size(), reader->rows() * reader->columns());
    }
    QVERIFY(refused > 1000);
}

void HistoryCodecTest::rowsComeBackBitByBit()
{
    std::mt19937_64 random(4);
    RowState writing;
    RowState reading;
    writing.reset(200);
    reading.reset(200);
    std::vector<double> values(200);
    std::vector<double> decoded(200);
    for (int row = 0; row < 500; ++row) {
        for (double &value : values)
            value = anyValue(random);
        Bytes bytes;
        encodeRow(values, writing, bytes);
        QVERIFY(decodeRow(bytes, reading, decoded));
        QVERIFY(std::ranges::equal(values, decoded, sameBits));
    }
}

void HistoryCodecTest::damagedRowsAreRefusedOrReadWithoutHarm()
{
    std::mt19937_64 random(5);
    std::vector<double> values(50);
    int refused = 0;
    for (int i = 0; i < 3000; ++i) {
        for (double &value : values)
            value = anyValue(random);
        RowState state;
        state.reset(50);
        Bytes bytes;
        encodeRow(values, state, bytes);
        bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
        if (i % 2 == 0)
            bytes.resize(random() % bytes.size());
        state.reset(50);
        refused += decodeRow(bytes, state, values) ? 0 : 1;
    }
    QVERIFY(refused > 1000);
    RowState narrow;
    narrow.reset(3);
    QVERIFY(!decodeRow({}, narrow, values));
}

void HistoryCodecTest::aBlobInAnotherRowIsDamaged()
{
    Envelope envelope;
    const Bytes body(1000, 7);
    const Bytes blob = envelope.wrap(5, body);
    const auto back = envelope.unwrap(5, blob);
    QVERIFY(back && std::ranges::equal(*back, body));
    QVERIFY(!envelope.unwrap(6, blob));
}

void HistoryCodecTest::everyFlippedBitOfABlobIsFound()
{
    Envelope envelope;
    std::mt19937_64 random(6);
    for (const auto compress : {Envelope::Compress::Yes, Envelope::Compress::No}) {
        Bytes body;
        for (int i = 0; i < 60; ++i)
            body.push_back(static_cast<std::uint8_t>(random() % 3));
        Bytes blob = envelope.wrap(5, body, compress);
        for (std::size_t bit = 0; bit < blob.size() * 8; ++bit) {
            blob[bit / 8] = static_cast<std::uint8_t>(blob[bit / 8] ^ 1U << (bit % 8));
            QVERIFY(!envelope.unwrap(5, blob));
            blob[bit / 8] = static_cast<std::uint8_t>(blob[bit / 8] ^ 1U << (bit % 8));
        }
        for (std::size_t size = 0; size < blob.size(); ++size)
            QVERIFY(!envelope.unwrap(5, ByteSpan(blob).first(size)));
        QVERIFY(envelope.unwrap(5, blob));
    }
}

void HistoryCodecTest::theChecksumIsTheStandardOne()
{
    const std::string text = "123456789";
    const Bytes bytes(text.begin(), text.end());
    QCOMPARE(crc32(bytes), 0xCBF43926U);
    QCOMPARE(crc32c(bytes), 0xE3069283U);
    QCOMPARE(crc32(ByteSpan(bytes).subspan(3), crc32(ByteSpan(bytes).first(3))), 0xCBF43926U);
}

void HistoryCodecTest::aHeadComesBack()
{
    const std::int64_t window = windowOf(nowMicros());
    Head head{123, {}};
    for (int i = 0; i < 600; ++i)
        head.times.push_back(window * kWindow + i * kSecond + i % 7);
    const Bytes body = encodeHead(head);
    QVERIFY(body.size() < 700);
    const auto back = decodeHead({body}, window);
    QVERIFY(back);
    QCOMPARE(back->lastHotId, head.lastHotId);
    QVERIFY(back->times == head.times);
}

void HistoryCodecTest::aHeadWithTimesOutsideItsWindowIsRefused()
{
    const std::int64_t window = windowOf(nowMicros());
    const Micros start = window * kWindow;
    QVERIFY(!decodes({1, {start + kWindow}}, window));
    QVERIFY(!decodes({1, {start - 1}}, window));
    QVERIFY(!decodes({1, {start + 5, start + 5}}, window));
    QVERIFY(decodes({1, {start, start + kWindow - 1}}, window));
}

void HistoryCodecTest::rollupsAreExact()
{
    std::mt19937_64 random(8);
    for (int round = 0; round < 100; ++round) {
        std::vector<Micros> times;
        const Micros start = pastWindow();
        for (Micros at = static_cast<Micros>(random() % 90) * kSecond; at < kWindow;
             at += static_cast<Micros>(1 + random() % 60'000'000))
            times.push_back(start + at);
        Matrix block(times.size(), 3);
        for (double &value : block.values)
            value =
                random() % 4 == 0 ? missingValue() : static_cast<double>(random() % 10'000) / 10;
        const IntegerBlock integers = IntegerBlock::of(block);
        Bytes bytes;
        RollupBlock::of(times, start, block, integers).encode(bytes);
        const auto tens = RollupBlock::decode(bytes);
        QVERIFY(tens);
        compareRollups(*tens, times, start, block);
        for (const std::size_t factor : {std::size_t{6}, std::size_t{60}}) {
            bytes.clear();
            tens->coarser(factor).encode(bytes);
            const auto coarser = RollupBlock::decode(bytes);
            QVERIFY(coarser);
            compareRollups(*coarser, times, start, block);
        }
    }
}

void HistoryCodecTest::damagedRollupsAreRefusedOrReadWithoutHarm()
{
    std::mt19937_64 random(9);
    int refused = 0;
    for (int i = 0; i < 3000; ++i) {
        std::vector<Micros> times;
        for (Micros at = 0; at < kWindow; at += 5 * kSecond)
            times.push_back(pastWindow() + at);
        Matrix block(times.size(), 3);
        for (double &value : block.values)
            value = i % 5 == 0 ? anyValue(random) : static_cast<double>(random() % 100);
        Bytes bytes;
        RollupBlock::of(times, pastWindow(), block, IntegerBlock::of(block)).encode(bytes);
        for (int flips = 0; flips < 3; ++flips)
            bytes[random() % std::min<std::size_t>(bytes.size(), 40)] =
                static_cast<std::uint8_t>(random());
        if (i % 3 == 0)
            bytes.resize(random() % bytes.size());
        const auto read = RollupBlock::decode(bytes);
        refused += read ? 0 : 1;
        for (std::size_t s = 0; read && s < read->series(); ++s) {
            for (std::size_t b = 0; b < read->buckets(); ++b)
                QVERIFY(read->at(s, b).count <= kMaxRows);
        }
    }
    QVERIFY(refused > 1000);
}

void HistoryCodecTest::numbersComeBackWhateverTheirSize()
{
    std::mt19937_64 random(10);
    for (int round = 0; round < 500; ++round) {
        std::vector<std::uint64_t> numbers(random() % 5'000);
        const unsigned shift = static_cast<unsigned>(random() % 64);
        for (std::uint64_t &number : numbers)
            number = random() >> (random() % 50 == 0 ? random() % 64 : shift);
        Bytes bytes;
        encodeNumbers(numbers, bytes);
        ByteReader reader(bytes);
        std::vector<std::uint64_t> back(numbers.size());
        QVERIFY(decodeNumbers(reader, numbers.size(), back));
        QVERIFY(back == numbers);
        QCOMPARE(reader.left(), std::size_t{0});
        ByteReader again(bytes);
        back.resize(numbers.size() / 3);
        QVERIFY(decodeNumbers(again, numbers.size(), back));
        QVERIFY(std::ranges::equal(back, std::span(numbers).first(back.size())));
    }
}

QTEST_APPLESS_MAIN(HistoryCodecTest)
#include "tst_historycodec.moc"
