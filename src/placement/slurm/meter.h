// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace pilothouse::slurm {

// Counts what the engine is asked and how much it answers. Any thread.
class Meter {
public:
    void count(std::size_t bytes)
    {
        m_calls.fetch_add(1, std::memory_order_relaxed);
        m_bytes.fetch_add(bytes, std::memory_order_relaxed);
    }
    [[nodiscard]] std::uint64_t calls() const { return m_calls.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> m_calls = 0;
    std::atomic<std::uint64_t> m_bytes = 0;
};

} // namespace pilothouse::slurm
