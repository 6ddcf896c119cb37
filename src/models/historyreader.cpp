// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/historyreader.h"

#include <QCoreApplication>
#include <QPointer>
#include <algorithm>

namespace pilothouse {

namespace {

constexpr Micros kGapWithoutHistory = 5 * kSecond;

// What there is to read without a history, so that charts still show what comes live.
HistoryReader::Series nothing(const std::vector<SeriesKey> &keys)
{
    std::vector<HistorySeries> series;
    for (const SeriesKey &key : keys)
        series.push_back({key, {}, 0, kGapWithoutHistory});
    return series;
}

// Runs on the GUI thread, where alone the context may be looked at.
template <typename T> void deliver(QPointer<QObject> context, std::function<void(T)> done, T result)
{
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [context, done = std::move(done), result = std::move(result)]() mutable {
            if (context)
                done(std::move(result));
        },
        Qt::QueuedConnection);
}

} // namespace

HistoryReader::HistoryReader(const History *history, QObject *parent)
    : QObject(parent)
    , m_history(history)
    , m_thread([this](const std::stop_token &stop) { work(stop); })
{
}

HistoryReader::~HistoryReader()
{
    m_thread.request_stop();
    m_wake.notify_all();
}

void HistoryReader::series(QObject *context, std::vector<SeriesKey> keys, Micros from, Micros to,
                           std::size_t maxPoints, std::function<void(Series)> done)
{
    enqueue({context, Kind::Series,
             [=, this, guard = QPointer<QObject>(context), keys = std::move(keys)]() mutable {
                 deliver<Series>(guard, done,
                                 m_history ? m_history->read(keys, from, to, maxPoints)
                                           : nothing(keys));
             }});
}

void HistoryReader::events(QObject *context, Micros from, Micros to, std::string node,
                           std::size_t limit, std::function<void(Events)> done)
{
    if (m_history == nullptr)
        return;
    enqueue({context, Kind::Events, [=, this, guard = QPointer<QObject>(context)]() mutable {
                 deliver<Events>(guard, done, m_history->events(from, to, node, limit));
             }});
}

void HistoryReader::enqueue(Request request)
{
    {
        const std::scoped_lock lock(m_mutex);
        std::erase_if(m_requests, [&request](const Request &waiting) {
            return waiting.context == request.context && waiting.kind == request.kind;
        });
        m_requests.push_back(std::move(request));
    }
    m_wake.notify_one();
}

void HistoryReader::work(const std::stop_token &stop)
{
    while (true) {
        Request request;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return !m_requests.empty(); }))
                return;
            request = std::move(m_requests.front());
            m_requests.pop_front();
        }
        request.run();
    }
}

} // namespace pilothouse
