// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/centerdata.h"

#include "simulator/center.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace pilothouse::bench {

struct CenterData::Model {
    explicit Model(std::uint32_t nodes, Micros start)
        : center(options(nodes), start, std::nullopt)
    {
    }
    static simulator::Options options(std::uint32_t nodes)
    {
        simulator::Options options;
        options.nodes = nodes;
        return options;
    }

    simulator::Center center;
    std::vector<Frame> frames;
    std::vector<Event> events;
};

CenterData::CenterData(std::uint32_t nodes, Micros first)
    : m_model(std::make_unique<Model>(nodes, first))
    , m_inventory(std::make_shared<Inventory>(m_model->center.inventory()))
    , m_time(first)
{
}

CenterData::~CenterData() = default;

BatchPtr CenterData::tick()
{
    m_time += kSecond;
    m_model->center.advance(m_time);
    m_model->center.look();
    m_model->center.sample(m_model->frames, m_model->events);
    auto batch = std::make_shared<Batch>();
    batch->epoch = 1;
    batch->sequence = ++m_sequence;
    batch->time = m_time;
    batch->frames = m_model->frames;
    batch->events = m_model->events;
    for (const Frame &frame : batch->frames) {
        for (const double value : frame.values)
            m_samples += std::isnan(value) ? 0U : 1U;
    }
    return batch;
}

std::size_t CenterData::series() const
{
    std::size_t count = 0;
    for (const NodeInfo &node : m_inventory->nodes)
        count += m_inventory->layouts[node.layout].width(node.accelerators.size());
    return count;
}

OpenMetricsWriter::OpenMetricsWriter(const std::string &path, const Inventory &inventory)
    : m_file(std::fopen(path.c_str(), "w"))
{
    if (m_file == nullptr) {
        std::perror(path.c_str());
        std::exit(1);
    }
    m_buffer.resize(std::size_t{4} << 20U);
    std::setvbuf(m_file, m_buffer.data(), _IOFBF, m_buffer.size());
    for (const NodeInfo &node : inventory.nodes) {
        std::vector<std::string> &names = m_names.emplace_back();
        const Layout &layout = inventory.layouts[node.layout];
        for (const std::string &metric : layout.hostMetrics)
            names.push_back(metric + "{node=\"" + node.name + "\"} ");
        for (const std::string &metric : layout.acceleratorMetrics) {
            for (std::size_t i = 0; i < node.accelerators.size(); ++i)
                names.push_back(metric + "{node=\"" + node.name + "\",accelerator=\""
                                + std::to_string(i) + "\"} ");
        }
    }
}

OpenMetricsWriter::~OpenMetricsWriter()
{
    std::fputs("# EOF\n", m_file);
    std::fclose(m_file);
}

void OpenMetricsWriter::write(const Batch &batch)
{
    for (const Frame &frame : batch.frames) {
        char time[32];
        time[0] = ' ';
        char *end = std::to_chars(time + 1, time + 24, frame.time / kSecond).ptr;
        if (const Micros rest = frame.time % kSecond / kMillisecond; rest != 0) {
            *end++ = '.';
            *end++ = static_cast<char>('0' + rest / 100);
            *end++ = static_cast<char>('0' + rest / 10 % 10);
            *end++ = static_cast<char>('0' + rest % 10);
        }
        *end++ = '\n';
        const std::vector<std::string> &names = m_names[frame.node];
        for (std::size_t i = 0; i < frame.values.size(); ++i) {
            if (!std::isnan(frame.values[i]))
                writeSeries(names[i], frame.values[i], time, static_cast<std::size_t>(end - time));
        }
    }
}

void OpenMetricsWriter::writeSeries(const std::string &name, double value, const char *time,
                                    std::size_t length)
{
    char text[40];
    const char *end = std::to_chars(text, text + sizeof text, value).ptr;
    std::fwrite(name.data(), 1, name.size(), m_file);
    std::fwrite(text, 1, static_cast<std::size_t>(end - text), m_file);
    std::fwrite(time, 1, length, m_file);
}

} // namespace pilothouse::bench
