// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/searchdialog.h"

#include "models/text.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace pilothouse {

SearchDialog::SearchDialog(const CenterView &view, QWidget *parent)
    : QDialog(parent)
    , m_line(new QLineEdit)
    , m_found(new QListWidget)
{
    setWindowTitle(tr("Find"));
    resize(560, 380);
    auto *column = new QVBoxLayout(this);
    m_line->setPlaceholderText(tr("Find a node, job, tenant or page"));
    m_line->installEventFilter(this);
    column->addWidget(m_line);
    column->addWidget(m_found, 1);
    m_found->setAccessibleName(tr("Found"));
    collect(view);
    connect(m_line, &QLineEdit::textChanged, this, &SearchDialog::find);
    connect(m_line, &QLineEdit::returnPressed, this, [this] {
        if (m_found->currentItem() != nullptr)
            accept();
    });
    connect(m_found, &QListWidget::itemActivated, this, &QDialog::accept);
    connect(m_found, &QListWidget::itemClicked, this, &QDialog::accept);
    find({});
}

void SearchDialog::collect(const CenterView &view)
{
    const QString page = tr("page");
    m_entries.push_back({tr("Overview"), page, QStringLiteral("overview")});
    m_entries.push_back({tr("Fleet"), page, QStringLiteral("fleet")});
    m_entries.push_back({tr("Jobs"), page, QStringLiteral("jobs")});
    m_entries.push_back({tr("Placement"), page, QStringLiteral("placement")});
    m_entries.push_back({tr("Audit"), page, QStringLiteral("audit")});
    for (const Tenant &tenant : view.book->tenants)
        m_entries.push_back({text::from(tenant.name), tr("tenant"),
                             QStringLiteral("jobs/?tenant:") + text::from(tenant.name)});
    for (const FleetTopology::Node &node : view.topology().nodes)
        m_entries.push_back({text::from(node.info.name),
                             tr("node in %1").arg(text::from(node.info.rack)),
                             QStringLiteral("fleet/node/") + text::from(node.info.name)});
    for (const JobPtr &job : view.book->jobs)
        m_entries.push_back(
            {QString::number(job->id) + u' ' + text::from(job->name),
             tr("job of %1, %2").arg(text::from(job->tenant), text::state(job->state)),
             QStringLiteral("jobs/job/%1").arg(job->id)});
}

void SearchDialog::find(const QString &words)
{
    constexpr int kMost = 50;
    m_found->clear();
    const QString wanted = words.trimmed();
    for (const Entry &entry : m_entries) {
        if (m_found->count() >= kMost)
            break;
        if (!entry.name.contains(wanted, Qt::CaseInsensitive))
            continue;
        auto *item = new QListWidgetItem(entry.name + QStringLiteral("   ") + entry.about, m_found);
        item->setData(Qt::UserRole, entry.address);
    }
    if (m_found->count() > 0)
        m_found->setCurrentRow(0);
}

// Up and down move in the list while one types.
bool SearchDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int row = m_found->currentRow() + (key == Qt::Key_Down ? 1 : -1);
            m_found->setCurrentRow(std::clamp(row, 0, std::max(0, m_found->count() - 1)));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

QString SearchDialog::address() const
{
    return m_found->currentItem() == nullptr
        ? QString()
        : m_found->currentItem()->data(Qt::UserRole).toString();
}

} // namespace pilothouse
