// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/changedialog.h"

#include "models/text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <algorithm>

namespace pilothouse {

namespace {

constexpr int kMostMinutes = 365 * 24 * 60;

} // namespace

ChangeDialog::ChangeDialog(const JobBook &book, const std::vector<JobPtr> &jobs, QWidget *parent)
    : QDialog(parent)
    , m_pool(new QComboBox)
    , m_limit(new QSpinBox)
    , m_qos(new QComboBox)
    , m_beginNow(new QCheckBox(tr("Start as soon as there is room")))
    , m_comment(new QLineEdit)
{
    const int count = static_cast<int>(jobs.size());
    setWindowTitle(count == 1 ? tr("Change job %1").arg(text::jobName(*jobs.front()))
                              : tr("Change %Ln job(s)", "", count));
    auto *form = new QFormLayout(this);
    fillPools(book, jobs);
    fillQos(book);
    m_limit->setRange(0, kMostMinutes);
    m_limit->setSpecialValueText(tr("unchanged"));
    m_limit->setSuffix(tr(" min"));
    m_comment->setPlaceholderText(tr("unchanged"));
    m_comment->setMinimumWidth(300);
    form->addRow(tr("Pool"), m_pool);
    form->addRow(tr("Time limit"), m_limit);
    form->addRow(tr("Quality of service"), m_qos);
    form->addRow(tr("Begin"), m_beginNow);
    form->addRow(tr("Comment"), m_comment);
    const bool running = std::ranges::any_of(
        jobs, [](const JobPtr &job) { return job->state != JobState::Pending; });
    for (QWidget *widget : std::initializer_list<QWidget *>{m_pool, m_qos, m_beginNow})
        widget->setEnabled(!running && widget->isEnabled());
    if (running) {
        auto *hint = new QLabel(tr("A running job keeps its pool and quality of service; move it "
                                   "to run it elsewhere."));
        hint->setProperty("look", QStringLiteral("muted"));
        hint->setWordWrap(true);
        form->addRow(QString(), hint);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_plan = buttons->addButton(tr("Make a plan"), QDialogButtonBox::AcceptRole);
    m_plan->setDefault(true);
    const auto enable = [this] { m_plan->setEnabled(!update().empty()); };
    connect(m_pool, &QComboBox::currentIndexChanged, this, enable);
    connect(m_limit, &QSpinBox::valueChanged, this, enable);
    connect(m_qos, &QComboBox::currentIndexChanged, this, enable);
    connect(m_beginNow, &QCheckBox::toggled, this, enable);
    connect(m_comment, &QLineEdit::textChanged, this, enable);
    enable();
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);
}

void ChangeDialog::fillPools(const JobBook &book, const std::vector<JobPtr> &jobs)
{
    const std::string &now = jobs.front()->pool;
    const bool same =
        std::ranges::all_of(jobs, [&now](const JobPtr &job) { return job->pool == now; });
    m_pool->addItem(same ? tr("%1 (as now)").arg(text::from(now)) : tr("unchanged"));
    for (const Pool &pool : book.pools) {
        if (!same || pool.name != now)
            m_pool->addItem(text::from(pool.name), text::from(pool.name));
    }
}

void ChangeDialog::fillQos(const JobBook &book)
{
    m_qos->addItem(tr("unchanged"));
    for (const Qos &qos : book.qos)
        m_qos->addItem(text::from(qos.name), text::from(qos.name));
    m_qos->setEnabled(!book.qos.empty());
    if (book.qos.empty())
        m_qos->setToolTip(tr("The scheduler tells no qualities of service."));
}

JobUpdate ChangeDialog::update() const
{
    JobUpdate update;
    if (m_pool->currentIndex() > 0)
        update.pool = m_pool->currentData().toString().toStdString();
    if (m_limit->value() > 0)
        update.timeLimit = m_limit->value() * kMinute;
    if (m_qos->currentIndex() > 0)
        update.qos = m_qos->currentData().toString().toStdString();
    if (m_beginNow->isChecked())
        update.begin = 0;
    if (!m_comment->text().trimmed().isEmpty())
        update.comment = m_comment->text().trimmed().toStdString();
    return update;
}

} // namespace pilothouse
