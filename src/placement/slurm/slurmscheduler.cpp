// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/slurmscheduler.h"

#include "placement/slurm/actor.h"
#include "placement/slurm/pace.h"
#include "placement/slurm/reader.h"
#include "wire/retry.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace pilothouse {

using slurm::Probed;

namespace {

constexpr const char *kNotConnected = "The scheduler is not connected.";
constexpr const char *kOld = "The scheduler does not answer at the moment.";

} // namespace

struct SlurmScheduler::Impl {
    using Reply = std::function<void(Result<ActionReply>)>;
    struct Order {
        Action action;
        Reply reply;
    };

    Impl(Options given, std::function<void()> onChanged);
    void shutdown();

    void poll(const std::stop_token &stop);
    [[nodiscard]] Error watch(const std::stop_token &stop);
    [[nodiscard]] Result<void> readOnce(slurm::Reader &reader, slurm::Pace &pace,
                                        const std::stop_token &stop);
    void waitForNext(std::chrono::milliseconds interval, const std::stop_token &stop);
    void lose(Error error, std::optional<std::chrono::milliseconds> delay);
    void publish(const slurm::Reader &reader, const slurm::Pace &pace, bool bookChanged);

    void work(const std::stop_token &stop);
    [[nodiscard]] Result<ActionReply> perform(const Action &action, const std::stop_token &stop);

    const Options options;
    const std::function<void()> changed;
    wire::Retry retry;
    slurm::Meter meter;

    std::unique_ptr<slurm::Ways> actingWays; // the acting thread's own

    mutable std::mutex mutex;
    std::condition_variable_any wake; // of the reading thread
    std::condition_variable_any ordered; // of the acting thread
    EngineStatus status; // guarded by mutex, as all below
    JobBookPtr book = std::make_shared<const JobBook>();
    std::shared_ptr<const Probed> probed; // null: never connected
    std::deque<Order> orders;
    bool readNow = false;

    std::jthread reader;
    std::jthread actor;
};

SlurmScheduler::SlurmScheduler(Options options, std::function<void()> changed)
    : m_impl(std::make_unique<Impl>(std::move(options), std::move(changed)))
{
}

SlurmScheduler::~SlurmScheduler()
{
    m_impl->shutdown(); // while all else still stands: a reply may lead to another act()
}

EngineStatus SlurmScheduler::status() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->status;
}

JobBookPtr SlurmScheduler::book() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->book;
}

Capability SlurmScheduler::capability(ActionKind kind) const
{
    const std::lock_guard lock(m_impl->mutex);
    if (!m_impl->probed)
        return {false, kNotConnected};
    if (m_impl->status.state != EngineState::Live)
        return {false, kOld};
    return m_impl->probed->capabilities[static_cast<std::size_t>(kind)];
}

void SlurmScheduler::act(const Action &action, std::function<void(Result<ActionReply>)> reply)
{
    const std::lock_guard lock(m_impl->mutex);
    m_impl->orders.push_back({action, std::move(reply)});
    m_impl->ordered.notify_one();
}

void SlurmScheduler::retryNow()
{
    m_impl->retry.now();
    const std::lock_guard lock(m_impl->mutex);
    m_impl->readNow = true;
    m_impl->wake.notify_one();
}

SlurmScheduler::Impl::Impl(Options given, std::function<void()> onChanged)
    : options(std::move(given))
    , changed(std::move(onChanged))
    , retry(options.initialBackoff, options.maximalBackoff)
{
    const slurm::Connection &connection = options.connection;
    status.address = connection.address.empty() ? connection.commands : connection.address;
    reader = std::jthread([this](const std::stop_token &stop) { poll(stop); });
    actor = std::jthread([this](const std::stop_token &stop) { work(stop); });
}

void SlurmScheduler::Impl::shutdown()
{
    reader.request_stop();
    actor.request_stop();
    reader.join();
    actor.join();
}

void SlurmScheduler::Impl::poll(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        Error error = watch(stop);
        if (stop.stop_requested())
            return;
        const auto delay = retry.delayAfter(error.code);
        lose(std::move(error), delay);
        retry.wait(stop, delay);
    }
}

