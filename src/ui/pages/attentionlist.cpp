// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/attentionlist.h"

#include "ui/theme/statemark.h"

#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace pilothouse {

namespace {

enum ItemRole { SeverityRole = Qt::UserRole, DetailRole, AddressRole };

class Delegate final : public QStyledItemDelegate {
public:
    Delegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem & /*option*/,
                   const QModelIndex & /*index*/) const override
    {
        return {100, 2 * space::kRow - space::kMedium};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const ThemeTokens &tokens = m_theme.tokens();
        painter->save();
        if (option.state & (QStyle::State_MouseOver | QStyle::State_Selected))
            painter->fillRect(option.rect,
                              option.state & QStyle::State_Selected ? tokens.selection
                                                                    : tokens.hover);
        const QRect row = option.rect.adjusted(space::kSmall, 2, -space::kSmall, -3);
        const QRect markBox(row.left(), row.top(), 14, row.height() / 2);
        paintStateMark(*painter, markBox, static_cast<State>(index.data(SeverityRole).toInt()),
                       tokens);
        QRect line = row.adjusted(20, 0, 0, -row.height() / 2);
        painter->setFont(m_theme.font(fontsize::kBody, QFont::DemiBold));
        painter->setPen(tokens.text);
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight,
                                                            line.width()));
        line.translate(0, row.height() / 2);
        painter->setFont(m_theme.font());
        painter->setPen(tokens.muted);
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data(DetailRole).toString(),
                                                            Qt::ElideRight, line.width()));
        painter->setPen(tokens.line);
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        painter->restore();
    }

private:
    const Theme &m_theme;
};

} // namespace

AttentionList::AttentionList(const Theme &theme, QWidget *parent)
    : QListView(parent)
    , m_theme(theme)
    , m_model(new QStandardItemModel(this))
{
    setModel(m_model);
    setItemDelegate(new Delegate(theme, this));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setUniformItemSizes(true);
    setEditTriggers(NoEditTriggers);
    const auto open = [this](const QModelIndex &index) {
        Q_EMIT opened(index.data(AddressRole).toString());
    };
    connect(this, &QListView::activated, this, open);
    connect(this, &QListView::clicked, this, open);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

// Rows are changed in place, so that neither the selection nor the scroll position jumps.
void AttentionList::setItems(const std::vector<AttentionItem> &items)
{
    m_model->setRowCount(static_cast<int>(items.size()));
    for (int row = 0; row < static_cast<int>(items.size()); ++row) {
        const AttentionItem &at = items[static_cast<std::size_t>(row)];
        QStandardItem *item = m_model->item(row);
        if (item == nullptr) {
            item = new QStandardItem;
            m_model->setItem(row, item);
        }
        item->setText(at.title);
        item->setData(static_cast<int>(at.severity), SeverityRole);
        item->setData(at.detail, DetailRole);
        item->setData(at.address, AddressRole);
        item->setToolTip(at.title + u'\n' + at.detail);
        item->setAccessibleText(stateName(at.severity) + QStringLiteral(": ") + at.title
                                + QStringLiteral(", ") + at.detail);
    }
}

void AttentionList::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

void AttentionList::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    if (m_model->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(m_theme.tokens().muted);
    painter.drawText(viewport()->rect().adjusted(space::kSmall, space::kMedium, -space::kSmall, 0),
                     Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_emptyText);
}

} // namespace pilothouse
