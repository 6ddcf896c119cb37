// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/center.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace pilothouse {

// The endpoints: which there are, how each is, adding and removing. Those added here are kept for
// the next start, those of the command line are not.
class ConnectionsDialog final : public QDialog {
    Q_OBJECT
public:
    ConnectionsDialog(Center &center, Theme &theme, QWidget *parent);

private:
    void refresh();
    void add();
    void remove();
    void editSlurm();
    void showRow(int row, const QStringList &cells);

    Center &m_center;
    Theme &m_theme;
    QTableWidget *m_table;
    QLineEdit *m_address;
    QPushButton *m_add;
    QPushButton *m_remove;
    QLabel *m_history;
};

} // namespace pilothouse
