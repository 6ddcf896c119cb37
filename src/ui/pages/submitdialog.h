// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/scheduler.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace pilothouse {

// Asks for a new job: of a simulated engine what it needs and how long it works, of a real one a
// script too, which begins as the chosen framework's template. What comes of it is a plan; nothing
// is submitted yet.
class SubmitDialog final : public QDialog {
    Q_OBJECT
public:
    SubmitDialog(const JobBook &book, bool simulated, QWidget *parent);

    [[nodiscard]] Submission submission() const;

private:
    void addScript(QFormLayout &form);

    bool m_simulated;
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
    QPlainTextEdit *m_script = nullptr;
    QLineEdit *m_directory = nullptr;
    QString m_template; // as the script began
};

} // namespace pilothouse
