// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/drainprompt.h"

#include <QCoreApplication>
#include <QInputDialog>

namespace pilothouse {

namespace {
class Words {
    Q_DECLARE_TR_FUNCTIONS(pilothouse::DrainPrompt)
};
constexpr std::size_t kMostNamed = 6;
} // namespace

std::optional<QString> askDrainReason(QWidget *parent, const std::vector<std::string> &nodes)
{
    QStringList names;
    for (std::size_t i = 0; i < nodes.size() && i < kMostNamed; ++i)
        names << QString::fromStdString(nodes[i]);
    QString which = names.join(QStringLiteral(", "));
    if (nodes.size() > kMostNamed)
        which = Words::tr("%1 and %Ln more", "", static_cast<int>(nodes.size() - kMostNamed))
                    .arg(which);
    bool ok = false;
    const QString reason = QInputDialog::getText(
        parent, Words::tr("Drain"), Words::tr("Why is %1 drained? Others will read it.").arg(which),
        QLineEdit::Normal, {}, &ok);
    if (!ok || reason.trimmed().isEmpty())
        return std::nullopt;
    return reason.trimmed();
}

} // namespace pilothouse
