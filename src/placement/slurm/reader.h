// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/jobdetails.h"
#include "placement/slurm/parse/replies.h"
#include "placement/slurm/probe.h"
#include "placement/slurm/topology.h"

#include <chrono>
#include <memory>
#include <vector>

namespace pilothouse::slurm {

// How busy the controller is, as far as it can be asked.
struct Load {
    bool isBusy = false;
    std::string words; // why it is called busy
};

// Reads the tables of a cluster and keeps them as a job book. Jobs and nodes are read each time,
// the rest now and then. Through commands where they exist and the table is large: on Slurm 22.05
// `scontrol -o` answers more than ten times faster than slurmrestd, whose memory grows with every
// full table. Through slurmrestd otherwise, which says in a millisecond when nothing changed. One
// thread at a time.
class Reader {
public:
    struct Times {
        std::chrono::milliseconds call{8'000};
        std::chrono::milliseconds table{60'000};
    };

    Reader(Ways &ways, const Probed &probed, Times times);

    // Whether anything in the book changed. An error leaves the book as it was.
    [[nodiscard]] Result<bool> read(const std::stop_token &stop);
    [[nodiscard]] const JobBook &book() const { return m_book; }
    [[nodiscard]] const Load &load() const { return m_load; }

private:
    enum class Way { Rest, Commands };
    struct Table {
        Micros asked = 0; // when the last full answer was asked for; by the controller's clock
        Micros changed = 0; // update_time for the next question; 0: ask for all
        std::size_t size = 0;
    };

    [[nodiscard]] Way wayOf(const Table &table) const;
    // Nothing: it has not changed since the last time.
    template <typename Record>
    [[nodiscard]] Result<std::optional<std::vector<Record>>>
    askRest(const char *call, Table &table, ListReader<Record> (*begin)(const JobBook &),
            const std::stop_token &stop);
    [[nodiscard]] Result<std::string> run(std::vector<std::string> arguments,
                                          const std::stop_token &stop);

    [[nodiscard]] Result<std::vector<Job>> runQueue(const std::stop_token &stop);
    [[nodiscard]] Result<bool> readNodes(const std::stop_token &stop);
    [[nodiscard]] Result<bool> readJobs(const std::stop_token &stop);
    [[nodiscard]] Result<bool> readPoolsAndReservations(const std::stop_token &stop);
    void readLeaves(const std::stop_token &stop);
    [[nodiscard]] bool readAccounting(const std::stop_token &stop);
    [[nodiscard]] Result<void> readLoad(const std::stop_token &stop);

    [[nodiscard]] bool takeNodes(std::vector<PlacementNode> nodes);
    [[nodiscard]] bool takeJobs(std::vector<Job> jobs);
    void takeTenantsOfJobs();

    Ways &m_ways;
    const Probed &m_probed;
    const Times m_times;
    JobBook m_book;
    LeafSwitches m_leaves;
    bool m_tenantsTold = false; // by the accounting database; otherwise they are those of jobs
    DeviceLayout m_layout;
    JobDetails m_details;
    Load m_load;
    Table m_nodes;
    Table m_jobs;
    Micros m_clockAhead = 0; // of the controller's clock, before this machine's
    Micros m_poolsRead = 0;
    Micros m_accountsRead = 0;
    Micros m_loadRead = 0;
};

} // namespace pilothouse::slurm
