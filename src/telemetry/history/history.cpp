// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/history.h"

#include "telemetry/history/queryengine.h"
#include "telemetry/history/reader.h"
#include "telemetry/history/recorder.h"

#include <algorithm>

namespace pilothouse {

struct History::Impl {
    explicit Impl(std::unique_ptr<history::Recorder> opened)
        : recorder(std::move(opened))
        , readers(recorder->file())
        , engine(recorder->file())
    {
    }

    // Runs a read with a connection of the pool, and passes on what was found damaged.
    template <typename Function>
    auto withReader(Function &&function) -> decltype(function(std::declval<history::Reader &>()))
    {
        Result<std::unique_ptr<history::Reader>> reader = readers.take();
        if (!reader)
            return tl::unexpected(reader.error());
        const std::size_t damaged = (*reader)->damaged();
        auto result = function(**reader);
        if ((*reader)->damaged() > damaged) {
            recorder->noteDamage("damaged pieces of " + recorder->file().string()
                                 + " were left out of what was read");
        }
        if (result)
            readers.giveBack(std::move(*reader));
        return result;
    }

    std::unique_ptr<history::Recorder> recorder;
    // Closed before the recorder, whose connection is to be the last.
    history::ReaderPool readers;
    mutable history::QueryEngine engine;
};

Result<std::unique_ptr<History>> History::open(Options options)
{
    Result<std::unique_ptr<history::Recorder>> recorder = history::Recorder::open(options);
    if (!recorder)
        return tl::unexpected(recorder.error());
    return std::unique_ptr<History>(new History(std::make_unique<Impl>(std::move(*recorder))));
}

History::History(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

History::~History() = default;

void History::record(const std::string &address, InventoryPtr inventory, BatchPtr batch)
{
    m_impl->recorder->record(address, std::move(inventory), std::move(batch));
}

StreamPosition History::position(const std::string &address) const
{
    return m_impl->recorder->position(address);
}

Result<std::vector<HistorySeries>> History::read(std::span<const SeriesKey> keys, Micros from,
                                                 Micros to, std::size_t maxPoints) const
{
    if (from > to)
        return fail(ErrorCode::InvalidArgument, "a range of history that ends before it begins");
    // Nothing is stored outside of these, so that a long range does not make for few points.
    const HistoryStatus kept = m_impl->recorder->status();
    const Micros first = std::max(from, kept.first);
    const Micros last = std::min(to, kept.last);
    if (kept.last == 0 || first > last) {
        std::vector<HistorySeries> nothing;
        for (const SeriesKey &key : keys)
            nothing.push_back({key, {}, 0, 0});
        return nothing;
    }
    const history::ReadPlan plan = history::ReadPlan::of(first, last, maxPoints);
    return m_impl->withReader(
        [&](history::Reader &reader) { return reader.read(m_impl->recorder->hot(), keys, plan); });
}

Result<QueryResult> History::query(const HistoryQuery &query) const
{
    return m_impl->engine.run(query, &m_impl->recorder->hot());
}

Result<QueryResult> History::at(const Selector &selector, Micros time, Micros oldest) const
{
    return m_impl->engine.at(selector, time, oldest, &m_impl->recorder->hot());
}

Result<std::vector<HistoryEvent>> History::events(Micros from, Micros to, const std::string &node,
                                                  std::size_t limit) const
{
    return m_impl->withReader(
        [&](history::Reader &reader) { return reader.events(from, to, node, limit); });
}

void History::flush()
{
    m_impl->recorder->flush();
}

void History::setRetention(const HistoryRetention &retention)
{
    m_impl->recorder->setRetention(retention);
}

HistoryStatus History::status() const
{
    return m_impl->recorder->status();
}

} // namespace pilothouse
