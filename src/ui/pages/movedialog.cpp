// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/movedialog.h"

#include "placement/plan.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>

namespace pilothouse {

MoveDialog::MoveDialog(const JobBook &book, const Job &job, QWidget *parent)
    : QDialog(parent)
    , m_nodes(new QLineEdit)
    , m_pool(new QComboBox)
{
    setWindowTitle(tr("Move job %1").arg(job.id));
    auto *form = new QFormLayout(this);
    const std::vector<std::string> proposal = proposeTarget(book, job);
    QStringList names;
    for (const std::string &node : proposal)
        names << QString::fromStdString(node);
    m_nodes->setText(names.join(QStringLiteral(", ")));
    m_nodes->setMinimumWidth(360);
    m_nodes->setPlaceholderText(tr("any node"));
    auto *hint = new QLabel(
        proposal.empty() ? tr("No other nodes have room for it now. Named nodes are waited for.")
                         : tr("These have room for it now, on as few leaf switches as possible."));
    hint->setProperty("look", QStringLiteral("muted"));
    hint->setWordWrap(true);
    m_pool->addItem(tr("%1 (as now)").arg(QString::fromStdString(job.pool)), QString());
    for (const Pool &pool : book.pools) {
        if (pool.name != job.pool)
            m_pool->addItem(QString::fromStdString(pool.name), QString::fromStdString(pool.name));
    }
    form->addRow(tr("Nodes"), m_nodes);
    form->addRow(QString(), hint);
    form->addRow(tr("Pool"), m_pool);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton *plan = buttons->addButton(tr("Make a plan"), QDialogButtonBox::AcceptRole);
    plan->setDefault(true);
    const auto enable = [this, plan] { plan->setEnabled(!nodes().empty() || !pool().empty()); };
    connect(m_nodes, &QLineEdit::textChanged, this, enable);
    connect(m_pool, &QComboBox::currentIndexChanged, this, enable);
    enable();
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);
}

std::vector<std::string> MoveDialog::nodes() const
{
    static const QRegularExpression kBetween(QStringLiteral("[,;\\s]+"));
    std::vector<std::string> nodes;
    for (const QString &name : m_nodes->text().split(kBetween, Qt::SkipEmptyParts))
        nodes.push_back(name.toStdString());
    return nodes;
}

std::string MoveDialog::pool() const
{
    return m_pool->currentData().toString().toStdString();
}

} // namespace pilothouse
