// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audittable.h"
#include "ui/pages/page.h"

#include <QTimer>

class QLabel;
class QPushButton;

namespace pilothouse {

class AuditDetail;
class Chip;
class ElidedLabel;
class FilterLine;
class TableView;

// Everything that was done on the scheduler, from the audit log, and whether the log is as it was
// written. Addresses: "" and "?filter".
class AuditPage final : public Page {
    Q_OBJECT
public:
    explicit AuditPage(const PageContext &context, QWidget *parent = nullptr);

    void open(const QString &address) override;
    [[nodiscard]] QString address() const override;

protected:
    void refresh() override;
    void retranslate() override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void makeLayout();
    void connectAll();
    void onAudit();
    void showChain();
    void showDetail();
    void applyFilter();
    void updateCounts();
    void exportMenu();

    AuditFeed m_feed;
    QTimer m_timer; // another console may write to the same log
    QLabel *m_title;
    FilterLine *m_filter;
    QPushButton *m_verify;
    QPushButton *m_columns;
    QPushButton *m_export;
    Chip *m_chain;
    ElidedLabel *m_about;
    AuditTable *m_model;
    TableView *m_view;
    AuditDetail *m_detail;
};

} // namespace pilothouse
