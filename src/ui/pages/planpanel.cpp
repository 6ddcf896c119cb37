// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/planpanel.h"

#include "models/errortext.h"
#include "models/text.h"
#include "ui/theme/statemark.h"
#include "ui/widgets/card.h"

#include <QApplication>
#include <QEvent>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>

namespace pilothouse {

namespace {

constexpr std::size_t kMostSteps = 60; // shown; a plan may have more

void empty(QGridLayout *grid)
{
    while (QLayoutItem *item = grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

QLabel *label(const QString &text, bool muted = false)
{
    auto *label = new QLabel(text);
    label->setWordWrap(true);
    label->setProperty("look", muted ? QStringLiteral("muted") : QString());
    return label;
}

State toneOf(StepState state)
{
    switch (state) {
    case StepState::Waiting:
        return State::None;
    case StepState::Running:
        return State::Pending;
    case StepState::Done:
        return State::Ok;
    case StepState::RolledBack:
        return State::Drained;
    case StepState::Failed:
    case StepState::RollbackFailed:
        return State::Critical;
    }
    return State::None;
}

QString wordOf(StepState state)
{
    switch (state) {
    case StepState::Waiting:
        return {};
    case StepState::Running:
        return PlanPanel::tr("running…");
    case StepState::Done:
        return PlanPanel::tr("done");
    case StepState::RolledBack:
        return PlanPanel::tr("undone");
    case StepState::Failed:
        return PlanPanel::tr("refused");
    case StepState::RollbackFailed:
        return PlanPanel::tr("could not be undone");
    }
    return {};
}

QString countText(const Plan &plan, const PlanProgress &progress)
{
    const auto done = std::ranges::count(progress.steps, StepState::Done, &StepProgress::state);
    if (plan.steps.size() == 1 || progress.steps.empty())
        return PlanPanel::tr("%Ln step(s)", "", static_cast<int>(plan.steps.size()));
    return PlanPanel::tr("%1 of %2 steps done").arg(done).arg(plan.steps.size());
}

// Which steps to show where there are more than fit: those refused before those that went well.
std::vector<std::size_t> shownSteps(const Plan &plan, const PlanProgress &progress)
{
    std::vector<std::size_t> steps(plan.steps.size());
    std::iota(steps.begin(), steps.end(), std::size_t{0});
    const auto refused = [&progress](std::size_t step) {
        return step < progress.steps.size()
            && (progress.steps[step].state == StepState::Failed
                || progress.steps[step].state == StepState::RollbackFailed);
    };
    if (steps.size() > kMostSteps) {
        std::ranges::stable_partition(steps, refused);
        steps.resize(kMostSteps);
    }
    return steps;
}

QString listed(const std::vector<JobId> &jobs)
{
    constexpr std::size_t kMost = 8;
    QStringList ids;
    for (std::size_t i = 0; i < std::min(kMost, jobs.size()); ++i)
        ids << QString::number(jobs[i]);
    if (jobs.size() > kMost)
        ids << QStringLiteral("+%1").arg(jobs.size() - kMost);
    return ids.join(QStringLiteral(", "));
}

QString arrow(int before, int after)
{
    return QStringLiteral("%1 → %2").arg(before).arg(after);
}

} // namespace

PlanPanel::PlanPanel(PlanController &plans, Center &center, Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_plans(plans)
    , m_center(center)
    , m_theme(theme)
    , m_card(new Card(theme))
    , m_title(new QLabel)
    , m_about(label({}, true))
    , m_steps(new QGridLayout)
    , m_changesTitle(new QLabel)
    , m_changes(new QGridLayout)
    , m_warning(label({}))
    , m_confirmHint(label({}, true))
    , m_confirm(new QLineEdit)
    , m_discard(new QPushButton)
    , m_apply(new QPushButton)
    , m_retry(new QPushButton)
{
    setObjectName(QStringLiteral("planPanel"));
    setFixedWidth(330);
    setFocusPolicy(Qt::ClickFocus);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::kLarge, space::kPage, space::kLarge);
    layout->addWidget(m_card);
    m_card->setEmphasized(true);

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::kLarge);
    m_title->setFont(theme.font(fontsize::kHeadline, QFont::DemiBold));
    m_title->setWordWrap(true);
    m_changesTitle->setProperty("look", QStringLiteral("muted"));
    m_changesTitle->setFont(theme.font(fontsize::kBody, QFont::DemiBold));
    m_warning->setProperty("look", QStringLiteral("warning"));
    m_warning->setObjectName(QStringLiteral("planWarning"));
    m_steps->setColumnStretch(1, 1);
    m_steps->setVerticalSpacing(space::kMedium);
    m_changes->setColumnStretch(0, 1);
    m_changes->setVerticalSpacing(space::kSmall);
    column->addWidget(m_title);
    column->addWidget(m_about);
    column->addLayout(m_steps);
    column->addWidget(m_changesTitle);
    column->addLayout(m_changes);
    column->addWidget(m_warning);
    column->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_card->addContent(scroll);
    m_card->addContent(m_confirmHint, 0);
    auto *buttons = new QWidget;
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_confirm, 1);
    row->addWidget(m_discard);
    row->addWidget(m_retry);
    row->addWidget(m_apply);
    m_card->addContent(buttons, 0);
    m_confirm->setObjectName(QStringLiteral("planConfirm"));
    m_discard->setObjectName(QStringLiteral("planDiscard"));
    m_retry->setObjectName(QStringLiteral("planRetry"));
    m_apply->setObjectName(QStringLiteral("planApply"));
    m_apply->setProperty("look", QStringLiteral("primary"));

