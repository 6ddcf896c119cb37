// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QAbstractButton>

namespace pilothouse {

// One row of the rail.
class RailItem : public QAbstractButton {
    Q_OBJECT

public:
    RailItem(const Theme &theme, const QString &id, QWidget *parent);

    [[nodiscard]] const QString &id() const { return m_id; }
    void setCount(const QString &count);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_id;
    QString m_count;
};

} // namespace pilothouse
