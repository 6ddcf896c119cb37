// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/centerview.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace pilothouse {

// Where the capacity goes at the moment: one bar for each use, which together are all accelerators.
class CapacityBars final : public QWidget {
    Q_OBJECT
public:
    explicit CapacityBars(const Theme &theme, QWidget *parent = nullptr);

    void setTotals(const CenterTotals &totals);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QColor color(Use use) const;

    const Theme &m_theme;
    CenterTotals m_totals;
};

} // namespace pilothouse