    connect(&m_plans, &PlanController::proposed, m_confirm,
            &QLineEdit::clear); // typed for another plan
    connect(&m_plans, &PlanController::proposed, this, &PlanPanel::takeFocus, Qt::QueuedConnection);
    connect(&m_plans, &PlanController::changed, this, &PlanPanel::rebuild);
    connect(m_confirm, &QLineEdit::textChanged, this, &PlanPanel::showButtons);
    connect(m_confirm, &QLineEdit::returnPressed, m_apply, &QPushButton::click);
    connect(m_discard, &QPushButton::clicked, &m_plans, &PlanController::discard);
    connect(m_apply, &QPushButton::clicked, this, [this] {
        m_plans.apply();
        setFocus(); // the button pressed goes away
    });
    connect(m_retry, &QPushButton::clicked, &m_plans, &PlanController::retryFailed);
    retranslate();
    rebuild();
}

void PlanPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        rebuild();
    }
}

void PlanPanel::retranslate()
{
    m_changesTitle->setText(tr("What it changes"));
    m_apply->setText(tr("Apply plan"));
    m_retry->setText(tr("Retry what was refused"));
}

void PlanPanel::rebuild()
{
    const auto phase = m_plans.phase();
    if (phase == PlanController::Phase::None || !m_plans.plan()) {
        m_confirm->clear();
        if ((hasFocus() || isAncestorOf(QApplication::focusWidget())) && m_focusBefore)
            m_focusBefore->setFocus();
        hide();
        return;
    }
    const Plan &plan = *m_plans.plan();
    const PlanProgress progress = m_plans.progress();
    switch (phase) {
    case PlanController::Phase::Review:
        m_card->setTitle(tr("Plan — not yet applied"));
        break;
    case PlanController::Phase::Running:
        m_card->setTitle(tr("Plan — being applied"));
        break;
    default:
        m_card->setTitle(progress.succeeded ? tr("Plan — applied")
                                            : tr("Plan — not applied in full"));
        break;
    }
    m_card->setRightText(countText(plan, progress));
    m_title->setText(PlanController::title(plan));
    m_about->setText(summary(plan));
    showSteps(plan, progress);
    showChanges(plan);
    showWarning(plan);
    showButtons();
    show();
}

// Where a job's number is to be typed it can be typed at once; Escape discards either way.
void PlanPanel::takeFocus()
{
    QWidget *before = QApplication::focusWidget();
    if (!isVisible() || before == this || isAncestorOf(before))
        return;
    m_focusBefore = before;
    if (m_confirm->isVisible())
        m_confirm->setFocus();
    else
        m_apply->setFocus();
}

void PlanPanel::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    auto *button = qobject_cast<QPushButton *>(QApplication::focusWidget());
    if (event->key() == Qt::Key_Escape && m_discard->isEnabled())
        m_discard->click();
    else if (enter && button != nullptr && isAncestorOf(button))
        button->click();
    else
        QWidget::keyPressEvent(event);
}