// One connection, until a reading fails; returns why.
Error SlurmScheduler::Impl::watch(const std::stop_token &stop)
{
    auto ways = slurm::openWays(options.connection, meter);
    if (!ways)
        return ways.error();
    auto found = slurm::probe(**ways, options.connection, options.callTimeout, stop);
    if (!found)
        return found.error();
    const auto about = std::make_shared<const Probed>(std::move(*found));
    slurm::Reader tables(**ways, *about,
                         {.call = options.callTimeout, .table = options.tableTimeout});
    slurm::Pace pace(options.interval, options.share);
    {
        const std::lock_guard lock(mutex);
        probed = about;
    }
    for (;;) {
        if (const auto read = readOnce(tables, pace, stop); !read)
            return read.error();
        waitForNext(pace.interval(), stop);
        if (stop.stop_requested())
            return {ErrorCode::Cancelled, "given up"};
    }
}

Result<void> SlurmScheduler::Impl::readOnce(slurm::Reader &tables, slurm::Pace &pace,
                                            const std::stop_token &stop)
{
    {
        const std::lock_guard lock(mutex);
        readNow = false;
    }
    const auto began = std::chrono::steady_clock::now();
    const auto read = tables.read(stop);
    if (!read)
        return tl::unexpected<Error>(read.error());
    retry.succeeded();
    pace.took(std::chrono::steady_clock::now() - began, tables.load().isBusy);
    publish(tables, pace, *read);
    return {};
}

void SlurmScheduler::Impl::waitForNext(std::chrono::milliseconds interval,
                                       const std::stop_token &stop)
{
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, interval, [this] { return readNow; });
}

void SlurmScheduler::Impl::publish(const slurm::Reader &tables, const slurm::Pace &pace,
                                   bool bookChanged)
{
    auto next = std::make_shared<JobBook>(tables.book());
    std::string note = pace.note(tables.load().words);
    JobBookPtr old; // let go of without the lock
    {
        const std::lock_guard lock(mutex);
        next->revision = book->revision + (bookChanged || book->revision == 0 ? 1 : 0);
        old = std::exchange(book, std::move(next));
        status.state = EngineState::Live;
        status.error.reset();
        status.lastNews = nowMicros();
        status.retryAt = 0;
        status.cluster = probed->cluster;
        status.user = probed->user;
        status.version = "slurm " + probed->release;
        status.note = note.empty() ? probed->note : std::move(note);
        status.cost = {meter.calls(), meter.bytes(), pace.lastReply(),
                       std::chrono::microseconds(pace.interval()).count()};
    }
    if (changed)
        changed();
}

// The last book stays, with its age.
void SlurmScheduler::Impl::lose(Error error, std::optional<std::chrono::milliseconds> delay)
{
    {
        const std::lock_guard lock(mutex);
        status.state = delay ? EngineState::Waiting : EngineState::Stopped;
        status.error = std::move(error);
        status.retryAt = delay ? nowMicros() + std::chrono::microseconds(*delay).count() : 0;
        status.cost.calls = meter.calls();
        status.cost.bytes = meter.bytes();
    }
    if (changed)
        changed();
}

// Ends when it is stopped and every order has its reply.
void SlurmScheduler::Impl::work(const std::stop_token &stop)
{
    std::unique_lock lock(mutex);
    for (;;) {
        ordered.wait(lock, stop, [this] { return !orders.empty(); });
        if (orders.empty())
            return;
        const Order order = std::move(orders.front());
        orders.pop_front();
        lock.unlock();
        order.reply(stop.stop_requested() ? fail(ErrorCode::Cancelled, kNotConnected)
                                          : perform(order.action, stop));
        lock.lock();
        readNow = true;
        wake.notify_one();
    }
}

Result<ActionReply> SlurmScheduler::Impl::perform(const Action &action, const std::stop_token &stop)
{
    std::shared_ptr<const Probed> about;
    JobBookPtr known;
    {
        const std::lock_guard lock(mutex);
        if (!probed || status.state != EngineState::Live)
            return fail(ErrorCode::Unavailable, probed ? kOld : kNotConnected);
        about = probed;
        known = book;
    }
    if (!actingWays) {
        auto opened = slurm::openWays(options.connection, meter);
        if (!opened)
            return tl::unexpected<Error>(opened.error());
        actingWays = std::move(*opened);
    }
    slurm::Actor doer(*actingWays, *about, {.call = options.callTimeout});
    return doer.perform(action, *known, stop);
}

} // namespace pilothouse
