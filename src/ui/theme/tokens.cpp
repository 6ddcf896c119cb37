// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/tokens.h"

#include <cmath>
#include <span>

namespace pilothouse {

namespace {

constexpr std::array<QRgb, 7> kActivityStops = {0xff101824, 0xff182d4a, 0xff1c5070, 0xff267a8c,
                                                0xff42a89b, 0xff96d6b2, 0xffe0f5e1};

// The same ramp read backwards, without its near-black end, which would read as text on light.
constexpr std::array<QRgb, 6> kLightActivityStops = {0xffe0f5e1, 0xff96d6b2, 0xff42a89b,
                                                     0xff267a8c, 0xff1c5070, 0xff182d4a};

constexpr Categories kDarkCategories = {0xff4c9aff, 0xfff0a600, 0xff1fc6bb, 0xffa87fc2,
                                        0xfffdd065, 0xff14c3ff, 0xffbf4b36, 0xff7c62d1,
                                        0xff008b80, 0xffc08500, 0xffbfdebb, 0xffe29479};

constexpr Categories kLightCategories = {0xff1769d6, 0xffcc6700, 0xff008f95, 0xff6e4ea8,
                                         0xffc8991d, 0xff339adb, 0xffb14b00, 0xff50339b,
                                         0xff1b707b, 0xff813c1b, 0xff619968, 0xffb13659};

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

ThemeTokens darkTokens()
{
    ThemeTokens t;
    t.window = rgb(0xff0d1117);
    t.panel = rgb(0xff141a22);
    t.raised = rgb(0xff1a212b);
    t.hover = rgb(0xff222b37);
    t.line = rgb(0xff283240);
    t.text = rgb(0xffe6ebf2);
    t.muted = rgb(0xff8d99a8);
    t.faint = rgb(0xff67727f);
    t.accent = rgb(0xff4c9aff);
    t.onAccent = t.window;
    t.selection = mixed(t.panel, t.accent, 0.24);
    t.ok = rgb(0xff3fb68b);
    t.warning = rgb(0xffe0a33a);
    t.critical = rgb(0xffe5534b);
    t.bar = rgb(0xff42a89b);
    t.warningSurface = mixed(t.panel, t.warning, 0.14);
    t.criticalSurface = mixed(t.panel, t.critical, 0.16);
    t.shadow = QColor(0, 0, 0, 110);
    return t;
}

ThemeTokens lightTokens()
{
    ThemeTokens t;
    t.window = rgb(0xfff4f6f9);
    t.panel = rgb(0xffffffff);
    t.raised = rgb(0xfff7f9fb);
    t.hover = rgb(0xffeef2f6);
    t.line = rgb(0xffdbe2ea);
    t.text = rgb(0xff17202b);
    t.muted = rgb(0xff5d6b7b);
    t.faint = rgb(0xff8a96a3);
    t.accent = rgb(0xff1769d6);
    t.onAccent = t.panel;
    t.selection = mixed(t.panel, t.accent, 0.13);
    t.ok = rgb(0xff1d8a63);
    t.warning = rgb(0xffb77a10);
    t.critical = rgb(0xffc93a32);
    t.bar = rgb(0xff267a8c);
    t.warningSurface = mixed(t.panel, t.warning, 0.13);
    t.criticalSurface = mixed(t.panel, t.critical, 0.10);
    t.shadow = QColor(23, 32, 43, 40);
    return t;
}

Ramp interpolated(std::span<const QRgb> stops)
{
    Ramp ramp{};
    for (int i = 0; i < kRampSize; ++i) {
        const double position = double(i) / (kRampSize - 1) * double(stops.size() - 1);
        const auto lower = std::min(std::size_t(position), stops.size() - 2);
        ramp[std::size_t(i)] =
            mixed(rgb(stops[lower]), rgb(stops[lower + 1]), position - double(lower)).rgb();
    }
    return ramp;
}

} // namespace

QColor mixed(const QColor &under, const QColor &over, double share)
{
    const auto channel = [share](int from, int to) {
        return int(std::lround(from + (to - from) * share));
    };
    return QColor(channel(under.red(), over.red()), channel(under.green(), over.green()),
                  channel(under.blue(), over.blue()));
}

const ThemeTokens &tokensOf(ThemeKind kind)
{
    static const ThemeTokens dark = darkTokens();
    static const ThemeTokens light = lightTokens();
    return kind == ThemeKind::Dark ? dark : light;
}

const Ramp &rampOf(ThemeKind kind)
{
    static const Ramp dark = interpolated(kActivityStops);
    static const Ramp light = interpolated(kLightActivityStops);
    return kind == ThemeKind::Dark ? dark : light;
}

const Categories &categoriesOf(ThemeKind kind)
{
    return kind == ThemeKind::Dark ? kDarkCategories : kLightCategories;
}

} // namespace pilothouse
