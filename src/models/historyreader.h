// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/history.h"

#include <QObject>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace pilothouse {

// Reads history on a thread of its own and hands the results to the GUI thread.
// A context has at most one read waiting: a newer one takes the older one's place.
class HistoryReader final : public QObject {
    Q_OBJECT
public:
    using Series = Result<std::vector<HistorySeries>>;
    using Events = Result<std::vector<HistoryEvent>>;

    explicit HistoryReader(const History *history,
                           QObject *parent = nullptr); // null: nothing to read
    ~HistoryReader() override;

    // done is called on the GUI thread while context lives.
    void series(QObject *context, std::vector<SeriesKey> keys, Micros from, Micros to,
                std::size_t maxPoints, std::function<void(Series)> done);
    void events(QObject *context, Micros from, Micros to, std::string node, std::size_t limit,
                std::function<void(Events)> done);

private:
    enum class Kind { Series, Events };
    struct Request {
        const QObject *context;
        Kind kind;
        std::function<void()> run;
    };
    void enqueue(Request request);
    void work(const std::stop_token &stop);

    const History *m_history;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Request> m_requests; // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace pilothouse
