// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pilothouse::bench {

// The embedded center, sampled once a second as fast as it goes.
class CenterData {
public:
    explicit CenterData(std::uint32_t nodes, Micros first);
    ~CenterData();
    CenterData(const CenterData &) = delete;
    CenterData &operator=(const CenterData &) = delete;

    [[nodiscard]] InventoryPtr inventory() const { return m_inventory; }
    [[nodiscard]] BatchPtr tick(); // the next second
    [[nodiscard]] std::uint64_t samples() const { return m_samples; } // present ones, so far
    [[nodiscard]] std::size_t series() const;

private:
    struct Model;
    std::unique_ptr<Model> m_model;
    InventoryPtr m_inventory;
    Micros m_time;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_samples = 0;
};

// Writes batches as OpenMetrics text, which promtool takes. Missing values are left out.
class OpenMetricsWriter {
public:
    OpenMetricsWriter(const std::string &path, const Inventory &inventory);
    ~OpenMetricsWriter(); // ends the text
    OpenMetricsWriter(const OpenMetricsWriter &) = delete;
    OpenMetricsWriter &operator=(const OpenMetricsWriter &) = delete;

    void write(const Batch &batch);

private:
    void writeSeries(const std::string &name, double value, const char *time, std::size_t length);

    std::FILE *m_file;
    std::vector<std::vector<std::string>> m_names; // per node, in the order of its values
    std::vector<char> m_buffer;
};

} // namespace pilothouse::bench
