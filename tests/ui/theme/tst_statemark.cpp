// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/statemark.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace pilothouse;

namespace {

constexpr int kSide = 14;

const QList<State> kStates{State::Ok,      State::Info,    State::Pending, State::Drained,
                           State::Unknown, State::Warning, State::Critical};

// The shape alone: what is covered, whatever its colour.
QImage shapeOf(State state)
{
    QImage image(kSide, kSide, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintStateMark(painter, QRectF(0, 0, kSide, kSide), state, tokensOf(ThemeKind::Dark));
    painter.end();
    return image;
}

int differingPixels(const QImage &a, const QImage &b)
{
    int count = 0;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x)
            count += std::abs(qAlpha(a.pixel(x, y)) - qAlpha(b.pixel(x, y))) > 100 ? 1 : 0;
    }
    return count;
}

} // namespace

class TestStateMark : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStateHasAShapeOfItsOwn()
    {
        for (const State one : kStates) {
            for (const State other : kStates) {
                if (one == other)
                    continue;
                const int differing = differingPixels(shapeOf(one), shapeOf(other));
                QVERIFY2(differing >= 8,
                         qPrintable(QStringLiteral("%1 and %2: %3")
                                        .arg(stateName(one), stateName(other))
                                        .arg(differing)));
            }
        }
    }

    void noStateDrawsNothingAndHasNoName()
    {
        QImage empty(kSide, kSide, QImage::Format_ARGB32_Premultiplied);
        empty.fill(Qt::transparent);
        QCOMPARE(shapeOf(State::None), empty);
        QVERIFY(stateName(State::None).isEmpty());
    }

    void everyStateHasAWordOfItsOwn()
    {
        QStringList words;
        for (const State state : kStates)
            words << stateName(state);
        QCOMPARE(words.removeDuplicates(), 0);
        QVERIFY(!words.contains(QString()));
    }

    void marksStayInsideSmallBoxes()
    {
        QImage image(20, 20, QImage::Format_ARGB32_Premultiplied);
        for (const State state : kStates) {
            image.fill(Qt::transparent);
            QPainter painter(&image);
            paintStateMark(painter, QRectF(6, 6, 8, 8), state, tokensOf(ThemeKind::Light));
            painter.end();
            for (int i = 0; i < 20; ++i) {
                QCOMPARE(qAlpha(image.pixel(i, 4)), 0);
                QCOMPARE(qAlpha(image.pixel(4, i)), 0);
                QCOMPARE(qAlpha(image.pixel(i, 15)), 0);
                QCOMPARE(qAlpha(image.pixel(15, i)), 0);
            }
        }
    }
};

QTEST_MAIN(TestStateMark)
#include "tst_statemark.moc"
