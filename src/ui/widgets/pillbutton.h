// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/roles.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>

namespace pilothouse {

// A framed button of the top bar: a state's mark, muted words and strong words. It grows with its
// words and does not shrink again, so that its neighbours keep their places.
class PillButton : public QAbstractButton {
    Q_OBJECT

public:
    explicit PillButton(const Theme &theme, QWidget *parent = nullptr);

    void setState(State state);
    void setWords(const QString &muted, const QString &strong);
    // Words at the far right of a wide pill, for example its key.
    void setTrailing(const QString &trailing);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] int neededWidth() const;
    void describe();

    const Theme &m_theme;
    State m_state = State::None;
    QString m_muted;
    QString m_strong;
    QString m_trailing;
    int m_widest = 0;
};

} // namespace pilothouse
