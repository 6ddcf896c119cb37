// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

#include <QMenu>
#include <vector>

namespace pilothouse {

// What can be done with jobs, for buttons and menus of several pages: each action proposes a plan.
// One that the engine or the jobs' states do not allow is disabled and says why.
class JobActions final : public QObject {
    Q_OBJECT
public:
    explicit JobActions(const PageContext &context, QWidget *parent);

    void setJobs(std::vector<JobId> jobs);
    void refresh(); // after a new view
    void retranslate();

    [[nodiscard]] QAction *hold() const { return m_hold; }
    [[nodiscard]] QAction *release() const { return m_release; }
    [[nodiscard]] QAction *requeue() const { return m_requeue; }
    [[nodiscard]] QAction *move() const { return m_move; }
    [[nodiscard]] QAction *priority() const { return m_priority; }
    [[nodiscard]] QAction *change() const { return m_change; }
    [[nodiscard]] QAction *cancel() const { return m_cancel; }
    void addTo(QMenu &menu) const;

private:
    using Test = bool (*)(const Job &);
    void enable(QAction *action, ActionKind kind, Test test, const QString &otherwise);
    void proposeMove();
    void askPriority();
    void askSignal();
    void askChange();

    PageContext m_context;
    QWidget *m_parent;
    std::vector<JobId> m_jobs;
    QAction *m_hold;
    QAction *m_release;
    QAction *m_requeue;
    QAction *m_move;
    QAction *m_priority;
    QAction *m_change;
    QAction *m_suspend;
    QAction *m_resume;
    QAction *m_signal;
    QAction *m_cancel;
};

} // namespace pilothouse
