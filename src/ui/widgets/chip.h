// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/roles.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace pilothouse {

// A small label in a pill, with a state's mark before it where it has a state:
// "RUNNING 3 h 12 m of 24 h".
class Chip : public QWidget {
    Q_OBJECT

public:
    explicit Chip(const Theme &theme, const QString &text = QString(), QWidget *parent = nullptr);

    void setText(const QString &text);
    [[nodiscard]] QString text() const { return m_text; }
    void setState(State state);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void describe();

    const Theme &m_theme;
    QString m_text;
    State m_state = State::None;
};

} // namespace pilothouse
