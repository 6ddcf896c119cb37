// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/planners/evacuation.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;

namespace pilothouse {

// Asks why nodes are evacuated and what becomes of jobs that have nowhere to go. What comes of it
// is a plan; nothing moves yet.
class EvacuateDialog final : public QDialog {
    Q_OBJECT
public:
    EvacuateDialog(const std::vector<std::string> &nodes, QWidget *parent);

    [[nodiscard]] EvacuationOptions options() const;

private:
    QLineEdit *m_reason;
    QCheckBox *m_requeue;
};

} // namespace pilothouse
