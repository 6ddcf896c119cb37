// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/scheduler.h"

#include <QDialog>
#include <vector>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace pilothouse {

// Asks what is to become of some jobs: pool, time limit, quality of service, begin, comment. What
// is left alone stays as it is. A running job takes a time limit and a comment only.
class ChangeDialog final : public QDialog {
    Q_OBJECT
public:
    ChangeDialog(const JobBook &book, const std::vector<JobPtr> &jobs, QWidget *parent = nullptr);

    [[nodiscard]] JobUpdate update() const;

private:
    void fillPools(const JobBook &book, const std::vector<JobPtr> &jobs);
    void fillQos(const JobBook &book);

    QComboBox *m_pool;
    QSpinBox *m_limit; // minutes; the least value: unchanged
    QComboBox *m_qos;
    QCheckBox *m_beginNow;
    QLineEdit *m_comment;
    QPushButton *m_plan = nullptr;
};

} // namespace pilothouse
