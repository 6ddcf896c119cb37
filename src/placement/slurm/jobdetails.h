// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "placement/slurm/parse/allocation.h"
#include "placement/slurm/probe.h"

#include <unordered_map>
#include <vector>

namespace pilothouse::slurm {

// What squeue does not tell of jobs (devices, requeueing, folders, memory): asked of scontrol once
// for each job that is new or that squeue lists differently than before, one by one or, where there
// are many, all at once; and of all now and then. One thread at a time.
class JobDetails {
public:
    JobDetails(Ways &ways, const Probed &probed, std::chrono::milliseconds timeout);

    // Makes the jobs that squeue listed whole. No other job is believed, whatever scontrol says:
    // its lines can be forged by a job's comment, those of squeue cannot.
    [[nodiscard]] Result<void> complete(std::vector<Job> &listed, const DeviceLayout &layout,
                                        const std::stop_token &stop);

private:
    struct Known {
        Job listed;
        Job whole;
    };

    [[nodiscard]] bool isDue();
    [[nodiscard]] Result<void> readAll(const std::vector<Job> &wanted, const DeviceLayout &layout,
                                       const std::stop_token &stop);
    [[nodiscard]] Result<void> readOne(const Job &wanted, const DeviceLayout &layout,
                                       const std::stop_token &stop);

    Ways &m_ways;
    const Probed &m_probed;
    const std::chrono::milliseconds m_timeout;
    std::unordered_map<JobId, Known> m_known;
    Micros m_readAll = 0;
};

} // namespace pilothouse::slurm
