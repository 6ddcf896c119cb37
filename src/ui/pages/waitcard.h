// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/waitfeed.h"
#include "ui/pages/page.h"

class QLabel;
class QPushButton;
class QStandardItemModel;

namespace pilothouse {

class Card;
class TableView;

// Why a pending job waits: the reason and the earliest start in words, the jobs in the way, and
// what would let it start sooner. A variant that the engine can do becomes a plan; nothing else
// happens here.
class WaitCard final : public QWidget {
    Q_OBJECT
public:
    explicit WaitCard(const PageContext &context, QWidget *parent = nullptr);

    void setJob(JobId job); // 0: none
    void refresh(); // after a new view
    void retranslate();

Q_SIGNALS:
    void openJob(quint64 job);

private:
    void show(const WaitReport &report, const Job &job);
    void showReport();
    void showBlockers(const WaitReport &report);
    void showVariants(const WaitReport &report);
    void enablePlan();
    void propose();
    [[nodiscard]] const WaitVariant *selected() const;
    [[nodiscard]] QString whyNot(const WaitVariant &variant) const;

    PageContext m_context;
    WaitFeed m_feed;
    JobId m_job = 0;
    Card *m_reasonCard;
    QLabel *m_reason;
    QLabel *m_figures;
    Card *m_blockerCard;
    TableView *m_blockerView;
    QStandardItemModel *m_blockers;
    Card *m_variantCard;
    TableView *m_variantView;
    QStandardItemModel *m_variants;
    QPushButton *m_plan;
    std::vector<WaitVariant> m_shown; // rows of the table
};

} // namespace pilothouse
