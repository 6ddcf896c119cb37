// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/jobactions.h"

#include "ui/pages/changedialog.h"
#include "ui/pages/movedialog.h"

#include <QAction>
#include <QInputDialog>
#include <algorithm>

namespace pilothouse {

JobActions::JobActions(const PageContext &context, QWidget *parent)
    : QObject(parent)
    , m_context(context)
    , m_parent(parent)
    , m_hold(new QAction(this))
    , m_release(new QAction(this))
    , m_requeue(new QAction(this))
    , m_move(new QAction(this))
    , m_priority(new QAction(this))
    , m_change(new QAction(this))
    , m_suspend(new QAction(this))
    , m_resume(new QAction(this))
    , m_signal(new QAction(this))
    , m_cancel(new QAction(this))
{
    connect(m_hold, &QAction::triggered, this, [this] { m_context.plans.hold(m_jobs); });
    connect(m_release, &QAction::triggered, this, [this] { m_context.plans.release(m_jobs); });
    connect(m_requeue, &QAction::triggered, this, [this] { m_context.plans.requeue(m_jobs); });
    connect(m_cancel, &QAction::triggered, this, [this] { m_context.plans.cancel(m_jobs); });
    connect(m_move, &QAction::triggered, this, &JobActions::proposeMove);
    connect(m_priority, &QAction::triggered, this, &JobActions::askPriority);
    connect(m_change, &QAction::triggered, this, &JobActions::askChange);
    connect(m_suspend, &QAction::triggered, this, [this] { m_context.plans.suspend(m_jobs); });
    connect(m_resume, &QAction::triggered, this, [this] { m_context.plans.resumeJobs(m_jobs); });
    connect(m_signal, &QAction::triggered, this, &JobActions::askSignal);
    m_move->setShortcut(Qt::Key_M);
    m_move->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    parent->addAction(m_move);
    retranslate();
}

void JobActions::retranslate()
{
    m_hold->setText(tr("Hold"));
    m_release->setText(tr("Release"));
    m_requeue->setText(tr("Requeue…"));
    m_move->setText(tr("Move…"));
    m_priority->setText(tr("Priority…"));
    m_change->setText(tr("Change…"));
    m_suspend->setText(tr("Suspend"));
    m_resume->setText(tr("Resume"));
    m_signal->setText(tr("Signal…"));
    m_cancel->setText(tr("Cancel…"));
    refresh();
}

void JobActions::setJobs(std::vector<JobId> jobs)
{
    if (jobs == m_jobs)
        return;
    m_jobs = std::move(jobs);
    refresh();
}

void JobActions::addTo(QMenu &menu) const
{
    menu.addActions({m_hold, m_release, m_requeue, m_move, m_priority, m_change});
    menu.addSeparator();
    menu.addActions({m_suspend, m_resume, m_signal});
    menu.addSeparator();
    menu.addAction(m_cancel);
    menu.setToolTipsVisible(true);
}

void JobActions::refresh()
{
    enable(
        m_hold, ActionKind::Hold,
        [](const Job &job) { return job.state == JobState::Pending && !job.held; },
        tr("Only pending jobs that are not held can be held."));
    enable(
        m_release, ActionKind::Release, [](const Job &job) { return job.held; },
        tr("None of these jobs is held."));
    enable(
        m_requeue, ActionKind::Requeue,
        [](const Job &job) { return job.state == JobState::Running; },
        tr("Only running jobs can be requeued."));
    enable(
        m_priority, ActionKind::Priority,
        [](const Job &job) { return job.state == JobState::Pending; },
        tr("Only pending jobs have a priority to set."));
    enable(
        m_change, ActionKind::Update, [](const Job &job) { return !job.hasEnded(); },
        tr("These jobs have ended."));
    enable(
        m_suspend, ActionKind::Suspend,
        [](const Job &job) { return job.state == JobState::Running; },
        tr("Only running jobs can be suspended."));
    enable(
        m_resume, ActionKind::ResumeJob,
        [](const Job &job) { return job.state == JobState::Suspended; },
        tr("None of these jobs is suspended."));
    enable(
        m_signal, ActionKind::Signal, [](const Job &job) { return job.state == JobState::Running; },
        tr("Only running jobs get signals."));
    enable(
        m_cancel, ActionKind::Cancel, [](const Job &job) { return !job.hasEnded(); },
        tr("These jobs have ended."));
    enable(
        m_move, ActionKind::Move, [](const Job &job) { return !job.hasEnded(); },
        tr("This job has ended."));
    if (m_jobs.size() > 1) {
        for (QAction *action : {m_move, m_priority}) {
            action->setEnabled(false);
            action->setToolTip(tr("Select one job for this."));
        }
    }
}

void JobActions::enable(QAction *action, ActionKind kind, Test test, const QString &otherwise)
{
    QString why = m_context.plans.unavailable(kind);
    const JobBook &book = *m_context.center.view()->book;
    const bool any = std::ranges::any_of(m_jobs, [&](JobId id) {
        const JobPtr job = book.find(id);
        return job && test(*job);
    });
    if (why.isEmpty() && m_jobs.empty())
        why = tr("Select a job first.");
    if (why.isEmpty() && !any)
        why = otherwise;
    action->setEnabled(why.isEmpty());
    action->setToolTip(why.isEmpty() ? action->text() : why);
}

void JobActions::proposeMove()
{
    if (m_jobs.size() != 1)
        return;
    const JobId id = m_jobs.front();
    const JobPtr job = m_context.center.view()->book->find(id);
    if (!job)
        return;
    MoveDialog dialog(*m_context.center.view()->book, *job, m_parent);
    if (dialog.exec() == QDialog::Accepted)
        m_context.plans.move(id, dialog.nodes(), dialog.pool());
}

void JobActions::askPriority()
{
    if (m_jobs.size() != 1)
        return;
    const JobPtr job = m_context.center.view()->book->find(m_jobs.front());
    if (!job)
        return;
    bool ok = false;
    const int priority = QInputDialog::getInt(
        m_parent, tr("Priority"), tr("Priority of job %1").arg(job->id),
        static_cast<int>(std::clamp<std::int64_t>(job->priority, 0, 1'000'000'000)), 0,
        1'000'000'000, 1, &ok);
    if (ok)
        m_context.plans.setPriority(job->id, priority);
}

void JobActions::askSignal()
{
    const QStringList signals_{QStringLiteral("TERM"), QStringLiteral("USR1"),
                               QStringLiteral("USR2"), QStringLiteral("INT"),
                               QStringLiteral("HUP"),  QStringLiteral("STOP"),
                               QStringLiteral("CONT"), QStringLiteral("KILL")};
    bool ok = false;
    const QString chosen =
        QInputDialog::getItem(m_parent, tr("Signal"), tr("Signal to send"), signals_, 0, true, &ok);
    if (ok)
        m_context.plans.signal(m_jobs, chosen.trimmed().toStdString());
}

void JobActions::askChange()
{
    std::vector<JobPtr> jobs;
    const JobBookPtr book = m_context.center.view()->book;
    for (const JobId id : m_jobs) {
        if (const JobPtr job = book->find(id))
            jobs.push_back(job);
    }
    if (jobs.empty())
        return;
    ChangeDialog dialog(*book, jobs, m_parent);
    if (dialog.exec() == QDialog::Accepted)
        m_context.plans.update(m_jobs, dialog.update());
}

} // namespace pilothouse
