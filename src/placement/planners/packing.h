// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/freespace.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pilothouse {

// The rule of FreeSpace for planners that place thousands of jobs: a job for one node is placed in
// constant time, amortised; one for several nodes in time linear in the nodes of its class. Refers
// to its book. One thread.
//
// Nodes are sorted by their free accelerators once per class of jobs (same pools and kind); what
// changes is appended, and stale entries are dropped when they are met. Beyond FreeSpace, it knows
// jobs that name several pools (the first with room takes it), excluded nodes, reservations that
// are active, and jobs that are told to run on a certain number of nodes. Processors, memory and
// features are not looked at: accelerators are what is scarce.
class Packing {
public:
    Packing(const JobBook &book, Micros now);
    ~Packing();
    Packing(const Packing &) = delete;
    Packing &operator=(const Packing &) = delete;

    [[nodiscard]] std::optional<Spot> place(const Job &job);
    // Nodes that a job could ever run on, whatever runs there now.
    [[nodiscard]] const std::vector<bool> &usable(const Job &job);
    // Whether the nodes that it may use would do if they were empty.
    [[nodiscard]] bool everFits(const Job &job);

    void take(const Spot &spot);
    void release(const Spot &spot);
    void take(const Job &job); // what it holds in the book
    void release(const Job &job);
    // A closed node takes no jobs.
    void setOpen(std::size_t node, bool open);

    [[nodiscard]] std::uint32_t freeOn(std::size_t node) const;
    [[nodiscard]] bool isWholeFree(std::size_t node) const; // accepts jobs and runs none

private:
    struct Class;

    Class &classOf(const Job &job);
    [[nodiscard]] std::optional<Spot> placeIn(Class &jobs, const Job &job) const;
    [[nodiscard]] std::optional<Spot> placeWhole(const Class &jobs, const Job &job) const;
    void hold(const Job &job, bool held);
    void changed(std::size_t node);
    [[nodiscard]] std::vector<bool> allowed(const Job &job, const std::string &pool) const;

    const JobBook &m_book;
    const Micros m_now;
    std::vector<std::uint32_t> m_used; // by node
    std::vector<bool> m_open;
    std::vector<bool> m_whole; // isWholeFree(), as the classes count it
    std::map<std::string, std::unique_ptr<Class>> m_classes;
};

// Names of the pools that a job asks for; several are separated by commas.
[[nodiscard]] std::vector<std::string> poolsOf(const Job &job);

} // namespace pilothouse
