// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterline.h"

#include "ui/theme/statemark.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyle>

#include <algorithm>

namespace pilothouse {

namespace {

constexpr int kGlyphRoom = 18;
constexpr int kPadding = 9; // frame and padding of the style sheet
constexpr int kPopupWidth = 320;
constexpr int kInsertRole = Qt::UserRole + 1;

void paintLens(QPainter &painter, const QPointF &at, const QColor &color)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.4));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(at, 4, 4);
    painter.drawLine(at + QPointF(3, 3), at + QPointF(6.5, 6.5));
}

} // namespace

FilterLine::FilterLine(const Theme &theme, QWidget *parent)
    : QLineEdit(parent)
    , m_theme(theme)
    , m_completer(new QCompleter(this))
    , m_offers(new QStandardItemModel(this))
{
    setTextMargins(kGlyphRoom, 0, 0, 0);
    m_completer->setModel(m_offers);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(this);
    m_completer->popup()->setProperty("look", QStringLiteral("popup"));
    connect(
        m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this,
        [this](const QModelIndex &index) { insertCompletion(index.data(kInsertRole).toString()); });
    connect(this, &QLineEdit::textEdited, this, &FilterLine::offerCompletions);
    connect(this, &QLineEdit::textChanged, this, &FilterLine::announce);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    QEvent language(QEvent::LanguageChange);
    changeEvent(&language);
}

void FilterLine::setKeys(std::vector<FilterKey> keys)
{
    m_keys = std::move(keys);
}

void FilterLine::setCount(const QString &count)
{
    m_count = count;
    reserveNote();
}

void FilterLine::setError(const QString &error)
{
    if (error == m_error)
        return;
    m_error = error;
    setProperty("invalid", !error.isEmpty());
    style()->unpolish(this);
    style()->polish(this);
    setToolTip(error);
    setAccessibleDescription(error);
    reserveNote();
}

// Grows with its words and does not shrink while the line is as wide, so that typed text stays put.
void FilterLine::reserveNote()
{
    const QFontMetrics metrics(m_theme.font());
    const int wanted = note().isEmpty()
        ? 0
        : metrics.horizontalAdvance(note()) + kPadding + 2; // advances are rounded
    m_noteWidth = std::min(std::max(wanted, m_noteWidth), width() / 2);
    setTextMargins(kGlyphRoom, 0, m_noteWidth, 0);
    update();
}

void FilterLine::announce()
{
    const QString trimmed = text().trimmed();
    if (trimmed == m_announced)
        return;
    m_announced = trimmed;
    Q_EMIT changed(trimmed);
}

void FilterLine::offerCompletions()
{
    const FilterWord word = wordAt(text(), cursorPosition());
    m_offers->clear();
    for (const FilterCompletion &offer : completionsOf(word.text, m_keys)) {
        auto *item = new QStandardItem(offer.insert + QStringLiteral("   ") + offer.hint);
        item->setData(offer.insert, kInsertRole);
        m_offers->appendRow(item);
    }
    if (m_offers->rowCount() == 0) {
        m_completer->popup()->hide();
        return;
    }
    const int indent = fontMetrics().horizontalAdvance(text().left(word.begin));
    QRect at(kPadding + kGlyphRoom + indent, 0, kPopupWidth, height());
    at.moveLeft(std::max(0, std::min(at.left(), width() - kPopupWidth)));
    m_completer->complete(at);
}

void FilterLine::insertCompletion(const QString &insert)
{
    const FilterWord word = wordAt(text(), cursorPosition());
    const QChar last = insert.isEmpty() ? QChar() : insert.back();
    const bool wantsValue =
        last == QLatin1Char(':') || last == QLatin1Char('<') || last == QLatin1Char('>');
    QString rest = text().mid(word.begin + word.length);
    if (!wantsValue && !rest.startsWith(QLatin1Char(' ')))
        rest.prepend(QLatin1Char(' '));
    setText(text().left(word.begin) + insert + rest);
    setCursorPosition(int(word.begin + insert.size()) + (wantsValue ? 0 : 1));
    if (wantsValue) // after the popup, which is just closing
        QMetaObject::invokeMethod(this, &FilterLine::offerCompletions, Qt::QueuedConnection);
}

void FilterLine::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    const ThemeTokens &tokens = m_theme.tokens();
    QPainter painter(this);
    paintLens(painter, QPointF(kPadding + 5, height() / 2.0 - 1), tokens.muted);
    if (note().isEmpty())
        return;
    painter.setFont(m_theme.font());
    painter.setPen(m_error.isEmpty() ? tokens.muted : tokens.critical);
    const QRect box(width() - kPadding - m_noteWidth, 0, m_noteWidth, height());
    painter.drawText(
        box, Qt::AlignRight | Qt::AlignVCenter,
        QFontMetrics(m_theme.font()).elidedText(note(), Qt::ElideRight, m_noteWidth - kPadding));
}

void FilterLine::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    if (event->key() == Qt::Key_Down || (control && event->key() == Qt::Key_Space)) {
        offerCompletions();
    } else if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        m_completer->popup()->hide();
        clear();
    } else {
        QLineEdit::keyPressEvent(event);
    }
}

void FilterLine::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    m_noteWidth = 0;
    reserveNote();
}

void FilterLine::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        setAccessibleName(tr("Filter"));
    QLineEdit::changeEvent(event);
}

} // namespace pilothouse
