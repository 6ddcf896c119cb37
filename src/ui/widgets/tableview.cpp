// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tableview.h"

#include "ui/theme/statemark.h"
#include "ui/widgets/celldelegate.h"
#include "ui/widgets/tableheader.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace pilothouse {

namespace {

constexpr int kNarrowestColumn = 32;

QString cellText(const QModelIndex &index)
{
    QString text = index.data().toString();
    const QVariant state = index.data(StateRole);
    if (text.isEmpty() && state.isValid())
        text = stateName(State(state.toInt()));
    const QString sub = index.data(SubTextRole).toString();
    if (!sub.isEmpty())
        text += QLatin1Char(' ') + sub;
    return text.replace(QLatin1Char('\t'), QLatin1Char(' '))
        .replace(QLatin1Char('\n'), QLatin1Char(' '));
}

bool isLink(const QModelIndex &index)
{
    return index.isValid() && index.data(LinkRole).toBool();
}

} // namespace

TableView::TableView(const Theme &theme, QWidget *parent)
    : QTableView(parent)
    , m_theme(theme)
    , m_columnMenu(new QMenu(this))
{
    setItemDelegate(new CellDelegate(theme, this));
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    setTabKeyNavigation(false); // Tab leaves the table; arrows move inside
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(space::kRow);
    verticalHeader()->setDefaultSectionSize(space::kRow);

    auto *header = new TableHeader(theme, this);
    setHorizontalHeader(header);
    header->setMinimumSectionSize(kNarrowestColumn);
    setSortingEnabled(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this,
            [this, header](const QPoint &at) { m_columnMenu->popup(header->mapToGlobal(at)); });
    connect(m_columnMenu, &QMenu::aboutToShow, this, &TableView::fillColumnMenu);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

// Connects after the base class did, so that a reset has gone through the selection model before
// the place is restored.
void TableView::setModel(QAbstractItemModel *model)
{
    if (this->model() != nullptr)
        disconnect(this->model(), nullptr, this, nullptr);
    QTableView::setModel(model);
    if (model == nullptr)
        return;
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &TableView::rememberPlace);
    connect(model, &QAbstractItemModel::modelReset, this, &TableView::restorePlace);
}

void TableView::setEmptyState(EmptyState::Kind kind, const QString &headline, const QString &hint)
{
    m_emptyKind = kind;
    m_headline = headline;
    m_hint = hint;
    setAccessibleDescription(headline);
    viewport()->update();
}

void TableView::setSpareColumn(int column, int least)
{
    if (m_spareColumn < 0)
        connect(horizontalHeader(), &QHeaderView::sectionResized, this,
                [this](int resized, int, int) {
                    if (resized != m_spareColumn)
                        fitSpareColumn();
                });
    m_spareColumn = column;
    m_spareLeast = least;
    fitSpareColumn();
}

void TableView::fitSpareColumn()
{
    if (m_spareColumn < 0 || isColumnHidden(m_spareColumn))
        return;
    const int others = horizontalHeader()->length() - columnWidth(m_spareColumn);
    setColumnWidth(m_spareColumn, std::max(m_spareLeast, viewport()->width() - others));
}

void TableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitSpareColumn();
}

void TableView::startDrag(Qt::DropActions)
{
    if (m_drag && currentIndex().isValid())
        m_drag(currentIndex());
}

QString TableView::selectionAsText() const
{
    if (selectionModel() == nullptr)
        return QString();
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const QModelIndex &row : std::as_const(rows)) {
        QStringList cells;
        for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
            const int column = horizontalHeader()->logicalIndex(visual);
            if (!isColumnHidden(column))
                cells << cellText(row.siblingAtColumn(column));
        }
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
}

void TableView::copySelection() const
{
    const QString text = selectionAsText();
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void TableView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (model() == nullptr || model()->rowCount(rootIndex()) == 0)
        paintEmpty();
}

void TableView::paintEmpty()
{
    if (m_headline.isEmpty())
        return;
    const ThemeTokens &tokens = m_theme.tokens();
    QPainter painter(viewport());
    const QRect area = viewport()->rect().adjusted(space::kPage, 0, -space::kPage, 0);
    const int middle = area.center().y();
    paintEmptyMark(painter, QRectF(area.left(), middle - 54, area.width(), 32), m_emptyKind,
                   tokens);
    painter.setFont(m_theme.font(fontsize::kBody, QFont::Bold));
    painter.setPen(tokens.text);
    painter.drawText(QRect(area.left(), middle - 14, area.width(), 22), Qt::AlignCenter,
                     m_headline);
    painter.setFont(m_theme.font());
    painter.setPen(tokens.muted);
    painter.drawText(QRect(area.left(), middle + 8, area.width(), 64),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_hint);
}

void TableView::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->matches(QKeySequence::Copy))
        copySelection();
    else if (enter && isLink(currentIndex()))
        Q_EMIT linkActivated(currentIndex());
    else
        QTableView::keyPressEvent(event);
}

void TableView::mouseMoveEvent(QMouseEvent *event)
{
    const bool link = isLink(indexAt(event->position().toPoint()));
    viewport()->setCursor(link ? Qt::PointingHandCursor : Qt::ArrowCursor);
    QTableView::mouseMoveEvent(event);
}

void TableView::mouseReleaseEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    const bool plainClick =
        event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier;
    const bool sameCell = index == currentIndex();
    QTableView::mouseReleaseEvent(event);
    if (plainClick && sameCell && isLink(index))
        Q_EMIT linkActivated(index);
}

void TableView::fillColumnMenu()
{
    m_columnMenu->clear();
    if (model() == nullptr)
        return;
    const QHeaderView *header = horizontalHeader();
    const int visible = header->count() - header->hiddenSectionCount();
    for (int visual = 0; visual < header->count(); ++visual) {
        const int column = header->logicalIndex(visual);
        QString name = model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        if (name.isEmpty())
            name = model()->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString();
        QAction *action = m_columnMenu->addAction(name);
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        action->setEnabled(isColumnHidden(column) || visible > 1);
        connect(action, &QAction::toggled, this,
                [this, column](bool shown) { setColumnHidden(column, !shown); });
    }
}

void TableView::rememberPlace()
{
    m_selectedIds.clear();
    for (const QModelIndex &row : selectionModel()->selectedRows())
        m_selectedIds << row.data(IdRole);
    m_currentId = currentIndex().siblingAtColumn(0).data(IdRole);
    m_currentColumn = currentIndex().column();
    m_scroll = verticalScrollBar()->value();
}

void TableView::restorePlace()
{
    if (m_selectedIds.isEmpty() && !m_currentId.isValid())
        return;
    QItemSelection selection;
    QModelIndex current;
    const int columns = model()->columnCount();
    for (int row = 0; row < model()->rowCount() && columns > 0; ++row) {
        const QVariant id = model()->index(row, 0).data(IdRole);
        if (!id.isValid())
            continue;
        if (m_selectedIds.contains(id))
            selection.select(model()->index(row, 0), model()->index(row, columns - 1));
        if (id == m_currentId)
            current = model()->index(row, std::clamp(m_currentColumn, 0, columns - 1));
    }
    setAutoScroll(false);
    selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    setAutoScroll(true);
    verticalScrollBar()->setValue(m_scroll);
}

} // namespace pilothouse
