// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/stylesheet.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace pilothouse;

namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

constexpr Matrix kNormal{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
// Machado, Oliveira, Fernandes 2009, severity 1: protanopia and deuteranopia, on linear RGB.
constexpr Matrix kProtanopia{{{0.152286, 1.052583, -0.204868},
                              {0.114503, 0.786281, 0.099216},
                              {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeuteranopia{{{0.367322, 0.860646, -0.227968},
                                {0.280085, 0.672501, 0.047413},
                                {-0.011820, 0.042940, 0.968881}}};

Triple times(const Matrix &matrix, const Triple &v)
{
    Triple result{};
    for (std::size_t row = 0; row < 3; ++row)
        result[row] = matrix[row][0] * v[0] + matrix[row][1] * v[1] + matrix[row][2] * v[2];
    return result;
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

Triple linearRgb(const QColor &color)
{
    return {linear(color.redF()), linear(color.greenF()), linear(color.blueF())};
}

// OKLab (Ottosson 2020), in which distances are about as large as they look.
Triple okLab(const Triple &rgb)
{
    constexpr Matrix kCones{{{0.4122214708, 0.5363325363, 0.0514459929},
                             {0.2119034982, 0.6806995451, 0.1073969566},
                             {0.0883024619, 0.2817188376, 0.6299787005}}};
    constexpr Matrix kLab{{{0.2104542553, 0.7936177850, -0.0040720468},
                           {1.9779984951, -2.4285922050, 0.4505937099},
                           {0.0259040371, 0.7827717662, -0.8086757660}}};
    Triple cones = times(kCones, rgb);
    for (double &each : cones)
        each = std::cbrt(each);
    return times(kLab, cones);
}

double difference(const QColor &a, const QColor &b, const Matrix &eye)
{
    const Triple one = okLab(times(eye, linearRgb(a)));
    const Triple two = okLab(times(eye, linearRgb(b)));
    return std::hypot(one[0] - two[0], one[1] - two[1], one[2] - two[2]);
}

double luminance(const QColor &color)
{
    const Triple rgb = linearRgb(color);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

// WCAG 2 contrast.
double contrast(const QColor &a, const QColor &b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT

    static void eachKind()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("dark") << int(ThemeKind::Dark);
        QTest::newRow("light") << int(ThemeKind::Light);
    }

private Q_SLOTS:
    void textIsLegibleOnEverySurface_data() { eachKind(); }
    void textIsLegibleOnEverySurface()
    {
        QFETCH(int, kind);
        const ThemeTokens &t = tokensOf(ThemeKind(kind));
        for (const QColor &surface : {t.window, t.panel, t.raised, t.hover, t.selection,
                                      t.warningSurface, t.criticalSurface}) {
            QVERIFY2(contrast(t.text, surface) >= 7, qPrintable(surface.name()));
            QVERIFY2(contrast(t.muted, surface) >= 4, qPrintable(surface.name()));
        }
        QVERIFY(contrast(t.onAccent, t.accent) >= 4.5);
    }

    void marksAndAlarmsStandOutFromThePanel_data() { eachKind(); }
    void marksAndAlarmsStandOutFromThePanel()
    {
        QFETCH(int, kind);
        const ThemeTokens &t = tokensOf(ThemeKind(kind));
        for (const QColor &color : {t.accent, t.ok, t.warning, t.critical, t.bar})
            QVERIFY2(contrast(color, t.panel) >= 3, qPrintable(color.name()));
    }

    void theRampGrowsAwayFromThePanel_data() { eachKind(); }
    void theRampGrowsAwayFromThePanel()
    {
        QFETCH(int, kind);
        const QColor panel = tokensOf(ThemeKind(kind)).panel;
        double before = 0;
        for (const QRgb color : rampOf(ThemeKind(kind))) {
            const double now = contrast(QColor(color), panel);
            QVERIFY(now >= before - 0.02); // rounding to whole channels
            before = now;
        }
        QVERIFY(before > 10);
    }

    void theDarkRampHasItsSevenStops()
    {
        const Ramp &ramp = rampOf(ThemeKind::Dark);
        QCOMPARE(QColor(ramp.front()).name(), QStringLiteral("#101824"));
        QCOMPARE(QColor(ramp.back()).name(), QStringLiteral("#e0f5e1"));
        QVERIFY(difference(QColor(ramp[127]), QColor(QStringLiteral("#267a8c")), kNormal) < 0.01);
    }

    void rampColorClampsAndShowsNoValueAsNone()
    {
        const Theme theme;
        QCOMPARE(theme.rampColor(-3), theme.ramp().front());
        QCOMPARE(theme.rampColor(7), theme.ramp().back());
        QCOMPARE(theme.rampColor(std::numeric_limits<double>::quiet_NaN()),
                 theme.tokens().hover.rgb());
    }

    void categoriesDifferAlsoForColourBlindEyes_data() { eachKind(); }
    void categoriesDifferAlsoForColourBlindEyes()
    {
        QFETCH(int, kind);
        const Categories &all = categoriesOf(ThemeKind(kind));
        for (std::size_t i = 0; i < all.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                for (const Matrix &eye : {kNormal, kProtanopia, kDeuteranopia}) {
                    const double far = difference(QColor(all[i]), QColor(all[j]), eye);
                    QVERIFY2(far >= 0.08,
                             qPrintable(QStringLiteral("%1 and %2: %3").arg(j).arg(i).arg(far)));
                }
            }
            QVERIFY(contrast(QColor(all[i]), tokensOf(ThemeKind(kind)).panel) >= 2.5);
        }
    }

    void categoriesWrapAround()
    {
        const Theme theme;
        QCOMPARE(theme.category(kCategoryCount), theme.category(0));
        QCOMPARE(theme.category(-1), theme.category(kCategoryCount - 1));
    }

    void allFiguresAreEquallyWide()
    {
        const Theme theme;
        if (QFontInfo(theme.font()).family() != QStringLiteral("Noto Sans CJK SC"))
            QSKIP("the face with tabular figures is not installed");
        for (const int size : {fontsize::kSmall, fontsize::kBody, fontsize::kFigure}) {
            for (const QFont::Weight weight : {QFont::Normal, QFont::DemiBold, QFont::Bold}) {
                const QFontMetricsF metrics(theme.font(size, weight));
                for (char figure = '0'; figure <= '9'; ++figure)
                    QCOMPARE(metrics.horizontalAdvance(QLatin1Char(figure)),
                             metrics.horizontalAdvance(QLatin1Char('0')));
            }
        }
    }

    void theStyleSheetIsCompleteAndItsPicturesExist_data() { eachKind(); }
    void theStyleSheetIsCompleteAndItsPicturesExist()
    {
        QFETCH(int, kind);
        const QString sheet = styleSheetOf(tokensOf(ThemeKind(kind)));
        QVERIFY(!sheet.contains(QLatin1Char('@')));
        QCOMPARE(sheet.count(QLatin1Char('{')), sheet.count(QLatin1Char('}')));
        static const QRegularExpression url(QStringLiteral("url\\(([^)]*)\\)"));
        int pictures = 0;
        for (auto found = url.globalMatch(sheet); found.hasNext(); ++pictures)
            QVERIFY(QFile::exists(found.next().captured(1)));
        QVERIFY(pictures > 0);
    }

    void changingTheKindRepaintsTheProgram()
    {
        Theme theme;
        theme.apply(*qApp);
        QCOMPARE(QApplication::palette().color(QPalette::Window), tokensOf(ThemeKind::Dark).window);
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setKind(ThemeKind::Light);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(QApplication::palette().color(QPalette::Window),
                 tokensOf(ThemeKind::Light).window);
        QVERIFY(qApp->styleSheet().contains(tokensOf(ThemeKind::Light).panel.name()));
        theme.setKind(ThemeKind::Light);
        QCOMPARE(changed.count(), 1);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
