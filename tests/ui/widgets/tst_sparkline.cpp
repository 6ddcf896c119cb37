// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pixels.h"
#include "ui/widgets/sparkline.h"

#include <QImage>
#include <QPainter>
#include <QTest>

#include <limits>

using namespace pilothouse;

namespace {

constexpr int kWidth = 60;
constexpr int kHeight = 20;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

QImage drawn(const QList<double> &values)
{
    QImage image(kWidth, kHeight, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintSparkline(painter, QRectF(0, 0, kWidth, kHeight), values,
                   tokensOf(ThemeKind::Dark).accent);
    painter.end();
    return image;
}

bool columnIsEmpty(const QImage &image, int x)
{
    for (int y = 0; y < kHeight; ++y) {
        if (qAlpha(image.pixel(x, y)) > 0)
            return false;
    }
    return true;
}

// The row of the line itself, the most covered pixel of the column.
int lineRow(const QImage &image, int x)
{
    int best = 0;
    for (int y = 1; y < kHeight; ++y) {
        if (qAlpha(image.pixel(x, y)) > qAlpha(image.pixel(x, best)))
            best = y;
    }
    return best;
}

} // namespace

class TestSparkline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void drawsNothingWithoutValues()
    {
        QVERIFY(columnIsEmpty(drawn({}), kWidth / 2));
        const QImage image = drawn({kNone, kNone, kNone});
        for (int x = 0; x < kWidth; ++x)
            QVERIFY(columnIsEmpty(image, x));
    }

    void scalesToItsLowestAndHighest()
    {
        const QImage image = drawn({1000, 1001});
        QVERIFY(lineRow(image, 2) > kHeight - 5);
        QVERIFY(lineRow(image, kWidth - 3) < 5);
    }

    void equalValuesAreALineInTheMiddle()
    {
        const QImage image = drawn({5, 5, 5});
        QVERIFY(qAbs(lineRow(image, kWidth / 2) - kHeight / 2) <= 1);
    }

    void aMissingValueIsAGap()
    {
        const QImage image = drawn({1, 2, 3, kNone, kNone, kNone, 3, 2, 1});
        QVERIFY(columnIsEmpty(image, kWidth / 2));
        QVERIFY(!columnIsEmpty(image, kWidth / 8));
        QVERIFY(!columnIsEmpty(image, kWidth * 7 / 8));
    }

    void aLonelyValueIsADot()
    {
        const QImage image = drawn({kNone, 4, kNone});
        QVERIFY(!columnIsEmpty(image, kWidth / 2));
        QVERIFY(columnIsEmpty(image, kWidth / 4));
    }

    void theWidgetTakesTheColourOfItsTone()
    {
        const Theme theme;
        Sparkline sparkline(theme);
        sparkline.resize(kWidth, kHeight);
        sparkline.setValues({1, 1, 1});
        const auto shows = [&sparkline](const QColor &color) {
            const QColor seen(test::pictureOf(sparkline).pixel(kWidth / 2, kHeight / 2));
            return qAbs(seen.hue() - color.hue()) < 12;
        };
        QVERIFY(shows(theme.tokens().accent));
        sparkline.setTone(State::Critical);
        QVERIFY(shows(theme.tokens().critical));
    }
};

QTEST_MAIN(TestSparkline)
#include "tst_sparkline.moc"
