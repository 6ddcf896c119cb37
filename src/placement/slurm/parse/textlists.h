// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "placement/job.h"
#include "placement/slurm/parse/allocation.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

// What `scontrol` and `squeue` print, read line by line while it comes: for 10,000 jobs or nodes
// twenty times cheaper than the same through slurmrestd of 22.05. All of it is to be asked for with
// SLURM_TIME_FORMAT=%s in the environment (or TZ=UTC): else times are of a zone that nothing tells.
namespace pilothouse::slurm {

// A job's name and comment are its user's, and may hold blanks, "=", and even line ends, so that
// they can be written to look like another job. What cannot be told apart is not believed: read
// those jobs as JSON, where nothing of the kind is possible.
template <typename Record> struct TextList {
    std::vector<Record> records;
    std::vector<JobId> doubtful; // of jobs; ascending
    std::size_t skipped = 0; // lines that are no record
};

// `scontrol show job -o -d`. The -d adds device numbers.
// A line that its user forged whole (a line end in a comment, then all the fields of a job) is not
// to be known from a true one: take from here only the jobs that squeueFormat() lists too. An id
// that comes twice is doubtful.
class JobLines {
public:
    explicit JobLines(DeviceLayout layout = {});
    ~JobLines();
    JobLines(JobLines &&) noexcept;
    JobLines &operator=(JobLines &&) noexcept;

    [[nodiscard]] Result<> feed(std::string_view bytes);
    [[nodiscard]] Result<TextList<Job>> finish();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// `scontrol show node -o -d`. The -d adds what is in use.
class NodeLines {
public:
    NodeLines();
    ~NodeLines();
    NodeLines(NodeLines &&) noexcept;
    NodeLines &operator=(NodeLines &&) noexcept;

    [[nodiscard]] Result<> feed(std::string_view bytes);
    [[nodiscard]] Result<TextList<PlacementNode>> finish();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

[[nodiscard]] Result<TextList<Pool>> readPoolLines(std::string_view text);
[[nodiscard]] Result<TextList<Reservation>> readReservationLines(std::string_view text);

// The format for `squeue -h -o`. Each record begins with a control character and the mark, which
// the caller makes at random for each call (8 letters or digits are enough): no job's text can hold
// it, so no job can be forged. Fields are separated by another control character; the two that are
// free text come last, where a separator in them can only confuse the one with the other. It tells
// who, where, when and in what state, and no more of what is held than the nodes: neither devices
// nor memory, nor accelerators that are asked for per job or per task.
[[nodiscard]] std::string squeueFormat(std::string_view mark);

class QueueLines {
public:
    QueueLines(std::string mark, DeviceLayout layout = {});
    ~QueueLines();
    QueueLines(QueueLines &&) noexcept;
    QueueLines &operator=(QueueLines &&) noexcept;

    [[nodiscard]] Result<> feed(std::string_view bytes);
    [[nodiscard]] Result<TextList<Job>> finish();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace pilothouse::slurm
