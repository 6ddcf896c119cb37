// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QHeaderView>

namespace pilothouse {

// The header of a TableView. The sort arrow stands beside the words on the side away from the
// cells' edge, so that words and figures below stay aligned.
class TableHeader : public QHeaderView {
    Q_OBJECT

public:
    explicit TableHeader(const Theme &theme, QWidget *parent = nullptr);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int column) const override;
    [[nodiscard]] QSize sectionSizeFromContents(int column) const override;

private:
    [[nodiscard]] QString words(int column) const;

    const Theme &m_theme;
};

} // namespace pilothouse
