// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/recorder.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace pilothouse::history {

namespace {

constexpr std::chrono::seconds kPassInterval{1};
constexpr std::chrono::seconds kIdleInterval{30}; // nothing comes: only sealing and expiry are left
constexpr std::chrono::seconds kExpiryInterval{30};
constexpr std::size_t kMaxStageBytes = 32U << 20U; // of values, in one transaction
constexpr std::size_t kLeastSealed = 64; // windows at once; more where there are many nodes
constexpr std::size_t kSealShare = 60;

std::size_t bytesOf(const Batch &batch)
{
    std::size_t bytes = sizeof(Batch);
    for (const Frame &frame : batch.frames)
        bytes += sizeof(Frame) + frame.values.size() * sizeof(double);
    for (const Event &event : batch.events)
        bytes += sizeof(Event) + event.detail.size();
    return bytes;
}

std::uint64_t fileSize(const std::filesystem::path &path)
{
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    return error ? 0 : size;
}

Error directoryError(const std::filesystem::path &directory, const std::error_code &error)
{
    ErrorCode code = ErrorCode::Io;
    if (error == std::errc::no_space_on_device)
        code = ErrorCode::DiskFull;
    else if (error == std::errc::read_only_file_system || error == std::errc::permission_denied)
        code = ErrorCode::ReadOnly;
    return {code, directory.string() + ": " + error.message()};
}

} // namespace

Result<std::unique_ptr<Recorder>> Recorder::open(const History::Options &options)
{
    std::error_code error;
    std::filesystem::create_directories(options.directory, error);
    if (error)
        return tl::unexpected(directoryError(options.directory, error));
    Result<LockFile> lock = LockFile::acquire(options.directory / "history.lock");
    if (!lock)
        return tl::unexpected(lock.error());
    Result<std::unique_ptr<Store>> store = Store::open(options.directory / "history.db");
    if (!store)
        return tl::unexpected(store.error());
    const Result<Micros> oldest = (*store)->oldest();
    if (!oldest)
        return tl::unexpected(oldest.error());
    std::unique_ptr<Recorder> recorder(new Recorder(options, std::move(*lock), std::move(*store)));
    const Store::Found &found = recorder->m_store->found();
    recorder->m_positions = found.positions;
    recorder->m_damage = found.damage;
    recorder->m_status.recording = true;
    recorder->m_status.path = recorder->m_file;
    recorder->m_status.first = *oldest;
    recorder->m_status.last = found.newest.empty() ? 0 : std::ranges::max(found.newest);
    recorder->updateBytes();
    recorder->m_thread = std::thread(&Recorder::run, recorder.get());
    return recorder;
}

Recorder::Recorder(const History::Options &options, LockFile lock, std::unique_ptr<Store> store)
    : m_options(options)
    , m_file(options.directory / "history.db")
    , m_lock(std::move(lock))
    , m_store(std::move(store))
    , m_stager(*m_store)
    , m_lastPass(Clock::now())
    , m_retention(options.keep)
{
}

Recorder::~Recorder()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Recorder::record(const std::string &address, InventoryPtr inventory, BatchPtr batch)
{
    if (inventory == nullptr || batch == nullptr)
        return;
    const std::size_t bytes = bytesOf(*batch);
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopped || m_queuedBytes + bytes > m_options.maxQueuedBytes) {
            ++m_status.droppedBatches;
            return;
        }
        m_queue.push_back({address, std::move(inventory), std::move(batch), bytes, ++m_lastTicket});
        m_queuedBytes += bytes;
        if (m_waiting)
            return;
        m_waiting = true;
    }
    m_wake.notify_one();
}

void Recorder::flush()
{
    std::unique_lock lock(m_mutex);
    const std::uint64_t ticket = m_lastTicket;
    m_wantedTicket = std::max(m_wantedTicket, ticket);
    m_wake.notify_one();
    m_done.wait(lock, [&] { return m_attemptedTicket >= ticket; });
}

StreamPosition Recorder::position(const std::string &address) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_positions.find(address);
    return found == m_positions.end() ? StreamPosition{} : found->second;
}

HistoryStatus Recorder::status() const
{
    const std::lock_guard lock(m_mutex);
    HistoryStatus status = m_status;
    if (!status.error)
        status.error = m_damage;
    return status;
}

void Recorder::noteDamage(const std::string &what)
{
    const std::lock_guard lock(m_mutex);
    m_damage = Error{ErrorCode::Corrupt, what};
}

Recorder::Clock::time_point Recorder::nextPass() const
{
    if (m_stopped)
        return Clock::time_point::max();
    if (!m_status.recording)
        return m_lastPass + m_options.retry;
    return m_lastPass + (m_waiting ? kPassInterval : kIdleInterval);
}

void Recorder::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        const bool wasWaiting = m_waiting;
        const auto urgent = [&] {
            return m_stopping || m_wantedTicket > m_attemptedTicket || m_waiting != wasWaiting;
        };
        if (!m_wake.wait_until(lock, nextPass(), urgent) || m_wantedTicket > m_attemptedTicket) {
            lock.unlock();
            pass();
            lock.lock();
        }
    }
    const bool stopped = m_stopped;
    lock.unlock();
    if (!stopped)
        pass(); // what is left
}

void Recorder::pass()
{
    std::uint64_t through = 0; // what comes meanwhile waits, so that sealing gets its turn
    {
        const std::lock_guard lock(m_mutex);
        through = m_lastTicket;
    }
    Result<void> result;
    while (result && fillStage(through))
        result = writeStage();
    if (result)
        result = sealDue();
    if (result)
        result = expire();
    finishPass(result);
}

