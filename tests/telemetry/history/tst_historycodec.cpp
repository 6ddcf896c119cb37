// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyfixture.h"
#include "telemetry/history/columncodec.h"
#include "telemetry/history/decimal.h"
#include "telemetry/history/envelope.h"
#include "telemetry/history/head.h"
#include "telemetry/history/rollup.h"
#include "telemetry/history/rowcodec.h"

#include <QTest>

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
};

void HistoryCodecTest::columnsComeBackBitByBit()
{
    std::mt19937_64 random(1);
    for (int i = 0; i < 400; ++i) {
        const Matrix matrix = randomMatrix(random);
        Bytes bytes;
        encodeColumns(matrix, bytes);
        const auto reader = ColumnReader::open(bytes);
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
    encodeColumns(matrix, bytes);
    const auto reader = ColumnReader::open(bytes);
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
    encodeColumns(matrix, bytes);
    QVERIFY2(bytes.size() < 700, qPrintable(QString::number(bytes.size())));
    Envelope envelope;
    QVERIFY(envelope.wrap(1, bytes).size() < 100);
}

void HistoryCodecTest::damagedColumnsAreRefusedOrReadWithoutHarm()
{
    std::mt19937_64 random(3);
    int refused = 0;
    for (int i = 0; i < 3000; ++i) {
        Bytes bytes;
        encodeColumns(randomMatrix(random), bytes);
        for (int flips = 0; flips < 3; ++flips)
            bytes[random() % std::min<std::size_t>(bytes.size(), 40)] =
                static_cast<std::uint8_t>(random());
        if (i % 3 == 0)
            bytes.resize(random() % bytes.size());
        const auto reader = ColumnReader::open(bytes);
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
    const auto back = decodeHead(body, window);
    QVERIFY(back);
    QCOMPARE(back->lastHotId, head.lastHotId);
    QVERIFY(back->times == head.times);
}

void HistoryCodecTest::aHeadWithTimesOutsideItsWindowIsRefused()
{
    const std::int64_t window = windowOf(nowMicros());
    const Micros start = window * kWindow;
    QVERIFY(!decodeHead(encodeHead({1, {start + kWindow}}), window));
    QVERIFY(!decodeHead(encodeHead({1, {start - 1}}), window));
    QVERIFY(!decodeHead(encodeHead({1, {start + 5, start + 5}}), window));
    QVERIFY(decodeHead(encodeHead({1, {start, start + kWindow - 1}}), window));
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
        Bytes bytes;
        encodeColumns(rollupMatrix(times, start, block), bytes);
        const Matrix matrix = ColumnReader::open(bytes)->decodeAll();
        for (std::size_t c = 0; c < 3; ++c) {
            const auto rollups = rollupsOf(matrix, c);
            QVERIFY(rollups);
            for (std::size_t minute = 0; minute < kRollupsPerWindow; ++minute) {
                double sum = 0;
                double count = 0;
                double lowest = std::numeric_limits<double>::infinity();
                double highest = -lowest;
                for (std::size_t i = times.size(); i-- > 0;) {
                    const double value = block.column(c)[i];
                    if (std::isnan(value)
                        || (times[i] - start) / kMinute != static_cast<Micros>(minute))
                        continue;
                    sum += value;
                    count += 1;
                    lowest = std::min(lowest, value);
                    highest = std::max(highest, value);
                }
                const Rollup &rollup = (*rollups)[minute];
                QCOMPARE(rollup.count, count);
                if (count == 0)
                    continue;
                QCOMPARE(rollup.minimum, lowest);
                QCOMPARE(rollup.maximum, highest);
                QVERIFY(std::abs(rollup.sum - sum) <= 1e-12 * std::abs(sum));
            }
        }
    }
}

QTEST_APPLESS_MAIN(HistoryCodecTest)
#include "tst_historycodec.moc"
