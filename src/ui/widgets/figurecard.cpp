// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figurecard.h"

#include "ui/theme/statemark.h"
#include "ui/widgets/sparkline.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace pilothouse {

namespace {

constexpr int kTitleHeight = 20;
constexpr int kFigureHeight = 36;
constexpr int kLineHeight = 17;
constexpr int kWidestTrend = 64;
constexpr int kNarrowestTrend = 36;
constexpr int kNarrowestUnit = 10;
constexpr int kUnitGap = 5;
constexpr int kMarkRoom = 18;
constexpr int kTrendHeight = 26;
constexpr int kNarrowest = 132;

bool alarming(State tone)
{
    return tone == State::Warning || tone == State::Critical;
}

} // namespace

FigureCard::FigureCard(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void FigureCard::setTitle(const QString &title)
{
    m_title = title;
    describe();
}

void FigureCard::setFigure(const QString &figure, const QString &unit)
{
    m_figure = figure;
    m_unit = unit;
    describe();
}

void FigureCard::setLines(const QStringList &lines)
{
    m_lines = lines;
    describe();
}

void FigureCard::reserveLines(int count)
{
    m_reservedLines = std::max(0, count);
    updateGeometry();
    update();
}

void FigureCard::setTrend(const QList<double> &values)
{
    m_trend = values;
    update();
}

void FigureCard::setTone(State tone)
{
    m_tone = tone;
    describe();
}

void FigureCard::setStale(const QString &why)
{
    m_stale = why;
    describe();
}

void FigureCard::setActivatable(bool on)
{
    m_activatable = on;
    setFocusPolicy(on ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(on ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setAttribute(Qt::WA_Hover, on);
}

QSize FigureCard::sizeHint() const
{
    const int lines = m_reservedLines * kLineHeight;
    return {196, 2 * space::kLarge + kTitleHeight + kFigureHeight + lines - space::kSmall};
}

QSize FigureCard::minimumSizeHint() const
{
    return {kNarrowest, sizeHint().height()};
}

void FigureCard::describe()
{
    const QString figure = m_figure.isEmpty() ? tr("no value") : m_figure;
    QStringList words{m_unit.isEmpty() ? figure : QString(figure + QLatin1Char(' ') + m_unit)};
    if (alarming(m_tone))
        words << stateName(m_tone);
    if (!m_stale.isEmpty())
        words << m_stale;
    words << m_lines;
    setAccessibleName(m_title);
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    fitTrend();
}

void FigureCard::paintEvent(QPaintEvent *)
{
    const ThemeTokens &tokens = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.line, 1));
    painter.setBrush(m_activatable && underMouse() ? tokens.raised : tokens.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::kRadius,
                            space::kRadius);
    const QRect inner = rect().adjusted(space::kLarge, space::kLarge - 2, -space::kLarge, 0);
    paintTitle(painter, QRect(inner.left(), inner.top(), inner.width(), kTitleHeight));
    const int figureTop = inner.top() + kTitleHeight;
    paintFigure(painter, QRect(inner.left(), figureTop, inner.width(), kFigureHeight));

    painter.setFont(m_theme.font(fontsize::kSmall));
    painter.setPen(m_stale.isEmpty() ? tokens.muted : tokens.faint);
    const qsizetype count = std::min<qsizetype>(m_lines.size(), m_reservedLines);
    for (qsizetype i = 0; i < count; ++i) {
        const QRect row(inner.left(), figureTop + kFigureHeight + int(i) * kLineHeight,
                        inner.width(), kLineHeight);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_lines[i], Qt::ElideRight, row.width()));
    }
    if (hasFocus())
        paintFocusRing(painter, rect(), tokens, space::kRadius);
}

int FigureCard::figureWidth() const
{
    const QFontMetrics large(m_theme.font(fontsize::kFigure, QFont::Bold));
    const QFontMetrics body(m_theme.font());
    return (alarming(m_tone) ? kMarkRoom : 0) + large.horizontalAdvance(m_figure) + kUnitGap
        + body.horizontalAdvance(m_unit) + 2;
}

