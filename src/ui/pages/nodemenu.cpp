// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/nodemenu.h"

#include "ui/pages/drainprompt.h"
#include "ui/pages/evacuatedialog.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>

namespace pilothouse {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(pilothouse::NodeMenu)
};

} // namespace

void addNodeActions(QMenu &menu, const PageContext &context, QWidget *parent,
                    const std::vector<std::string> &nodes)
{
    PlanController &plans = context.plans;
    const auto enable = [&nodes](QAction *action, const QString &why) {
        action->setEnabled(!nodes.empty() && why.isEmpty());
        action->setToolTip(why);
    };
    enable(menu.addAction(Words::tr("Drain…"), parent,
                          [&plans, parent, nodes] {
                              if (const auto reason = askDrainReason(parent, nodes))
                                  plans.drain(nodes, reason->toStdString());
                          }),
           plans.unavailable(ActionKind::Drain));
    enable(menu.addAction(Words::tr("Resume…"), parent, [&plans, nodes] { plans.resume(nodes); }),
           plans.unavailable(ActionKind::Resume));
    QAction *evacuate = menu.addAction(Words::tr("Evacuate…"), parent, [context, parent, nodes] {
        proposeEvacuation(context, parent, nodes);
    });
    evacuate->setObjectName(QStringLiteral("evacuate"));
    const QString why = plans.unavailable(ActionKind::Drain);
    enable(evacuate, why.isEmpty() ? plans.unavailableMoves() : why);
    menu.setToolTipsVisible(true);
}

void proposeEvacuation(const PageContext &context, QWidget *parent,
                       const std::vector<std::string> &nodes)
{
    EvacuateDialog dialog(nodes, parent);
    if (dialog.exec() == QDialog::Accepted)
        context.plans.evacuate(nodes, dialog.options());
}

} // namespace pilothouse
