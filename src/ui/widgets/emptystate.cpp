// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/emptystate.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace pilothouse {

namespace {

constexpr int kMarkSize = 28;
constexpr int kWidest = 420;

void paintPadlock(QPainter &painter, const QRectF &box)
{
    painter.drawRoundedRect(box.adjusted(4, 11, -4, -2), 2, 2);
    painter.drawArc(box.adjusted(8, 2, -8, -10), 0, 180 * 16);
    painter.drawLine(QPointF(box.left() + 8, box.top() + 8),
                     QPointF(box.left() + 8, box.top() + 11));
    painter.drawLine(QPointF(box.right() - 8, box.top() + 8),
                     QPointF(box.right() - 8, box.top() + 11));
}

void paintClock(QPainter &painter, const QRectF &box)
{
    const QPointF c = box.center();
    painter.drawEllipse(box.adjusted(2, 2, -2, -2));
    painter.drawPolyline(QPolygonF({c - QPointF(0, 7), c, c + QPointF(5, 3)}));
}

} // namespace

void paintEmptyMark(QPainter &painter, const QRectF &box, EmptyState::Kind kind,
                    const ThemeTokens &tokens)
{
    const QRectF mark(box.center() - QPointF(kMarkSize / 2.0, kMarkSize / 2.0),
                      QSizeF(kMarkSize, kMarkSize));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(kind == EmptyState::Kind::Failed ? tokens.critical : tokens.faint, 1.6);
    pen.setCapStyle(Qt::RoundCap);
    painter.setBrush(Qt::NoBrush);
    const QPointF c = mark.center();
    switch (kind) {
    case EmptyState::Kind::Empty:
        pen.setStyle(Qt::DashLine);
        painter.setPen(pen);
        painter.drawRoundedRect(mark.adjusted(2, 4, -2, -4), 4, 4);
        break;
    case EmptyState::Kind::Loading:
        painter.setPen(pen);
        for (const int step : {-8, 0, 8})
            painter.drawEllipse(c + QPointF(step, 0), 1.6, 1.6);
        break;
    case EmptyState::Kind::Failed:
        painter.setPen(pen);
        painter.drawPolygon(
            QPolygonF({c - QPointF(0, 11), c + QPointF(12, 10), c + QPointF(-12, 10)}));
        painter.drawLine(c - QPointF(0, 4), c + QPointF(0, 3));
        painter.drawPoint(c + QPointF(0, 6.5));
        break;
    case EmptyState::Kind::Stale:
        painter.setPen(pen);
        paintClock(painter, mark);
        break;
    case EmptyState::Kind::NoPermission:
        painter.setPen(pen);
        paintPadlock(painter, mark);
        break;
    }
    painter.restore();
}

class EmptyState::Mark : public QWidget {
public:
    Mark(const Theme &theme, QWidget *parent)
        : QWidget(parent)
        , m_theme(theme)
    {
        setFixedSize(kMarkSize, kMarkSize);
    }

    void setKind(Kind kind)
    {
        m_kind = kind;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintEmptyMark(painter, rect(), m_kind, m_theme.tokens());
    }

private:
    const Theme &m_theme;
    Kind m_kind = Kind::Empty;
};

EmptyState::EmptyState(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_mark(new Mark(theme, this))
    , m_headline(new QLabel(this))
    , m_hint(new QLabel(this))
    , m_action(new QPushButton(this))
{
    m_headline->setFont(theme.font(fontsize::kBody, QFont::Bold));
    m_headline->setTextFormat(Qt::PlainText);
    m_hint->setTextFormat(Qt::PlainText);
    for (QLabel *label : {m_headline, m_hint}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setMaximumWidth(kWidest);
        label->setMinimumWidth(0);
    }
    m_action->hide();

    auto *column = new QVBoxLayout(this);
    column->setSpacing(space::kMedium);
    column->addStretch(1);
    column->addWidget(m_mark, 0, Qt::AlignHCenter);
    for (QLabel *label : {m_headline, m_hint}) {
        auto *row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(label, 100);
        row->addStretch(1);
        column->addLayout(row);
    }
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch(1);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    connect(&theme, &Theme::changed, this, &EmptyState::restyle);
    restyle();
}

void EmptyState::setKind(Kind kind)
{
    m_mark->setKind(kind);
}

void EmptyState::setWords(const QString &headline, const QString &hint)
{
    m_headline->setText(headline);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    setAccessibleName(headline);
    setAccessibleDescription(hint);
}

void EmptyState::setAction(const QString &text)
{
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
}

void EmptyState::restyle()
{
    QPalette palette = m_hint->palette();
    palette.setColor(QPalette::WindowText, m_theme.tokens().muted);
    m_hint->setPalette(palette);
    m_mark->update();
}

} // namespace pilothouse
