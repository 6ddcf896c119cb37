// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace pilothouse {

class ElidedLabel;

// A framed panel: a title, then optional widgets, at the right words or a widget, and a body.
class Card : public QWidget {
    Q_OBJECT

public:
    explicit Card(const Theme &theme, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setRightText(const QString &text);
    void addHeaderWidget(QWidget *widget); // after the title
    void addRightWidget(QWidget *widget);
    // An accent frame and title, for what is proposed and not yet applied.
    void setEmphasized(bool on);

    // Where the content goes. addContent() is the same for a body of one widget.
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    void addContent(QWidget *widget, int stretch = 1);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    ElidedLabel *m_title;
    ElidedLabel *m_right;
    QHBoxLayout *m_header;
    QHBoxLayout *m_headerLeft;
    QVBoxLayout *m_body;
    bool m_emphasized = false;
};

} // namespace pilothouse