// True where there is something to commit.
bool Recorder::fillStage(std::uint64_t through)
{
    if (m_stage)
        return true;
    std::deque<Item> items;
    {
        const std::lock_guard lock(m_mutex);
        std::size_t bytes = 0;
        while (!m_queue.empty() && m_queue.front().ticket <= through
               && (items.empty() || bytes + m_queue.front().bytes <= kMaxStageBytes)) {
            bytes += m_queue.front().bytes;
            items.push_back(std::move(m_queue.front()));
            m_queue.pop_front();
        }
        m_stageBytes = bytes;
    }
    if (items.empty())
        return false;
    m_stage.emplace();
    m_stageTicket = items.back().ticket;
    for (const Item &item : items)
        m_stager.add(item.address, item.inventory, *item.batch, *m_stage);
    return true;
}

Result<void> Recorder::writeStage()
{
    if (!m_stage->empty()) {
        if (const Result<void> done = m_store->write(*m_stage); !done)
            return done;
    }
    const Stage stage = std::move(*m_stage);
    m_stage.reset();
    const std::lock_guard lock(m_mutex);
    for (const auto &[address, position] : stage.positions)
        m_positions[address] = position;
    if (stage.first != 0)
        m_status.first = m_status.first == 0 ? stage.first : std::min(m_status.first, stage.first);
    m_status.last = std::max(m_status.last, stage.last);
    m_attemptedTicket = m_stageTicket;
    m_queuedBytes -= m_stageBytes;
    m_done.notify_all();
    return {};
}

Result<void> Recorder::sealDue()
{
    const std::size_t most = std::max(kLeastSealed, m_store->names().lastNode() / kSealShare);
    std::vector<NodeBin> bins;
    for (const HotStore::Open &open : m_stager.due(Clock::now(), most)) {
        for (HotBin &bin : m_store->hot().bins(open.node, open.window, open.window))
            bins.push_back({open.node, std::move(bin)});
    }
    if (bins.empty())
        return {};
    if (const Result<void> done = m_store->seal(bins); !done)
        return done;
    m_stager.sealed(bins);
    return {};
}

void Recorder::setRetention(const HistoryRetention &retention)
{
    const std::lock_guard lock(m_mutex);
    m_retention = retention;
    m_retentionChanged = true;
}

// Up to when each level goes, by its age and, where the file is above its budget, one window at a
// time of the first of these that reaches back further than an hour: samples, 10 s, minutes.
Result<Store::Limits> Recorder::limits(Micros newest)
{
    HistoryRetention keep;
    {
        const std::lock_guard lock(m_mutex);
        keep = m_retention;
    }
    const auto ago = [&](std::chrono::hours age) {
        return newest - std::chrono::duration_cast<std::chrono::microseconds>(age).count();
    };
    Store::Limits before{ago(keep.samples), ago(keep.tenSeconds), ago(keep.minutes),
                         ago(keep.tenMinutes)};
    const Result<std::uint64_t> used = m_store->usedBytes();
    const Result<Store::Limits> reach = m_store->reach();
    if (!used || !reach)
        return tl::unexpected(!used ? used.error() : reach.error());
    if (keep.maxBytes > 0 && *used > keep.maxBytes) {
        for (std::size_t level = 0; level < before.size(); ++level) {
            if ((*reach)[level] == 0 || (*reach)[level] >= newest - kHour)
                continue;
            m_forBudget[level] = (*reach)[level] + kWindow;
            break;
        }
    }
    for (std::size_t level = 0; level < before.size(); ++level)
        before[level] = std::max(before[level], m_forBudget[level]);
    const std::lock_guard lock(m_mutex);
    m_status.used = *used;
    m_status.oldest = *reach;
    return before;
}

Result<void> Recorder::expire()
{
    const Clock::time_point now = Clock::now();
    Micros newest = 0;
    {
        const std::lock_guard lock(m_mutex);
        newest = m_status.last;
        if (std::exchange(m_retentionChanged, false)) {
            m_nextExpiry = now;
            m_forBudget = {};
        }
    }
    if (now < m_nextExpiry)
        return {};
    // A wrong clock of this machine must not delete what is newest.
    const Result<Store::Limits> before = limits(std::min(nowMicros(), newest));
    if (!before)
        return tl::unexpected(before.error());
    const Result<bool> more = m_store->expire(*before);
    if (!more)
        return tl::unexpected(more.error());
    const Result<Micros> oldest = m_store->oldest();
    if (!oldest)
        return tl::unexpected(oldest.error());
    m_nextExpiry = *more ? now : now + kExpiryInterval;
    const std::lock_guard lock(m_mutex);
    m_status.first = *oldest;
    return {};
}

void Recorder::finishPass(const Result<void> &result)
{
    updateBytes();
    {
        const std::lock_guard lock(m_mutex);
        m_lastPass = Clock::now();
        m_status.recording = result.has_value();
        m_status.error = result ? std::nullopt : std::optional(result.error());
        m_waiting = !m_queue.empty();
        if (!result) {
            m_attemptedTicket = m_lastTicket;
            m_stopped = result.error().code == ErrorCode::Corrupt;
        }
        if (m_stopped) {
            m_status.recording = false;
            m_status.droppedBatches += m_queue.size();
            m_queue.clear();
        }
    }
    m_done.notify_all();
    if (m_options.statusChanged)
        m_options.statusChanged();
}

void Recorder::updateBytes()
{
    const std::uint64_t bytes = fileSize(m_file) + fileSize(m_file.string() + "-wal");
    const std::lock_guard lock(m_mutex);
    m_status.bytes = bytes;
}

} // namespace pilothouse::history