QString PlanPanel::summary(const Plan &plan) const
{
    const Action &first = plan.steps.front().action;
    if (plan.purpose == Plan::Purpose::Submit)
        return summary(first.submission);
    if (plan.purpose == Plan::Purpose::Drain || plan.purpose == Plan::Purpose::Evacuate)
        return first.reason.empty() ? QString() : tr("Reason: %1").arg(text::from(first.reason));
    if (plan.jobs.size() != 1)
        return {};
    const JobPtr job = m_center.view()->book->find(plan.jobs.front());
    if (!job)
        return {};
    const QString dot = QStringLiteral(" • ");
    QString words = text::from(job->name) + dot
        + tr("%Ln accelerator(s)", "", static_cast<int>(job->accelerators));
    if (!job->kind.empty())
        words += dot + text::from(job->kind);
    words += dot + text::state(job->state);
    if (job->state == JobState::Running)
        words += u' ' + text::duration(m_center.view()->book->time - job->started);
    return words + dot + tr("tenant %1").arg(text::from(job->tenant));
}

QString PlanPanel::summary(const Submission &submission)
{
    QStringList words{tr("%Ln accelerator(s)", "", static_cast<int>(submission.accelerators))};
    if (!submission.kind.empty())
        words << text::from(submission.kind);
    if (!submission.tenant.empty())
        words << tr("tenant %1").arg(text::from(submission.tenant));
    if (!submission.pool.empty())
        words << tr("pool %1").arg(text::from(submission.pool));
    if (submission.timeLimit > 0)
        words << tr("at most %1").arg(text::duration(submission.timeLimit));
    return words.join(QStringLiteral(" • "));
}

void PlanPanel::showSteps(const Plan &plan, const PlanProgress &progress)
{
    empty(m_steps);
    const std::vector<std::size_t> steps = shownSteps(plan, progress);
    const int shown = static_cast<int>(steps.size());
    for (int i = 0; i < shown; ++i) {
        const std::size_t at = steps[static_cast<std::size_t>(i)];
        const StepProgress step = at < progress.steps.size() ? progress.steps[at] : StepProgress{};
        auto *number = new QLabel(QString::number(at + 1));
        number->setFont(m_theme.font(fontsize::kBody, QFont::DemiBold));
        m_steps->addWidget(number, 2 * i, 0, Qt::AlignTop);
        m_steps->addWidget(label(PlanController::stepText(plan.steps[at])), 2 * i, 1);
        const QString word = wordOf(step.state);
        if (word.isEmpty())
            continue;
        auto *result = label(
            step.message.empty() ? word : word + QStringLiteral(": ") + text::from(step.message));
        QPalette palette = result->palette();
        palette.setColor(QPalette::WindowText, stateColor(toneOf(step.state), m_theme.tokens()));
        result->setPalette(palette);
        m_steps->addWidget(result, 2 * i + 1, 1);
    }
    if (shown < static_cast<int>(plan.steps.size()))
        m_steps->addWidget(
            label(tr("and %Ln more", "", static_cast<int>(plan.steps.size()) - shown), true),
            2 * shown, 1);
}

void PlanPanel::addChange(const QString &what, const QString &before, const QString &after,
                          bool costs)
{
    const int row = m_changes->rowCount();
    m_changes->addWidget(label(what, true), row, 0);
    auto *figure = new QLabel(before.isEmpty() ? after : before + QStringLiteral(" → ") + after);
    figure->setFont(m_theme.font(fontsize::kBody, QFont::DemiBold));
    figure->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    if (costs) {
        QPalette palette = figure->palette();
        palette.setColor(QPalette::WindowText, m_theme.tokens().warning);
        figure->setPalette(palette);
    }
    m_changes->addWidget(figure, row, 1);
}