void FigureCard::fitTrend()
{
    const int room = width() - 2 * space::kLarge - figureWidth() - 2 * space::kSmall;
    m_trendWidth = std::min({m_trendWidth, room, kWidestTrend});
    update();
}

void FigureCard::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_trendWidth = kWidestTrend;
    fitTrend();
}

void FigureCard::paintTitle(QPainter &painter, const QRect &row) const
{
    const ThemeTokens &tokens = m_theme.tokens();
    int right = row.width();
    if (!m_stale.isEmpty()) {
        painter.setFont(m_theme.font(fontsize::kSmall));
        painter.setPen(tokens.muted);
        const int wide =
            std::min(painter.fontMetrics().horizontalAdvance(m_stale), row.width() / 2);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_stale, Qt::ElideRight, wide));
        const QRectF mark(row.right() - wide - 15, row.top(), 10, row.height());
        paintStateMark(painter, mark, State::Unknown, tokens);
        right -= wide + 20;
    }
    painter.setFont(m_theme.font(fontsize::kBody, QFont::DemiBold));
    painter.setPen(tokens.muted);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_title, Qt::ElideRight, right));
}

void FigureCard::paintFigure(QPainter &painter, const QRect &row) const
{
    const ThemeTokens &tokens = m_theme.tokens();
    const bool stale = !m_stale.isEmpty();
    const QColor alarm = stateColor(m_tone, tokens);
    int x = row.left();
    int right = row.right();
    if (!m_trend.isEmpty() && m_trendWidth >= kNarrowestTrend) {
        const QRectF box(row.right() - m_trendWidth, row.center().y() - kTrendHeight / 2,
                         m_trendWidth, kTrendHeight);
        const QColor color = alarming(m_tone) ? alarm : tokens.accent;
        paintSparkline(painter, box, m_trend, stale ? tokens.faint : color);
        right = int(box.left()) - space::kSmall;
    }
    if (alarming(m_tone)) {
        paintStateMark(painter, QRectF(x, row.top(), 12, row.height()), m_tone, tokens);
        x += kMarkRoom;
    }
    const QString figure = m_figure.isEmpty() ? QStringLiteral("—") : m_figure;
    painter.setFont(m_theme.font(fontsize::kFigure, QFont::Bold));
    painter.setPen(stale || m_figure.isEmpty() ? tokens.muted
                                               : (alarming(m_tone) ? alarm : tokens.text));
    const QFontMetrics metrics = painter.fontMetrics();
    const int baseline = row.top() + (row.height() + metrics.capHeight()) / 2;
    const QString shown = metrics.elidedText(figure, Qt::ElideRight, right - x);
    painter.drawText(x, baseline, shown);
    x += metrics.horizontalAdvance(shown) + kUnitGap;

    painter.setFont(m_theme.font(fontsize::kBody));
    painter.setPen(stale ? tokens.faint : tokens.muted);
    if (right - x >= kNarrowestUnit)
        painter.drawText(x, baseline,
                         painter.fontMetrics().elidedText(m_unit, Qt::ElideRight, right - x));
}

void FigureCard::keyPressEvent(QKeyEvent *event)
{
    const bool press = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter
        || event->key() == Qt::Key_Space;
    if (m_activatable && press)
        Q_EMIT activated();
    else
        QWidget::keyPressEvent(event);
}

void FigureCard::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_activatable && event->button() == Qt::LeftButton && rect().contains(event->pos()))
        Q_EMIT activated();
    else
        QWidget::mouseReleaseEvent(event);
}

void FigureCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        describe();
    QWidget::changeEvent(event);
}

bool FigureCard::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || !toolTip().isEmpty())
        return QWidget::event(event);
    const QString all = accessibleName() + QLatin1Char('\n') + accessibleDescription();
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), all, this);
    return true;
}

} // namespace pilothouse
