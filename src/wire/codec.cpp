// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/codec.h"

#include "core/metric.h"
#include "wire/encode.h"
#include "wire/utf8.h"

#include "telemetry.pb.h"

#include <limits>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace pilothouse::wire {

namespace v1 = telemetry::v1;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr Micros kEarliestTime = 365 * kDay; // 1971-01-01
constexpr Micros kFarthestAhead = kDay;
constexpr std::size_t kMaxDetailBytes = 4096;

struct Range {
    double minimum = -std::numeric_limits<double>::max();
    double maximum = std::numeric_limits<double>::max();
};

// Metrics that this version does not know are believed as long as they are finite.
Range rangeOf(std::string_view metric)
{
    static const auto ranges = [] {
        std::unordered_map<std::string_view, Range> map;
        for (const MetricInfo &info : metricCatalogue())
            map.emplace(info.name, Range{info.minimum, info.maximum});
        return map;
    }();
    const auto found = ranges.find(metric);
    return found == ranges.end() ? Range{} : found->second;
}

struct LayoutRanges {
    std::vector<Range> host;
    std::vector<Range> accelerator;
};

LayoutRanges rangesOf(const Layout &layout)
{
    LayoutRanges ranges;
    for (const std::string &metric : layout.hostMetrics)
        ranges.host.push_back(rangeOf(metric));
    for (const std::string &metric : layout.acceleratorMetrics)
        ranges.accelerator.push_back(rangeOf(metric));
    return ranges;
}

double believed(double value, const Range &range)
{
    return value >= range.minimum && value <= range.maximum ? value : kNan;
}

void believe(std::vector<double> &values, const LayoutRanges &ranges, std::size_t accelerators)
{
    std::size_t at = 0;
    for (const Range &range : ranges.host) {
        values[at] = believed(values[at], range);
        ++at;
    }
    for (const Range &range : ranges.accelerator) {
        for (const std::size_t end = at + accelerators; at < end; ++at)
            values[at] = believed(values[at], range);
    }
}

// Decodes the parts of one batch. The ranges of a layout are looked up once, however many nodes
// of the batch use it.
class BatchDecoder {
public:
    BatchDecoder(const Inventory &inventory, Micros now)
        : m_inventory(inventory)
        , m_now(now)
        , m_ranges(inventory.layouts.size())
    {
    }

    [[nodiscard]] bool plausible(Micros time) const
    {
        return time >= kEarliestTime && time <= m_now + kFarthestAhead;
    }

    std::optional<Frame> frame(const v1::Frame &message, Micros batchTime)
    {
        Frame frame;
        frame.node = message.node();
        if (__builtin_add_overflow(batchTime, message.time_offset_us(), &frame.time)
            || !plausible(frame.time) || frame.node >= m_inventory.nodes.size())
            return std::nullopt;
        const NodeInfo &node = m_inventory.nodes[frame.node];
        if (node.layout >= m_inventory.layouts.size())
            return std::nullopt;
        const std::size_t accelerators = node.accelerators.size();
        const auto width = static_cast<std::size_t>(message.values_size());
        if (width != m_inventory.layouts[node.layout].width(accelerators))
            return std::nullopt;
        frame.values.assign(message.values().begin(), message.values().end());
        believe(frame.values, ranges(node.layout), accelerators);
        return frame;
    }

    [[nodiscard]] std::optional<Event> event(const v1::Event &message) const
    {
        if (message.node() >= m_inventory.nodes.size() || !plausible(message.time_us()))
            return std::nullopt;
        const auto accelerators =
            static_cast<std::int64_t>(m_inventory.nodes[message.node()].accelerators.size());
        if (message.accelerator() < -1 || message.accelerator() >= accelerators)
            return std::nullopt;
        Event event;
        event.time = message.time_us();
        event.node = message.node();
        event.accelerator = message.accelerator();
        // Kinds and severities of a newer minor version are known to have happened, no more.
        if (v1::EventKind_IsValid(message.kind()))
            event.kind = static_cast<EventKind>(message.kind());
        if (v1::Severity_IsValid(message.severity()))
            event.severity = static_cast<Severity>(message.severity());
        event.code = message.code();
        event.detail = truncatedUtf8(message.detail(), kMaxDetailBytes);
        return event;
    }

private:
    const LayoutRanges &ranges(std::size_t layout)
    {
        if (!m_ranges[layout])
            m_ranges[layout] = rangesOf(m_inventory.layouts[layout]);
        return *m_ranges[layout];
    }

    const Inventory &m_inventory;
    Micros m_now;
    std::vector<std::optional<LayoutRanges>> m_ranges;
};

} // namespace

void addFrames(std::span<const Frame> frames, Micros batchTime, v1::Batch &message)
{
    message.mutable_frames()->Reserve(static_cast<int>(frames.size()));
    for (const Frame &frame : frames) {
        v1::Frame &out = *message.add_frames();
        out.set_node(frame.node);
        out.set_time_offset_us(frame.time - batchTime);
        out.mutable_values()->Add(frame.values.begin(), frame.values.end());
    }
}

void addEvents(std::span<const Event> events, v1::Batch &message)
{
    for (const Event &event : events) {
        v1::Event &out = *message.add_events();
        out.set_time_us(event.time);
        out.set_node(event.node);
        out.set_accelerator(event.accelerator);
        out.set_kind(static_cast<v1::EventKind>(event.kind));
        out.set_severity(static_cast<v1::Severity>(event.severity));
        out.set_code(event.code);
        out.set_detail(validUtf8(event.detail));
    }
}

void encode(const Batch &batch, v1::Batch &message)
{
    message.Clear();
    message.set_epoch(batch.epoch);
    message.set_sequence(batch.sequence);
    message.set_time_us(batch.time);
    message.set_inventory_version(batch.inventoryVersion);
    message.set_lost(batch.lost);
    addFrames(batch.frames, batch.time, message);
    addEvents(batch.events, message);
}

Batch decode(const v1::Batch &message, const Inventory &inventory, Micros now, DecodeReport &report)
{
    BatchDecoder decoder(inventory, now);
    Batch batch;
    batch.epoch = message.epoch();
    batch.sequence = message.sequence();
    batch.inventoryVersion = message.inventory_version();
    batch.lost = message.lost();
    const bool plausible = decoder.plausible(message.time_us());
    batch.time = plausible ? message.time_us() : now;

    batch.frames.reserve(static_cast<std::size_t>(message.frames_size()));
    for (const v1::Frame &frame : message.frames()) {
        auto decoded = plausible ? decoder.frame(frame, batch.time) : std::nullopt;
        if (decoded)
            batch.frames.push_back(std::move(*decoded));
        else
            ++report.malformedFrames;
    }
    for (const v1::Event &event : message.events()) {
        if (auto decoded = decoder.event(event))
            batch.events.push_back(std::move(*decoded));
        else
            ++report.malformedEvents;
    }
    return batch;
}

} // namespace pilothouse::wire