void PlanPanel::showChanges(const Plan &plan)
{
    empty(m_changes);
    const PlanConsequences &effect = plan.consequences;
    if (effect.jobs.size() > 1 || plan.purpose == Plan::Purpose::Drain
        || plan.purpose == Plan::Purpose::Evacuate)
        addChange(tr("Jobs touched"), {}, QString::number(effect.jobs.size()));
    if (!effect.users.empty()) {
        QStringList users;
        for (const std::string &user : effect.users)
            users << text::from(user);
        constexpr int kMost = 3;
        QString shown = users.mid(0, kMost).join(QStringLiteral(", "));
        if (users.size() > kMost)
            shown += QStringLiteral(" +%1").arg(users.size() - kMost);
        addChange(tr("Users"), {}, shown);
    }
    if (effect.canStartThere)
        addChange(
            plan.purpose == Plan::Purpose::Submit ? tr("Can start now") : tr("Can start there now"),
            {}, *effect.canStartThere ? tr("yes") : tr("no, it will wait"), !*effect.canStartThere);
    if (effect.moves)
        addChange(tr("Jobs moved"), {},
                  effect.moves->first == effect.moves->second
                      ? tr("%1, the fewest").arg(effect.moves->first)
                      : tr("%1, at least %2").arg(effect.moves->first).arg(effect.moves->second));
    if (!effect.requeued.empty())
        addChange(tr("Go back to the queue"), {}, QString::number(effect.requeued.size()), true);
    if (!effect.staying.empty())
        addChange(tr("Stay until they end"), {}, QString::number(effect.staying.size()), true);
    if (effect.emptyBy > 0)
        addChange(tr("Empty at the latest"), {}, text::moment(effect.emptyBy));
    if (effect.leafSwitches)
        addChange(tr("Leaf switches spanned"), {},
                  arrow(effect.leafSwitches->first, effect.leafSwitches->second));
    if (effect.freeWholeNodes)
        addChange(tr("Whole nodes free"), {},
                  arrow(effect.freeWholeNodes->first, effect.freeWholeNodes->second));
    if (plan.purpose != Plan::Purpose::Submit)
        addChange(tr("Pending jobs that then fit"), {},
                  QString::number(effect.pendingThatFit.size()));
    if (effect.lostSince > 0)
        addChange(tr("Lost work"), {},
                  tr("%1 acc-h").arg(QLocale().toString(effect.lostAcceleratorHours, 'f', 1)),
                  true);
}

void PlanPanel::showWarning(const Plan &plan)
{
    const PlanProgress progress = m_plans.progress();
    QStringList words;
    if (progress.error)
        words << errorText(*progress.error);
    else if (plan.consequences.lostSince > 0 && m_plans.phase() == PlanController::Phase::Review) {
        const QString since = text::moment(plan.consequences.lostSince);
        const QString hours = QLocale().toString(plan.consequences.lostAcceleratorHours, 'f', 1);
        if (plan.purpose == Plan::Purpose::Cancel)
            words << tr("Cancelling ends the work for good. What was computed since %1 is lost: %2 "
                        "accelerator-hours.")
                         .arg(since, hours);
        else if (plan.jobs.size() > 1)
            words << tr("The jobs start again from their last checkpoints. Work since %1 at the "
                        "earliest is lost: %2 accelerator-hours.")
                         .arg(since, hours);
        else
            words << tr("The job starts again from its last checkpoint. Work since %1 is lost: %2 "
                        "accelerator-hours.")
                         .arg(since, hours);
    }
    if (plan.consequences.quotaExceeded > 0 && m_plans.phase() == PlanController::Phase::Review)
        words << tr("Its tenant would be %Ln accelerator(s) over its quota; the job waits until "
                    "others end.",
                    "", plan.consequences.quotaExceeded);
    if (!plan.consequences.staying.empty() && m_plans.phase() == PlanController::Phase::Review)
        words << tr("These jobs stay: %1.").arg(listed(plan.consequences.staying));
    m_warning->setText(words.join(u'\n'));
    m_warning->setVisible(!words.isEmpty());
}

void PlanPanel::showButtons()
{
    const bool review = m_plans.phase() == PlanController::Phase::Review;
    const QString wanted = m_plans.confirmation();
    const bool ask = review && !wanted.isEmpty();
    m_confirm->setVisible(ask);
    m_confirmHint->setVisible(ask);
    if (ask) {
        m_confirmHint->setText(m_plans.plan()->jobs.size() == 1
                                   ? tr("Type the job id, %1, to confirm.").arg(wanted)
                                   : tr("Type the number of jobs, %1, to confirm.").arg(wanted));
        m_confirm->setPlaceholderText(m_plans.plan()->jobs.size() == 1 ? tr("job id")
                                                                       : tr("number of jobs"));
        m_confirm->setAccessibleName(m_confirmHint->text());
    }
    m_apply->setVisible(review);
    m_retry->setVisible(m_plans.canRetryFailed());
    m_apply->setEnabled(review && (wanted.isEmpty() || m_confirm->text().trimmed() == wanted));
    m_discard->setText(review ? tr("Discard") : tr("Close"));
    m_discard->setEnabled(m_plans.phase() != PlanController::Phase::Running);
}

} // namespace pilothouse
