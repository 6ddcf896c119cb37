// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tables.h"
#include "ui/pages/page.h"

class QPushButton;

namespace pilothouse {

class Board;
class Card;
class ChoiceChips;
class JobActions;
class TableView;

// The queue beside the board of nodes. A job is dragged onto nodes, or M is pressed; what comes of
// it is a plan in the panel at the right.
class PlacementPage final : public Page {
    Q_OBJECT
public:
    explicit PlacementPage(const PageContext &context, QWidget *parent = nullptr);

protected:
    void refresh() override;
    void retranslate() override;

private:
    QWidget *makeQueue();
    QWidget *makeBoard();
    void refreshBoard();
    void select(JobId job);
    void drop(JobId job, const QList<int> &nodes);
    void showPlanned();
    [[nodiscard]] const PlacementNode *nodeAt(int node) const; // by the board's numbers
    [[nodiscard]] QString cellText(int node, int cell) const;
    [[nodiscard]] QString refusal(JobId job, int node);
    [[nodiscard]] bool inPool(const std::string &pool, std::size_t node);
    void queueMenu(const QPoint &position);
    void boardMenu(const QList<int> &nodes, const QPoint &position);
    void askFreeNodes();

    JobTable *m_queue;
    TableView *m_queueView = nullptr;
    Card *m_queueCard = nullptr;
    QPushButton *m_submit = nullptr;
    QPushButton *m_free = nullptr;
    Card *m_boardCard = nullptr;
    Board *m_board = nullptr;
    ChoiceChips *m_colours = nullptr;
    JobActions *m_actions;
    JobBookPtr m_poolBook; // with the two below: what inPool() looked up last
    std::string m_pool;
    std::vector<bool> m_poolNodes;
    JobBookPtr m_shown; // on the board
    bool m_shownByTenant = false;
    std::vector<std::size_t> m_nodes; // of the board, as indices into m_shown->nodes
};

} // namespace pilothouse
