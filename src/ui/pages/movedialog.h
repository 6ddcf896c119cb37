// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/job.h"

#include <QDialog>
#include <string>
#include <vector>

class QComboBox;
class QLineEdit;

namespace pilothouse {

// Asks where a job is to go: nodes by name (a proposal is filled in) or another pool. What comes of
// it is a plan; nothing moves yet.
class MoveDialog final : public QDialog {
    Q_OBJECT
public:
    MoveDialog(const JobBook &book, const Job &job, QWidget *parent);

    [[nodiscard]] std::vector<std::string> nodes() const;
    [[nodiscard]] std::string pool() const; // empty: keep

private:
    QLineEdit *m_nodes;
    QComboBox *m_pool;
};

} // namespace pilothouse
