// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QtCore/QObject>

class QApplication;

namespace pilothouse {

// The look of the whole program. One lives in main and outlives all widgets, which hold a
// reference to it and repaint on changed(). GUI thread.
class Theme : public QObject {
    Q_OBJECT

public:
    explicit Theme(ThemeKind kind = ThemeKind::Dark, QObject *parent = nullptr);

    [[nodiscard]] ThemeKind kind() const { return m_kind; }
    // Changes the look of a program that apply() was called for at once.
    void setKind(ThemeKind kind);

    [[nodiscard]] const ThemeTokens &tokens() const { return tokensOf(m_kind); }
    [[nodiscard]] const Ramp &ramp() const { return rampOf(m_kind); }

    // The ramp's colour of a share from 0 to 1, clamped; of NaN the panel's hover surface.
    [[nodiscard]] QRgb rampColor(double share) const;

    // A colour for the index-th tenant, job or series; wraps around.
    [[nodiscard]] QColor category(int index) const;

    // A font of the given size in px. All its figures have the same width at every weight.
    [[nodiscard]] QFont font(int pixelSize = fontsize::kBody,
                             QFont::Weight weight = QFont::Normal) const;

    // Gives the program this style, palette, font and style sheet; again after each setKind().
    void apply(QApplication &application);

Q_SIGNALS:
    void changed();

private:
    ThemeKind m_kind;
    QApplication *m_application = nullptr;
};

} // namespace pilothouse
