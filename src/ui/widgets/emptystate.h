// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace pilothouse {

// What a page or card shows in place of content: what is the matter and what to do next.
class EmptyState : public QWidget {
    Q_OBJECT

public:
    enum class Kind { Empty, Loading, Failed, Stale, NoPermission };

    explicit EmptyState(const Theme &theme, QWidget *parent = nullptr);

    void setKind(Kind kind);
    void setWords(const QString &headline, const QString &hint);
    void setAction(const QString &text); // empty: no button

Q_SIGNALS:
    void actionTriggered();

private:
    void restyle();

    class Mark;
    const Theme &m_theme;
    Mark *m_mark;
    QLabel *m_headline;
    QLabel *m_hint;
    QPushButton *m_action;
};

// The mark of an empty state, for views that paint it themselves; 28 px, centred in the box.
void paintEmptyMark(QPainter &painter, const QRectF &box, EmptyState::Kind kind,
                    const ThemeTokens &tokens);

} // namespace pilothouse
