// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QAbstractItemDelegate>
#include <QFontMetrics>

namespace pilothouse {

// Draws the cells of a TableView from the roles of models/roles.h with plain painter calls, because
// a table of thousands of live cells has no time for the style. Read-only.
class CellDelegate : public QAbstractItemDelegate {
    Q_OBJECT

public:
    explicit CellDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    struct Face {
        QFont font;
        QFontMetrics metrics;
    };

    [[nodiscard]] const Face &face(const QModelIndex &index) const;
    [[nodiscard]] QColor textColor(const QModelIndex &index) const;
    void paintText(QPainter &painter, const QRect &rect, const QModelIndex &index) const;
    void paintBar(QPainter &painter, const QRect &rect, const QModelIndex &index,
                  double share) const;

    const Theme &m_theme;
    Face m_normal;
    Face m_bold;
};

} // namespace pilothouse
