// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/keysdialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <utility>
#include <vector>

namespace pilothouse {

KeysDialog::KeysDialog(QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keys"));
    const std::vector<std::pair<QString, QString>> keys{
        {tr("Ctrl 1 … Ctrl 5"), tr("Overview, Fleet, Jobs, Placement, Audit")},
        {tr("Ctrl K"), tr("Find a node, job or tenant, or go to a page")},
        {tr("Alt ←, Alt →"), tr("Back and forward")},
        {tr("Enter"), tr("Open what is selected")},
        {tr("M"), tr("Move the selected job")},
        {tr("Ctrl C"), tr("Copy the selected rows")},
        {tr("Arrows, 0, + and −"), tr("Move in the heatmap; show all; zoom")},
        {tr("← and → in a chart"), tr("Move the cursor of all charts")},
        {tr("Ctrl T"), tr("Dark or light")},
        {tr("?"), tr("This list")},
        {tr("Ctrl Q"), tr("Quit")},
    };
    auto *grid = new QGridLayout(this);
    grid->setHorizontalSpacing(24);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto *key = new QLabel(keys[i].first);
        QFont font = key->font();
        font.setWeight(QFont::DemiBold);
        key->setFont(font);
        grid->addWidget(key, static_cast<int>(i), 0);
        grid->addWidget(new QLabel(keys[i].second), static_cast<int>(i), 1);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    grid->addWidget(buttons, static_cast<int>(keys.size()), 0, 1, 2);
}

} // namespace pilothouse
