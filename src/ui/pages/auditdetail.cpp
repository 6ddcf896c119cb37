// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/auditdetail.h"

#include "models/audittable.h"
#include "models/text.h"
#include "ui/widgets/card.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace pilothouse {

namespace {

constexpr int kHeight = 176;
constexpr int kShownOfHash = 16; // figures

QString orDash(const QString &words)
{
    return words.isEmpty() ? QStringLiteral("—") : words;
}

} // namespace

AuditDetail::AuditDetail(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_card(new Card(theme))
{
    setObjectName(QStringLiteral("auditDetail"));
    setFixedHeight(kHeight);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    auto *content = new QWidget;
    auto *grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::kLarge);
    grid->setVerticalSpacing(space::kSmall);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    for (int i = 0; i < Count; ++i) {
        Line &line = m_lines[static_cast<std::size_t>(i)];
        line = {new QLabel, new QLabel};
        line.name->setProperty("look", QStringLiteral("muted"));
        line.value->setWordWrap(true);
        line.value->setTextFormat(Qt::PlainText);
        line.value->setTextInteractionFlags(Qt::TextSelectableByMouse
                                            | Qt::TextSelectableByKeyboard);
        const int row = i / 2;
        const int column = i % 2 * 2;
        grid->addWidget(line.name, row, column, Qt::AlignTop);
        grid->addWidget(line.value, row, column + 1, Qt::AlignTop);
    }
    grid->setRowStretch((Count + 1) / 2, 1);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    m_card->addContent(scroll);
    renew();
}

void AuditDetail::show(AuditEntryPtr entry)
{
    if (entry == m_entry)
        return;
    m_entry = std::move(entry);
    renew();
}

void AuditDetail::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        renew();
}

void AuditDetail::set(Place place, const QString &name, const QString &value)
{
    const Line &line = m_lines[static_cast<std::size_t>(place)];
    line.name->setText(name);
    line.value->setText(value);
    line.value->setAccessibleName(name);
}

void AuditDetail::renew()
{
    for (const Line &line : m_lines) {
        line.name->clear();
        line.value->clear();
    }
    if (m_entry == nullptr) {
        m_card->setTitle(tr("Choose a record to see all of it"));
        m_card->setRightText({});
        return;
    }
    const AuditRecord &intent = m_entry->intent;
    const AuditRecord &newest = m_entry->result ? *m_entry->result : intent;
    m_card->setTitle(AuditTable::actionText(intent) + QStringLiteral(" • ")
                     + text::from(newest.target));
    m_card->setRightText(AuditTable::outcomeText(*m_entry));
    set(Before, tr("Before"), orDash(text::from(intent.before)));
    set(After, tr("Asked for"), orDash(text::from(intent.after)));
    set(Call, tr("Call"), orDash(text::from(newest.call)));
    set(Reply, tr("Engine's reply"),
        m_entry->result ? orDash(text::from(newest.reply))
                        : tr("None was recorded: the action runs, or the console ended during it. "
                             "Compare with the scheduler."));
    set(By, tr("By"),
        tr("%1 on %2, as %3 at %4")
            .arg(orDash(text::from(intent.osUser)), orDash(text::from(intent.host)),
                 orDash(text::from(intent.engineUser)),
                 orDash(text::from(intent.cluster.empty()
                                       ? intent.address
                                       : intent.cluster + ", " + intent.address))));
    set(Plan, tr("Plan"),
        intent.plan.empty() ? orDash({})
                            : tr("%1, step %2").arg(text::from(intent.plan)).arg(intent.step));
    const QString hash =
        QString::fromStdString(toHex(newest.hash)).first(kShownOfHash) + QStringLiteral("…");
    set(Records, m_entry->result ? tr("Records") : tr("Record"),
        m_entry->result ? tr("%1 at %2, %3 at %4, SHA-256 %5")
                              .arg(text::count(static_cast<qint64>(intent.sequence)),
                                   text::dateTime(intent.time),
                                   text::count(static_cast<qint64>(newest.sequence)),
                                   text::timeOfDay(newest.time), hash)
                        : tr("%1 at %2, SHA-256 %3")
                              .arg(text::count(static_cast<qint64>(intent.sequence)),
                                   text::dateTime(intent.time), hash));
}

} // namespace pilothouse
