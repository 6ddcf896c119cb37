// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evacuatedialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace pilothouse {

EvacuateDialog::EvacuateDialog(const std::vector<std::string> &nodes, QWidget *parent)
    : QDialog(parent)
    , m_reason(new QLineEdit)
    , m_requeue(new QCheckBox)
{
    setWindowTitle(nodes.size() == 1
                       ? tr("Evacuate %1").arg(QString::fromStdString(nodes.front()))
                       : tr("Evacuate %Ln node(s)", "", static_cast<int>(nodes.size())));
    auto *form = new QFormLayout(this);
    m_reason->setMinimumWidth(360);
    m_requeue->setText(tr("Requeue jobs that have nowhere to go"));
    auto *hint =
        new QLabel(tr("The nodes are drained, then each running job starts again elsewhere "
                      "from its last checkpoint. A job without room stays until it ends, "
                      "unless it is requeued. You see the plan before anything happens."));
    hint->setProperty("look", QStringLiteral("muted"));
    hint->setWordWrap(true);
    form->addRow(tr("Reason"), m_reason);
    form->addRow(QString(), m_requeue);
    form->addRow(hint);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton *plan = buttons->addButton(tr("Make a plan"), QDialogButtonBox::AcceptRole);
    plan->setDefault(true);
    plan->setEnabled(false);
    connect(m_reason, &QLineEdit::textChanged, plan,
            [plan](const QString &reason) { plan->setEnabled(!reason.trimmed().isEmpty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);
}

EvacuationOptions EvacuateDialog::options() const
{
    return {.reason = m_reason->text().trimmed().toStdString(),
            .requeueRest = m_requeue->isChecked()};
}

} // namespace pilothouse
