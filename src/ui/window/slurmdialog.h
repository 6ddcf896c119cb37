// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/connection.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;

namespace pilothouse {

// Asks how a Slurm cluster is reached: slurmrestd's address, where its token comes from, and how
// Slurm's own commands are run. Of the token only its file or command is asked, so that nothing
// secret is typed or kept.
class SlurmDialog final : public QDialog {
    Q_OBJECT
public:
    explicit SlurmDialog(const slurm::Connection &connection, QWidget *parent = nullptr);

    [[nodiscard]] slurm::Connection connection() const;

private:
    void showTokenSource();

    slurm::Connection m_connection;
    QLineEdit *m_address;
    QComboBox *m_source; // file, command
    QLineEdit *m_token;
    QLineEdit *m_user;
    QLineEdit *m_authorities;
    QComboBox *m_commands; // none, local, ssh
    QLineEdit *m_host; // of ssh
};

} // namespace pilothouse
