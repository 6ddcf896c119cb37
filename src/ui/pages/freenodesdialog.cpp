// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/freenodesdialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <algorithm>
#include <map>
#include <set>

namespace pilothouse {

FreeNodesDialog::FreeNodesDialog(const JobBook &book, QWidget *parent)
    : QDialog(parent)
    , m_book(book)
    , m_nodes(new QSpinBox)
    , m_kind(new QComboBox)
    , m_where(new QComboBox)
    , m_free(new QLabel)
{
    setWindowTitle(tr("Free whole nodes"));
    std::set<std::string> kinds;
    std::set<std::string> switches;
    for (const PlacementNode &node : book.nodes) {
        if (node.accelerators == 0)
            continue;
        kinds.insert(node.kind);
        switches.insert(node.leafSwitch);
    }
    m_kind->addItem(tr("any kind"), QString());
    for (const std::string &kind : kinds)
        m_kind->addItem(QString::fromStdString(kind), QString::fromStdString(kind));
    m_where->addItem(tr("anywhere"), QString());
    m_where->addItem(tr("below one leaf switch, any"), QString());
    for (const std::string &name : switches) {
        if (!name.empty())
            m_where->addItem(QString::fromStdString(name), QString::fromStdString(name));
    }
    m_nodes->setRange(1, std::max(1, static_cast<int>(book.nodes.size())));
    m_nodes->setAccessibleName(tr("Whole nodes wanted"));
    m_free->setProperty("look", QStringLiteral("muted"));
    m_free->setMinimumWidth(360);
    m_free->setWordWrap(true);
    auto *form = new QFormLayout(this);
    form->addRow(tr("Nodes"), m_nodes);
    form->addRow(tr("Kind"), m_kind);
    form->addRow(tr("Where"), m_where);
    form->addRow(m_free);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton *plan = buttons->addButton(tr("Make a plan"), QDialogButtonBox::AcceptRole);
    plan->setDefault(true);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &FreeNodesDialog::showFree);
    connect(m_where, &QComboBox::currentIndexChanged, this, &FreeNodesDialog::showFree);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);
    showFree();
}

DefragmentationWish FreeNodesDialog::wish() const
{
    return {.nodes = static_cast<std::size_t>(m_nodes->value()),
            .kind = m_kind->currentData().toString().toStdString(),
            .oneLeafSwitch = m_where->currentIndex() > 0,
            .leafSwitch = m_where->currentData().toString().toStdString()};
}

// One more than are free is the least that makes a plan.
void FreeNodesDialog::showFree()
{
    const DefragmentationWish wanted = wish();
    std::map<std::string, int> free;
    int most = 0;
    for (const PlacementNode &node : m_book.nodes) {
        if (!node.accepts() || node.accelerators == 0 || node.allocated > 0
            || (!wanted.kind.empty() && node.kind != wanted.kind)
            || (!wanted.leafSwitch.empty() && node.leafSwitch != wanted.leafSwitch))
            continue;
        most = std::max(most, ++free[wanted.oneLeafSwitch ? node.leafSwitch : std::string()]);
    }
    m_free->setText(
        tr("%Ln whole node(s) are free there now. The plan moves as few jobs as can be; "
           "those that it moves start again from their last checkpoint.",
           "", most));
    m_nodes->setValue(std::min(most + 1, m_nodes->maximum()));
}

} // namespace pilothouse
