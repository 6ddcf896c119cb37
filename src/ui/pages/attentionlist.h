// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/attention.h"
#include "ui/theme/theme.h"

#include <QListView>

class QStandardItemModel;

namespace pilothouse {

// "Needs you": what deserves a look, worst first. Enter or a click opens its page.
class AttentionList final : public QListView {
    Q_OBJECT
public:
    explicit AttentionList(const Theme &theme, QWidget *parent = nullptr);

    void setItems(const std::vector<AttentionItem> &items);
    void setEmptyText(const QString &text); // what is said when there is nothing

Q_SIGNALS:
    void opened(const QString &address);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QStandardItemModel *m_model;
    QString m_emptyText;
};

} // namespace pilothouse
