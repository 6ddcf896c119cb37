// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/job.h"
#include "placement/slurm/parse/allocation.h"
#include "placement/slurm/parse/replyhead.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Replies of slurmrestd (data parsers v0.0.38 to v0.0.44) and of `squeue --json` and the like, as
// the values of placement/job.h. status is the HTTP status, 200 for what a command printed. A
// failure that the engine reports is an Error (see failureIn); so is a body that is no JSON.
namespace pilothouse::slurm {

template <typename Record> struct Reply {
    ReplyHead head;
    std::vector<Record> records;
    std::size_t skipped = 0; // entries that made no sense, such as a job without an id
};

// Reads a reply while it arrives: however long, only one of its records stands in memory as text.
template <typename Record> class ListReader {
public:
    explicit ListReader(DeviceLayout layout = {}); // of the nodes, for the devices of jobs
    ~ListReader();
    ListReader(ListReader &&) noexcept;
    ListReader &operator=(ListReader &&) noexcept;

    // After an error nothing more may be fed, and finish() tells it again.
    [[nodiscard]] Result<> feed(std::string_view bytes);
    [[nodiscard]] Result<Reply<Record>> finish(int status);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

using JobReader = ListReader<Job>; // of jobs, and of one job
using NodeReader = ListReader<PlacementNode>;

[[nodiscard]] Result<Reply<Job>> readJobs(int status, std::string_view body,
                                          const DeviceLayout &layout = {});
[[nodiscard]] Result<Reply<PlacementNode>> readNodes(int status, std::string_view body);
[[nodiscard]] Result<Reply<Pool>> readPools(int status, std::string_view body);
[[nodiscard]] Result<Reply<Reservation>> readReservations(int status, std::string_view body);
[[nodiscard]] Result<Reply<Qos>> readQos(int status, std::string_view body);
// Names and organizations; quotas and parents are in the associations.
[[nodiscard]] Result<Reply<Tenant>> readAccounts(int status, std::string_view body);
// The accounts of the associations that belong to no user, with quota and parent.
[[nodiscard]] Result<Reply<Tenant>> readAssociations(int status, std::string_view body);

struct License {
    std::string name;
    std::uint32_t total = 0;
    std::uint32_t used = 0;
    bool isRemote = false;

    bool operator==(const License &) const = default;
};
[[nodiscard]] Result<Reply<License>> readLicenses(int status, std::string_view body);

struct Controller {
    std::string host;
    std::string mode; // "primary", "backup1"
    bool answers = false;

    bool operator==(const Controller &) const = default;
};
[[nodiscard]] Result<Reply<Controller>> readPing(int status, std::string_view body);

// How busy the controller is (sdiag). Times of its own cycles are spans.
struct Diagnosis {
    std::uint32_t serverThreads = 0; // requests under way; 256 are the most it takes
    std::uint32_t agentQueue = 0; // messages to nodes that wait
    std::uint32_t databaseQueue = 0; // records that wait for slurmdbd
    std::uint32_t jobsPending = 0;
    std::uint32_t jobsRunning = 0;
    Micros lastCycle = 0;
    Micros meanCycle = 0;
    Micros lastBackfill = 0;
    bool isBackfilling = false;
    std::uint64_t requests = 0; // answered since its start, of all kinds
    Micros requestTime = 0; // spent on them

    bool operator==(const Diagnosis &) const = default;
};
[[nodiscard]] Result<Diagnosis> readDiagnosis(int status, std::string_view body);

} // namespace pilothouse::slurm
