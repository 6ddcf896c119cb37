// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/emptystate.h"

#include <QTableView>
#include <functional>

class QMenu;

namespace pilothouse {

// The table of the whole program: rows of 24 px with hairlines, whole rows selected, sorting by a
// click on the header, columns moved by drag and chosen in columnMenu(). It shows the roles of
// models/roles.h and keeps selection, current row and scroll position when its model is reset, if
// the first column answers IdRole. Enter, or a double click, emits activated(). Column order,
// widths and visibility are those of horizontalHeader()->saveState().
class TableView : public QTableView {
    Q_OBJECT

public:
    explicit TableView(const Theme &theme, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;

    // What is painted while there are no rows.
    void setEmptyState(EmptyState::Kind kind, const QString &headline, const QString &hint);

    // One entry for each column; the last visible one cannot be hidden. Also on the header's
    // context menu.
    [[nodiscard]] QMenu *columnMenu() const { return m_columnMenu; }

    // The column that takes the width which the others leave, and never less than this.
    void setSpareColumn(int column, int least);

    // What a drag of a row does, where its model lets rows be dragged.
    void setDrag(std::function<void(const QModelIndex &)> drag) { m_drag = std::move(drag); }

    // The selected rows in the order on the screen as lines of tab-separated visible columns.
    [[nodiscard]] QString selectionAsText() const;

public Q_SLOTS:
    void copySelection() const; // also on Ctrl+C

Q_SIGNALS:
    // A click, or Enter on the current cell, where LinkRole is true; activated() is then not
    // emitted for that Enter.
    void linkActivated(const QModelIndex &index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void startDrag(Qt::DropActions actions) override;

private:
    void paintEmpty();
    void fitSpareColumn();
    void fillColumnMenu();
    void rememberPlace();
    void restorePlace();

    const Theme &m_theme;
    QMenu *m_columnMenu;
    EmptyState::Kind m_emptyKind = EmptyState::Kind::Empty;
    QString m_headline;
    QString m_hint;
    QVariantList m_selectedIds; // while the model is being reset
    QVariant m_currentId;
    int m_currentColumn = 0;
    int m_scroll = 0;
    int m_spareColumn = -1;
    int m_spareLeast = 0;
    std::function<void(const QModelIndex &)> m_drag;
};

} // namespace pilothouse
