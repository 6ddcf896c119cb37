// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/scheduler.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace pilothouse {

// Asks for a new job. What comes of it is a plan; nothing is submitted yet.
class SubmitDialog final : public QDialog {
    Q_OBJECT
public:
    SubmitDialog(const JobBook &book, QWidget *parent);

    [[nodiscard]] Submission submission() const;

private:
    QLineEdit *m_name;
    QComboBox *m_tenant;
    QComboBox *m_pool;
    QComboBox *m_scenario;
    QComboBox *m_framework;
    QComboBox *m_kind;
    QSpinBox *m_accelerators;
    QSpinBox *m_limit;
    QSpinBox *m_duration;
    QCheckBox *m_held;
};

} // namespace pilothouse
