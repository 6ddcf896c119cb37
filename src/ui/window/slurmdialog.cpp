// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/slurmdialog.h"

#include "models/text.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace pilothouse {

namespace {

const std::string kSsh = "ssh:";

QLabel *hint(const QString &text)
{
    auto *label = new QLabel(text);
    label->setWordWrap(true);
    label->setProperty("look", QStringLiteral("muted"));
    return label;
}

} // namespace

SlurmDialog::SlurmDialog(const slurm::Connection &connection, QWidget *parent)
    : QDialog(parent)
    , m_connection(connection)
    , m_address(new QLineEdit(text::from(connection.address)))
    , m_source(new QComboBox)
    , m_token(new QLineEdit)
    , m_user(new QLineEdit(text::from(connection.user)))
    , m_authorities(new QLineEdit(text::from(connection.authorities)))
    , m_commands(new QComboBox)
    , m_host(new QLineEdit)
{
    setWindowTitle(tr("Slurm cluster"));
    setMinimumWidth(560);
    auto *form = new QFormLayout(this);
    m_address->setPlaceholderText(
        tr("unix:/run/slurmrestd.sock, http://host:6820 or https://host:6820"));
    m_source->addItem(tr("in the file"), QStringLiteral("file"));
    m_source->addItem(tr("printed by"), QStringLiteral("command"));
    m_source->setCurrentIndex(connection.token.command.empty() ? 0 : 1);
    m_token->setText(text::from(connection.token.command.empty() ? connection.token.file
                                                                 : connection.token.command));
    m_user->setPlaceholderText(tr("whom the token names"));
    m_authorities->setPlaceholderText(tr("the system's own"));
    m_commands->addItem(tr("not used"), QString());
    m_commands->addItem(tr("on this machine"), QStringLiteral("local"));
    m_commands->addItem(tr("through ssh on"), QStringLiteral("ssh"));
    if (connection.commands.starts_with(kSsh)) {
        m_commands->setCurrentIndex(2);
        m_host->setText(text::from(connection.commands.substr(kSsh.size())));
    } else if (connection.commands == "local") {
        m_commands->setCurrentIndex(1);
    }
    auto *token = new QHBoxLayout;
    token->addWidget(m_source);
    token->addWidget(m_token, 1);
    auto *commands = new QHBoxLayout;
    commands->addWidget(m_commands);
    commands->addWidget(m_host, 1);
    form->addRow(tr("slurmrestd"), m_address);
    form->addRow(tr("Token"), token);
    form->addRow(tr("User"), m_user);
    form->addRow(tr("Trusted certificates"), m_authorities);
    form->addRow(tr("Slurm's commands"), commands);
    form->addRow(QString(),
                 hint(tr("Commands do what slurmrestd does not offer, such as requeue "
                         "and drain, and read a large cluster twenty times faster.")));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);
    connect(m_source, &QComboBox::currentIndexChanged, this, &SlurmDialog::showTokenSource);
    connect(m_commands, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_host->setVisible(index == 2); });
    m_host->setVisible(m_commands->currentIndex() == 2);
    m_host->setPlaceholderText(tr("host, or user@host"));
    showTokenSource();
}

void SlurmDialog::showTokenSource()
{
    m_token->setPlaceholderText(m_source->currentIndex() == 0
                                    ? tr("a file that only you can read")
                                    : tr("such as: scontrol token lifespan=3600"));
}

slurm::Connection SlurmDialog::connection() const
{
    slurm::Connection connection = m_connection;
    const auto words = [](const QLineEdit *line) { return line->text().trimmed().toStdString(); };
    connection.address = words(m_address);
    const bool file = m_source->currentIndex() == 0;
    connection.token.file = file ? words(m_token) : std::string();
    connection.token.command = file ? std::string() : words(m_token);
    connection.user = words(m_user);
    connection.authorities = words(m_authorities);
    connection.commands = m_commands->currentIndex() == 2
        ? kSsh + words(m_host)
        : m_commands->currentData().toString().toStdString();
    return connection;
}

} // namespace pilothouse
