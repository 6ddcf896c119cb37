// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/submitdialog.h"

#include "core/scenario.h"
#include "models/jobtemplate.h"
#include "models/text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <set>

namespace pilothouse {

namespace {

constexpr int kMostMinutes = 30 * 24 * 60;

QSpinBox *spin(int minimum, int maximum, int value, const QString &suffix)
{
    auto *box = new QSpinBox;
    box->setRange(minimum, maximum);
    box->setValue(value);
    box->setSuffix(suffix);
    return box;
}

} // namespace

SubmitDialog::SubmitDialog(const JobBook &book, bool simulated, QWidget *parent)
    : QDialog(parent)
    , m_simulated(simulated)
    , m_name(new QLineEdit)
    , m_tenant(new QComboBox)
    , m_pool(new QComboBox)
    , m_scenario(new QComboBox)
    , m_framework(new QComboBox)
    , m_kind(new QComboBox)
    , m_accelerators(spin(1, 100'000, 8, {}))
    , m_limit(spin(1, kMostMinutes, 240, tr(" min")))
    , m_duration(spin(1, kMostMinutes, 60, tr(" min")))
    , m_held(new QCheckBox(tr("Hold it at first")))
{
    setWindowTitle(tr("Submit a job"));
    auto *form = new QFormLayout(this);
    m_name->setPlaceholderText(tr("such as llm-sft"));
    m_name->setMinimumWidth(300);
    for (const Tenant &tenant : book.tenants)
        m_tenant->addItem(text::from(tenant.name));
    for (const Pool &pool : book.pools)
        m_pool->addItem(text::from(pool.name));
    for (const Scenario &scenario : scenarios())
        m_scenario->addItem(
            text::scenario(scenario.name),
            QString::fromUtf8(scenario.name.data(), static_cast<qsizetype>(scenario.name.size())));
    m_framework->addItems({QStringLiteral("PyTorch"), QStringLiteral("MindSpore"),
                           QStringLiteral("TensorFlow"), QStringLiteral("PaddlePaddle")});
    m_kind->addItem(tr("any"), QString());
    std::set<std::string> kinds;
    for (const PlacementNode &node : book.nodes) {
        if (!node.kind.empty())
            kinds.insert(node.kind);
    }
    for (const std::string &kind : kinds)
        m_kind->addItem(text::from(kind), text::from(kind));
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Tenant"), m_tenant);
    form->addRow(tr("Pool"), m_pool);
    form->addRow(tr("Scenario"), m_scenario);
    form->addRow(tr("Framework"), m_framework);
    form->addRow(tr("Kind"), m_kind);
    form->addRow(tr("Accelerators"), m_accelerators);
    form->addRow(tr("Time limit"), m_limit);
    if (m_simulated)
        form->addRow(tr("Simulated work"), m_duration);
    else
        addScript(*form);
    form->addRow(QString(), m_held);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton *plan = buttons->addButton(tr("Make a plan"), QDialogButtonBox::AcceptRole);
    plan->setDefault(true);
    plan->setEnabled(false);
    connect(m_name, &QLineEdit::textChanged, plan,
            [plan](const QString &name) { plan->setEnabled(!name.trimmed().isEmpty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);
}

// Another framework brings its own template, unless the script was edited.
void SubmitDialog::addScript(QFormLayout &form)
{
    m_duration->hide();
    m_duration->setParent(this);
    m_script = new QPlainTextEdit;
    m_script->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_script->setMinimumSize(520, 200);
    m_script->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_script->setTabChangesFocus(true);
    const auto begin = [this] {
        if (m_script->toPlainText() != m_template)
            return;
        m_template = jobTemplate(m_framework->currentText());
        m_script->setPlainText(m_template);
    };
    connect(m_framework, &QComboBox::currentIndexChanged, this, begin);
    begin();
    m_directory = new QLineEdit;
    m_directory->setPlaceholderText(tr("an absolute path on the nodes, such as /home/alice/llm"));
    form.addRow(tr("Script"), m_script);
    form.addRow(tr("Directory"), m_directory);
}

Submission SubmitDialog::submission() const
{
    Submission submission;
    submission.name = m_name->text().trimmed().toStdString();
    submission.tenant = m_tenant->currentText().toStdString();
    submission.pool = m_pool->currentText().toStdString();
    submission.scenario = m_scenario->currentData().toString().toStdString();
    submission.framework = m_framework->currentText().toStdString();
    submission.kind = m_kind->currentData().toString().toStdString();
    submission.accelerators = static_cast<std::uint32_t>(m_accelerators->value());
    submission.timeLimit = m_limit->value() * kMinute;
    if (m_simulated) {
        submission.duration = m_duration->value() * kMinute;
    } else {
        submission.script = m_script->toPlainText().toStdString();
        submission.workingDirectory = m_directory->text().trimmed().toStdString();
    }
    submission.held = m_held->isChecked();
    return submission;
}

} // namespace pilothouse
