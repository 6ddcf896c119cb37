// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/connectionsdialog.h"

#include "models/errortext.h"
#include "models/settings.h"
#include "models/text.h"
#include "ui/theme/statemark.h"
#include "ui/window/slurmdialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace pilothouse {

namespace {

enum Column { Address, Telemetry, PlacementState, Age, Latency, Lost, Server, Count };

QString words(StreamState state, const std::optional<Error> &error)
{
    switch (state) {
    case StreamState::Connecting:
        return ConnectionsDialog::tr("connecting…");
    case StreamState::Live:
        return ConnectionsDialog::tr("live");
    case StreamState::Waiting:
        return error ? errorText(*error) : ConnectionsDialog::tr("waiting");
    case StreamState::Stopped:
        return error ? errorText(*error) : ConnectionsDialog::tr("stopped");
    }
    return {};
}

} // namespace

ConnectionsDialog::ConnectionsDialog(Center &center, Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_center(center)
    , m_theme(theme)
    , m_table(new QTableWidget(0, Count))
    , m_address(new QLineEdit)
    , m_add(new QPushButton(tr("Add")))
    , m_remove(new QPushButton(tr("Remove")))
    , m_history(new QLabel)
{
    setWindowTitle(tr("Connections"));
    resize(1000, 360);
    auto *column = new QVBoxLayout(this);
    m_table->setHorizontalHeaderLabels({tr("Address"), tr("Telemetry"), tr("Placement"),
                                        tr("Last frame"), tr("Latency"), tr("Lost"), tr("Server")});
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(space::kRow);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setColumnWidth(Address, 150);
    m_table->setColumnWidth(Telemetry, 210);
    m_table->setColumnWidth(PlacementState, 130);
    m_table->setColumnWidth(Age, 80);
    m_table->setColumnWidth(Latency, 70);
    m_table->setColumnWidth(Lost, 60);
    m_table->horizontalHeader()->setStretchLastSection(true);
    column->addWidget(m_table, 1);
    auto *row = new QHBoxLayout;
    m_address->setPlaceholderText(tr("host:port of an agent or a center, or unix:/path"));
    m_address->setObjectName(QStringLiteral("newAddress"));
    m_add->setObjectName(QStringLiteral("addAddress"));
    row->addWidget(m_address, 1);
    row->addWidget(m_add);
    row->addWidget(m_remove);
    auto *retry = new QPushButton(tr("Try again now"));
    row->addWidget(retry);
    auto *slurm = new QPushButton(tr("Slurm…"));
    slurm->setObjectName(QStringLiteral("editSlurm"));
    slurm->setAutoDefault(false);
    row->addWidget(slurm);
    connect(slurm, &QPushButton::clicked, this, &ConnectionsDialog::editSlurm);
    column->addLayout(row);
    m_history->setWordWrap(true);
    m_history->setProperty("look", QStringLiteral("muted"));
    column->addWidget(m_history);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_add, &QPushButton::clicked, this, &ConnectionsDialog::add);
    connect(m_address, &QLineEdit::returnPressed, this, &ConnectionsDialog::add);
    connect(m_remove, &QPushButton::clicked, this, &ConnectionsDialog::remove);
    connect(retry, &QPushButton::clicked, &m_center, &Center::retryNow);
    connect(&m_center, &Center::updated, this, &ConnectionsDialog::refresh);
    connect(&m_center, &Center::endpointsChanged, this, &ConnectionsDialog::refresh);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false); // Enter adds
    m_add->setAutoDefault(false);
    m_remove->setAutoDefault(false);
    retry->setAutoDefault(false);
    m_address->setFocus();
    refresh();
}

void ConnectionsDialog::refresh()
{
    const auto endpoints = m_center.endpoints();
    const Micros now = nowMicros();
    const auto slurm = m_center.slurmStatus();
    m_table->setRowCount(static_cast<int>(endpoints.size()) + (slurm ? 1 : 0));
    for (int row = 0; row < static_cast<int>(endpoints.size()); ++row) {
        const Center::Endpoint &at = endpoints[static_cast<std::size_t>(row)];
        const bool placementLive = at.placement.state == EngineState::Live;
        showRow(row,
                {
                    text::from(at.stream.address),
                    words(at.stream.state, at.stream.error),
                    placementLive ? text::from(at.placement.cluster) : tr("not offered"),
                    at.stream.lastFrame == 0 ? QStringLiteral("—")
                                             : text::age(now - at.stream.lastFrame),
                    at.stream.lastFrame == 0 ? QStringLiteral("—")
                                             : tr("%1 ms").arg(at.stream.latency / kMillisecond),
                    text::count(static_cast<qint64>(at.stream.lostBatches)),
                    text::from(at.stream.server),
                });
    }
    if (slurm) {
        const QString none = QStringLiteral("—");
        showRow(m_table->rowCount() - 1,
                {text::from(slurm->address), none,
                 slurm->error                            ? errorText(*slurm->error)
                     : slurm->state == EngineState::Live ? text::from(slurm->cluster)
                                                         : tr("connecting…"),
                 slurm->lastNews == 0 ? none : text::age(now - slurm->lastNews),
                 tr("%1 ms").arg(slurm->cost.lastReply / kMillisecond), none,
                 text::from(slurm->version) + QStringLiteral(" • ")
                     + tr("%1 calls, %2")
                           .arg(text::count(static_cast<qint64>(slurm->cost.calls)),
                                text::value(static_cast<double>(slurm->cost.bytes), Unit::Bytes))});
    }
    m_remove->setEnabled(m_table->rowCount() > 0);
    const HistoryStatus history = m_center.historyStatus();
    const QString path = QString::fromStdString(history.path.string());
    m_history->setText(
        history.error ? tr("History in %1: %2").arg(path, errorText(*history.error))
                      : tr("History in %1: %2, since %3")
                            .arg(path, text::value(static_cast<double>(history.bytes), Unit::Bytes),
                                 text::dateTime(history.first)));
}

void ConnectionsDialog::showRow(int row, const QStringList &cells)
{
    for (int i = 0; i < Count; ++i) {
        QTableWidgetItem *item = m_table->item(row, i);
        if (item == nullptr) {
            item = new QTableWidgetItem;
            m_table->setItem(row, i, item);
        }
        item->setText(cells[i]);
        item->setToolTip(cells[i]);
    }
}

void ConnectionsDialog::editSlurm()
{
    SlurmDialog dialog(m_center.slurmConnection(), this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    m_center.setSlurm(dialog.connection());
    settings::setSlurmConnection(dialog.connection());
}

void ConnectionsDialog::add()
{
    const QString address = m_address->text().trimmed();
    if (address.isEmpty())
        return;
    m_center.addEndpoint(address);
    QStringList kept = settings::endpoints();
    kept.removeAll(address);
    settings::setEndpoints(kept << address);
    m_address->clear();
    refresh();
}

void ConnectionsDialog::remove()
{
    const int row = m_table->currentRow();
    if (row < 0)
        return;
    if (row >= static_cast<int>(m_center.endpoints().size())) { // the last row is Slurm's
        m_center.setSlurm({});
        settings::setSlurmConnection({});
        return;
    }
    const QString address = m_table->item(row, Address)->text();
    m_center.removeEndpoint(address);
    QStringList kept = settings::endpoints();
    kept.removeAll(address);
    settings::setEndpoints(kept);
    refresh();
}

} // namespace pilothouse
