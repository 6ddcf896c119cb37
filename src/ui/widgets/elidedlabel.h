// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace pilothouse {

// One line of text that gives way: it elides where it has too little room, and then shows all of
// itself in a tool tip.
class ElidedLabel : public QWidget {
    Q_OBJECT

public:
    enum class Tone { Text, Muted, Faint, Accent };

    explicit ElidedLabel(const Theme &theme, QWidget *parent = nullptr);

    void setText(const QString &text);
    [[nodiscard]] QString text() const { return m_text; }
    void setTone(Tone tone);
    void setLook(int pixelSize, QFont::Weight weight);
    void setAlignment(Qt::Alignment alignment);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] QColor color() const;

    const Theme &m_theme;
    QString m_text;
    Tone m_tone = Tone::Text;
    Qt::Alignment m_alignment = Qt::AlignLeft;
};

} // namespace pilothouse
