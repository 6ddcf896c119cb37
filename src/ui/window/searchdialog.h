// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/centerview.h"

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace pilothouse {

// Finds a node, job, tenant or page by what is typed.
class SearchDialog final : public QDialog {
    Q_OBJECT
public:
    SearchDialog(const CenterView &view, QWidget *parent);

    [[nodiscard]] QString address() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Entry {
        QString name;
        QString about;
        QString address;
    };
    void collect(const CenterView &view);
    void find(const QString &words);

    std::vector<Entry> m_entries;
    QLineEdit *m_line;
    QListWidget *m_found;
};

} // namespace pilothouse
