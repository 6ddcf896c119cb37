// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGui/QColor>
#include <QtGui/QFont>

#include <array>

namespace pilothouse {

enum class ThemeKind { Dark, Light };

// Every colour that the interface draws; there is no colour literal outside this folder.
struct ThemeTokens {
    QColor window; // behind everything
    QColor panel; // cards, rail, bars
    QColor raised; // chips, buttons, fields
    QColor hover; // under the pointer; empty part of a bar
    QColor line; // borders and hairlines
    QColor text;
    QColor muted; // labels, units, second lines
    QColor faint; // counts, axis labels, disabled text
    QColor accent;
    QColor onAccent; // text on accent
    QColor selection; // selected rows, current page, chosen chip
    QColor ok;
    QColor warning;
    QColor critical;
    QColor bar; // bars of one measure in tables and rows
    QColor warningSurface; // behind a warning's words
    QColor criticalSurface; // behind a critical message's words
    QColor shadow; // over a thing that is switched off or past
};

inline constexpr int kRampSize = 256;
inline constexpr int kCategoryCount = 12;

using Ramp = std::array<QRgb, kRampSize>;
using Categories = std::array<QRgb, kCategoryCount>;

[[nodiscard]] const ThemeTokens &tokensOf(ThemeKind kind);

// Sequential ramp for activity. In both themes more activity stands out more from the panel:
// dark to light on dark, pale to dark on light.
[[nodiscard]] const Ramp &rampOf(ThemeKind kind);

// Colours for tenants, jobs and series, told apart also by people with red-green colour blindness
// (tests/ui/theme holds the measure).
[[nodiscard]] const Categories &categoriesOf(ThemeKind kind);

// A mix of two opaque colours: share 0 gives under, 1 gives over.
[[nodiscard]] QColor mixed(const QColor &under, const QColor &over, double share);

// Distances in steps of 4 px.
namespace space {
inline constexpr int kStep = 4;
inline constexpr int kSmall = 4;
inline constexpr int kMedium = 8;
inline constexpr int kLarge = 12; // between cards; inside a card
inline constexpr int kPage = 16; // around a page
inline constexpr int kRow = 24; // a table row
inline constexpr int kControl = 28; // a button or a field
inline constexpr int kRadius = 6;
inline constexpr int kSmallRadius = 4;
} // namespace space

// Font sizes in px.
namespace fontsize {
inline constexpr int kSmall = 11;
inline constexpr int kBody = 13;
inline constexpr int kHeadline = 19; // a page's title
inline constexpr int kFigure = 23; // the big number of a card
} // namespace fontsize

} // namespace pilothouse
