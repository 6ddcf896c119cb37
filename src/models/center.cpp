// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/center.h"

#include "models/centertotals.h"
#include "placement/audit/auditedscheduler.h"
#include "placement/embedded/embeddedscheduler.h"
#include "placement/slurm/slurmscheduler.h"

#include <QCoreApplication>
#include <algorithm>

namespace pilothouse {

namespace {

constexpr const char *kTotalsStream = "center:totals";

} // namespace

// One address: its telemetry and its placement. The handlers run on their threads and touch only
// what is safe there.
struct Center::Link {
    std::string address;
    std::uint32_t endpoint = 0;
    std::mutex mutex;
    InventoryPtr inventory; // guarded by mutex
    std::unique_ptr<Scheduler> scheduler; // audited
    std::unique_ptr<Subscription> subscription;
};

Center::Center(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_audit(m_options.dataDirectory / "audit.db")
    , m_view(std::make_shared<CenterView>())
    , m_epoch(static_cast<std::uint64_t>(nowMicros()))
{
    const auto poke = [this] { m_clock.poke(); };
    const auto status = statusHandler();
    connect(&m_clock, &FrameClock::tick, this, &Center::refresh);
    m_ages.setInterval(1000);
    connect(&m_ages, &QTimer::timeout, this, &Center::refresh);

    auto history = History::open({.directory = m_options.dataDirectory, .statusChanged = status});
    if (history)
        m_history = std::move(*history);
    else
        m_historyError = history.error();
    m_reader = std::make_unique<HistoryReader>(m_history.get());
    m_fleet = std::make_unique<FleetState>(FleetState::Options{}, poke);
}

Center::~Center()
{
    m_slurm.reset(); // first those who push
    m_links.clear();
    m_fleet.reset();
    m_reader.reset();
    m_history.reset();
}

void Center::addEndpoint(const QString &address)
{
    const std::string wanted = address.trimmed().toStdString();
    const bool known =
        std::ranges::any_of(m_links, [&](const auto &link) { return link->address == wanted; });
    if (known || wanted.empty())
        return;
    auto link = std::make_unique<Link>();
    Link *at = link.get();
    at->address = wanted;
    at->endpoint = m_nextEndpoint++;
    const auto status = statusHandler();
    const Subscription::Handlers handlers{
        .inventory =
            [this, at](InventoryPtr inventory) {
                {
                    const std::scoped_lock lock(at->mutex);
                    at->inventory = inventory;
                }
                m_fleet->setInventory(at->endpoint, std::move(inventory));
            },
        .batch =
            [this, at](BatchPtr batch) {
                InventoryPtr inventory;
                {
                    const std::scoped_lock lock(at->mutex);
                    inventory = at->inventory;
                }
                if (m_history)
                    m_history->record(at->address, inventory, batch);
                m_fleet->push(at->endpoint, std::move(batch));
            },
        .statusChanged = status,
    };
    Subscription::Options options;
    options.address = wanted;
    options.intervalMs = m_options.intervalMs;
    if (m_history)
        options.resumeFrom = m_history->position(wanted);
    at->scheduler = std::make_unique<AuditedScheduler>(
        std::make_unique<EmbeddedScheduler>(EmbeddedScheduler::Options{.address = wanted}, status),
        m_audit);
    at->subscription = std::make_unique<Subscription>(std::move(options), handlers);
    m_links.push_back(std::move(link));
    m_ages.start();
    Q_EMIT endpointsChanged();
}

void Center::setSlurm(const slurm::Connection &connection)
{
    m_slurm.reset();
    m_slurmConnection = connection;
    if (!connection.empty()) {
        m_slurm = std::make_unique<AuditedScheduler>(
            std::make_unique<SlurmScheduler>(SlurmScheduler::Options{.connection = connection},
                                             statusHandler()),
            m_audit);
        m_ages.start();
    }
    refresh();
    Q_EMIT endpointsChanged();
}

std::optional<EngineStatus> Center::slurmStatus() const
{
    return m_slurm ? std::optional(m_slurm->status()) : std::nullopt;
}

std::function<void()> Center::statusHandler()
{
    return [this] {
        m_statusDirty = true;
        m_clock.poke();
    };
}

void Center::removeEndpoint(const QString &address)
{
    const auto found = std::ranges::find(m_links, address.toStdString(),
                                         [](const auto &link) { return link->address; });
    if (found == m_links.end())
        return;
    const std::uint32_t endpoint = (*found)->endpoint;
    m_links.erase(found);
    m_fleet->removeEndpoint(endpoint);
    if (m_links.empty() && !m_slurm)
        m_ages.stop();
    refresh();
    Q_EMIT endpointsChanged();
}

QStringList Center::addresses() const
{
    QStringList all;
    for (const auto &link : m_links)
        all << QString::fromStdString(link->address);
    return all;
}

std::vector<Center::Endpoint> Center::endpoints() const
{
    std::vector<Endpoint> all;
    all.reserve(m_links.size());
    for (const auto &link : m_links)
        all.push_back({link->subscription->status(), link->scheduler->status()});
    return all;
}

void Center::retryNow()
{
    for (const auto &link : m_links) {
        link->subscription->retryNow();
        link->scheduler->retryNow();
    }
    if (m_slurm)
        m_slurm->retryNow();
}

Scheduler *Center::firstEngine() const
{
    // Behind a Slurm cluster nothing else places jobs, whatever the servers of its telemetry offer.
    if (m_slurm)
        return m_slurm->book()->revision > 0 ? m_slurm.get() : nullptr;
    for (const auto &link : m_links) {
        if (link->scheduler->book()->revision > 0)
            return link->scheduler.get();
    }
    return nullptr;
}

HistoryStatus Center::historyStatus() const
{
    if (m_history)
        return m_history->status();
    HistoryStatus status;
    status.error = m_historyError;
    status.path = m_options.dataDirectory;
    return status;
}

QString Center::name() const
{
    for (const auto &link : m_links) {
        const std::string center = link->subscription->status().center;
        if (!center.empty())
            return QString::fromStdString(center);
    }
    return {};
}

void Center::refresh()
{
    m_scheduler = firstEngine();
    const JobBookPtr book = m_scheduler ? m_scheduler->book() : std::make_shared<const JobBook>();
    const Placement placement = m_scheduler == nullptr     ? Placement::None
        : m_scheduler->status().state == EngineState::Live ? Placement::Live
                                                           : Placement::Old;
    m_view = makeCenterView(m_fleet->snapshot(), book, placement, nowMicros(), m_view);
    recordTotals();
    if (m_statusDirty.exchange(false))
        Q_EMIT endpointsChanged();
    Q_EMIT updated();
}

// Once a second, while the center is known and its nodes send.
void Center::recordTotals()
{
    const Micros second = m_view->now / kSecond * kSecond;
    if (!m_history || m_view->totals.nodesFresh == 0 || second == m_totalsRecorded)
        return;
    m_totalsRecorded = second;
    Layout layout = centerLayout(m_view->book->tenants);
    if (!m_totalsInventory || m_totalsInventory->layouts.front() != layout) {
        auto inventory = std::make_shared<Inventory>();
        inventory->server = "pilothouse " PILOTHOUSE_VERSION;
        inventory->epoch = m_epoch;
        inventory->version = m_totalsInventory ? m_totalsInventory->version + 1 : 1;
        inventory->layouts.push_back(std::move(layout));
        inventory->nodes.emplace_back();
        inventory->nodes.back().name = kCenterNode;
        m_totalsInventory = std::move(inventory);
    }
    auto batch = std::make_shared<Batch>();
    batch->epoch = m_epoch;
    batch->sequence = ++m_totalsSequence;
    batch->time = second;
    batch->inventoryVersion = m_totalsInventory->version;
    batch->frames.push_back({0, second, centerValues(*m_view)});
    m_history->record(kTotalsStream, m_totalsInventory, std::move(batch));
}

} // namespace pilothouse
