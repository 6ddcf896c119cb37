// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/chartfeed.h"
#include "ui/pages/page.h"

class QLabel;
class QListWidget;
class QPushButton;
class QStandardItemModel;
class QToolButton;

namespace pilothouse {

class BandRows;
class Card;
class Chip;
class ChoiceChips;
class EmptyState;
class FigureCard;
class JobActions;
class TableView;
class WaitCard;

// One job: what it is, what it makes of its accelerators, all of them on one time axis, what
// happened. Address: "job/ID".
class JobPage final : public Page {
    Q_OBJECT
public:
    explicit JobPage(const PageContext &context, QWidget *parent = nullptr);

    void open(const QString &address) override;
    [[nodiscard]] QString address() const override;
    void showRange(const ChartRange &range) override;

protected:
    void refresh() override;
    void retranslate() override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    struct Row {
        SeriesKey key;
        QString name;
    };
    QWidget *makeHeader();
    QWidget *makeFigures();
    QWidget *makeMiddle();
    void refreshHeader(const Job &job);
    void refreshFigures(const Job &job);
    void refreshPeers(const Job &job);
    void refreshEvents(const Job &job);
    void updateKeys(const Job &job);
    void useRange(const QString &id);
    void showRows(Micros from, Micros to);
    [[nodiscard]] JobPtr job() const;

    JobId m_id = 0;
    JobPtr m_last; // the newest that the engine told of it
    ChartFeed m_feed;
    QString m_metric;
    QString m_rangeId;
    std::vector<Row> m_rows;
    Micros m_eventsAt = 0;

    QPushButton *m_back;
    QLabel *m_title;
    Chip *m_state;
    Chip *m_size;
    Chip *m_tenant;
    Chip *m_scenario;
    Chip *m_framework;
    JobActions *m_actions;
    FigureCard *m_tensor = nullptr;
    FigureCard *m_busy = nullptr;
    FigureCard *m_memory = nullptr;
    FigureCard *m_power = nullptr;
    FigureCard *m_used = nullptr;
    FigureCard *m_lost = nullptr;
    QWidget *m_body = nullptr;
    Card *m_chartCard = nullptr;
    ChoiceChips *m_metrics = nullptr;
    ChoiceChips *m_ranges = nullptr;
    BandRows *m_chart = nullptr;
    Card *m_peerCard = nullptr;
    TableView *m_peerView = nullptr;
    QStandardItemModel *m_peers = nullptr;
    Card *m_eventCard = nullptr;
    QListWidget *m_events = nullptr;
    QWidget *m_middle = nullptr; // of a job that has started
    WaitCard *m_wait = nullptr; // of one that waits
    EmptyState *m_missing;
    QStringList m_eventLines;
};

} // namespace pilothouse
