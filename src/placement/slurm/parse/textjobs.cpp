// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/fieldcutter.h"
#include "placement/slurm/parse/jobdraft.h"
#include "placement/slurm/parse/linecutter.h"
#include "placement/slurm/parse/moments.h"
#include "placement/slurm/parse/ranges.h"
#include "placement/slurm/parse/reasonword.h"
#include "placement/slurm/parse/scan.h"
#include "placement/slurm/parse/textlists.h"
#include "placement/slurm/parse/textvalues.h"

#include <algorithm>
#include <array>
#include <unordered_map>

// `scontrol show job -o -d`.
namespace pilothouse::slurm {

namespace {

// The parts of a line: what stands before the name, the name, what has no blanks, the command, the
// comments, files, and what follows them. Sorted by name.
constexpr std::array kKeys{Key{"Account", 2},
                           Key{"AccrueTime", 2},
                           Key{"AdminComment", 4, true},
                           Key{"AllocTRES", 2},
                           Key{"ArrayJobId", 0},
                           Key{"ArrayTaskId", 0},
                           Key{"ArrayTaskThrottle", 0},
                           Key{"BatchFlag", 2},
                           Key{"BatchHost", 2},
                           Key{"CPU_IDs", 2},
                           Key{"CPUs/Task", 2},
                           Key{"Command", 3, true},
                           Key{"Comment", 4, true},
                           Key{"Contiguous", 2},
                           Key{"CpusPerTres", 6},
                           Key{"Deadline", 2},
                           Key{"DelayBoot", 2},
                           Key{"Dependency", 2},
                           Key{"DerivedExitCode", 2},
                           Key{"EligibleTime", 2},
                           Key{"EndTime", 2},
                           Key{"ExcNodeList", 2},
                           Key{"ExitCode", 2},
                           Key{"Features", 2},
                           Key{"GRES", 2},
                           Key{"GroupId", 2},
                           Key{"HetJobId", 0},
                           Key{"HetJobIdSet", 2},
                           Key{"HetJobOffset", 0},
                           Key{"JOB_GRES", 2},
                           Key{"JobId", 0},
                           Key{"JobName", 1, true},
                           Key{"JobState", 2},
                           Key{"LastSchedEval", 2},
                           Key{"Licenses", 2},
                           Key{"MCS_label", 2},
                           Key{"Mem", 2},
                           Key{"MemPerTres", 6},
                           Key{"MinCPUsNode", 2},
                           Key{"MinTmpDiskNode", 2},
                           Key{"Network", 2},
                           Key{"Nice", 2},
                           Key{"NodeList", 2},
                           Key{"Nodes", 2},
                           Key{"NumCPUs", 2},
                           Key{"NumNodes", 2},
                           Key{"NumTasks", 2},
                           Key{"OverSubscribe", 2},
                           Key{"Partition", 2},
                           Key{"Power", 6},
                           Key{"Priority", 2},
                           Key{"QOS", 2},
                           Key{"Reason", 2},
                           Key{"Reboot", 2},
                           Key{"ReqNodeList", 2},
                           Key{"ReqTRES", 2},
                           Key{"Requeue", 2},
                           Key{"Reservation", 2},
                           Key{"Restarts", 2},
                           Key{"RunTime", 2},
                           Key{"SchedNodeList", 2},
                           Key{"Scheduler", 2},
                           Key{"SecsPreSuspend", 2},
                           Key{"StartTime", 2},
                           Key{"StdErr", 5, true},
                           Key{"StdIn", 5, true},
                           Key{"StdOut", 5, true},
                           Key{"SubmitTime", 2},
                           Key{"SuspendTime", 2},
                           Key{"SystemComment", 4, true},
                           Key{"TRES", 2},
                           Key{"TimeLimit", 2},
                           Key{"TimeMin", 2},
                           Key{"TresPerJob", 6},
                           Key{"TresPerNode", 6},
                           Key{"TresPerSocket", 6},
                           Key{"TresPerTask", 6},
                           Key{"UserId", 2},
                           Key{"WorkDir", 3, true}};
static_assert(std::ranges::is_sorted(kKeys, {}, &Key::name));
// One group of these for each set of nodes that hold the same.
constexpr std::array<std::string_view, 4> kRepeated{"CPU_IDs", "GRES", "Mem", "Nodes"};

using Take = void (*)(JobDraft &, std::string_view);

void takeExit(JobDraft &draft, std::string_view text) // "3:0"
{
    const auto colon = std::min(text.find(':'), text.size());
    draft.detail.exitCode = static_cast<std::int32_t>(countIn(text.substr(0, colon)));
    if (colon < text.size())
        draft.detail.exitSignal = static_cast<std::int32_t>(countIn(text.substr(colon + 1)));
}

// The nodes of one group, for which GRES comes next.
void takeGroup(JobDraft &draft, std::string_view text)
{
    for (auto &name : expandNodes(text).value_or(std::vector<std::string>()))
        draft.grantNodes.push_back(std::move(name));
}

void takeGroupGres(JobDraft &draft, std::string_view text)
{
    draft.grantTexts.resize(draft.grantNodes.size(), std::string(text));
}

const std::unordered_map<std::string_view, Take> &takers()
{
    static const std::unordered_map<std::string_view, Take> kTakers{
        {"JobId", [](JobDraft &d, std::string_view v) { d.job.id = numberIn(v); }},
        {"ArrayJobId", [](JobDraft &d, std::string_view v) { d.job.arrayJob = numberIn(v); }},
        {"ArrayTaskId",
         [](JobDraft &d, std::string_view v) {
             if (std::ranges::all_of(v, isDigit))
                 d.job.arrayTask = static_cast<std::int64_t>(numberIn(v));
             else
                 d.detail.arrayTasks = v;
         }},
        {"HetJobId", [](JobDraft &d, std::string_view v) { d.job.hetJob = numberIn(v); }},
        {"HetJobOffset", [](JobDraft &d, std::string_view v) { d.job.hetOffset = countIn(v); }},
        {"JobName", [](JobDraft &d, std::string_view v) { d.job.name = told(v); }},
        {"UserId", [](JobDraft &d, std::string_view v) { d.job.user = v.substr(0, v.rfind('(')); }},
        {"Priority",
         [](JobDraft &d, std::string_view v) {
             d.priority = static_cast<std::int64_t>(numberIn(v));
         }},
        {"Account", [](JobDraft &d, std::string_view v) { d.job.tenant = told(v); }},
        {"QOS", [](JobDraft &d, std::string_view v) { d.job.qos = told(v); }},
        {"JobState", [](JobDraft &d, std::string_view v) { d.states = listIn(v, ','); }},
        {"Reason",
         [](JobDraft &d, std::string_view v) {
             auto words = reasonWords(v);
             d.job.reason = std::move(words.reason);
             d.detail.stateDescription = std::move(words.description);
         }},
        {"Dependency", [](JobDraft &d, std::string_view v) { d.detail.dependency = told(v); }},
        {"Requeue", [](JobDraft &d, std::string_view v) { d.job.requeueable = v != "0"; }},
        {"Restarts", [](JobDraft &d, std::string_view v) { d.job.restarts = countIn(v); }},
        {"BatchFlag", [](JobDraft &d, std::string_view v) { d.job.batch = v != "0"; }},
        {"ExitCode", takeExit},
        {"TimeLimit", [](JobDraft &d, std::string_view v) { d.job.timeLimit = spanIn(v); }},
        {"SubmitTime", [](JobDraft &d, std::string_view v) { d.job.submitted = momentIn(v); }},
        {"EligibleTime", [](JobDraft &d, std::string_view v) { d.job.eligible = momentIn(v); }},
        {"StartTime", [](JobDraft &d, std::string_view v) { d.start = momentIn(v); }},
        {"EndTime", [](JobDraft &d, std::string_view v) { d.end = momentIn(v); }},
        {"Deadline", [](JobDraft &d, std::string_view v) { d.detail.deadline = momentIn(v); }},
        {"Partition", [](JobDraft &d, std::string_view v) { d.job.pool = told(v); }},
        {"ReqNodeList", [](JobDraft &d, std::string_view v) { d.requiredNodes = v; }},
        {"ExcNodeList", [](JobDraft &d, std::string_view v) { d.excludedNodes = v; }},
        {"NodeList", [](JobDraft &d, std::string_view v) { d.nodes = v; }},
        {"SchedNodeList", [](JobDraft &d, std::string_view v) { d.plannedNodes = v; }},
        {"BatchHost", [](JobDraft &d, std::string_view v) { d.detail.batchHost = told(v); }},
        {"NumNodes",
         [](JobDraft &d, std::string_view v) { d.job.nodes = countIn(v.substr(0, v.find('-'))); }},
        {"NumCPUs", [](JobDraft &d, std::string_view v) { d.job.cpus = countIn(v); }},
        {"NumTasks", [](JobDraft &d, std::string_view v) { d.tasks = countIn(v); }},
        {"TRES", [](JobDraft &d, std::string_view v) { d.tres = v; }},
        {"ReqTRES", [](JobDraft &d, std::string_view v) { d.tres = v; }},
        {"AllocTRES",
         [](JobDraft &d, std::string_view v) {
             if (!saysNothing(v))
                 d.tres = v;
         }},
        {"JOB_GRES", [](JobDraft &d, std::string_view v) { d.held = v; }},
        {"Nodes", takeGroup},
        {"GRES", takeGroupGres},
        {"Features", [](JobDraft &d, std::string_view v) { d.detail.features = told(v); }},
        {"Reservation", [](JobDraft &d, std::string_view v) { d.detail.reservation = told(v); }},
        {"Licenses", [](JobDraft &d, std::string_view v) { d.detail.licenses = told(v); }},
        {"Command", [](JobDraft &d, std::string_view v) { d.detail.command = told(v); }},
        {"WorkDir", [](JobDraft &d, std::string_view v) { d.detail.workingDirectory = told(v); }},
        {"AdminComment", [](JobDraft &d, std::string_view v) { d.detail.adminComment = told(v); }},
        {"Comment", [](JobDraft &d, std::string_view v) { d.detail.comment = told(v); }},
        {"StdErr", [](JobDraft &d, std::string_view v) { d.detail.standardError = told(v); }},
        {"StdOut", [](JobDraft &d, std::string_view v) { d.detail.standardOutput = told(v); }},
        {"TresPerJob", [](JobDraft &d, std::string_view v) { d.perJob = v; }},
        {"TresPerNode", [](JobDraft &d, std::string_view v) { d.perNode = v; }},
        {"TresPerTask", [](JobDraft &d, std::string_view v) { d.perTask = v; }},
        {"TresPerSocket", [](JobDraft &d, std::string_view v) { d.perSocket = v; }},
    };
    return kTakers;
}

bool hasKey(const CutLine &cut, std::string_view key)
{
    return std::ranges::find(cut.fields, key, &Field::key) != cut.fields.end();
}

} // namespace

struct JobLines::Impl {
    explicit Impl(DeviceLayout nodes)
        : layout(std::move(nodes))
    {
    }

    // A line that begins no job was cut off from the one before it by a line end in its text.
    void take(std::string_view line)
    {
        if (line.empty() || line.starts_with("No "))
            return;
        if (!line.starts_with("JobId=")) {
            isLastDoubtful = true;
            return;
        }
        keepLast();
        static const auto &known = takers();
        const auto cut = cutLine(line, kKeys, kRepeated);
        JobDraft draft;
        for (const auto &[key, value] : cut.fields)
            if (const auto taker = known.find(key); taker != known.end())
                taker->second(draft, value);
        isLastDoubtful = cut.isDoubtful || !hasKey(cut, "JobState") || !hasKey(cut, "UserId")
            || !hasKey(cut, "Partition");
        last = finished(std::move(draft), layout);
        if (!last)
            ++list.skipped;
    }

    void keepLast()
    {
        if (!last)
            return;
        if (isLastDoubtful)
            list.doubtful.push_back(last->id);
        else
            list.records.push_back(std::move(*last));
        last.reset();
    }

    // An id that comes twice was forged once, and nobody can tell which.
    void dropRepeated()
    {
        std::vector<JobId> ids = list.doubtful;
        for (const auto &job : list.records)
            ids.push_back(job.id);
        std::ranges::sort(ids);
        for (std::size_t i = 1; i < ids.size(); ++i)
            if (ids[i] == ids[i - 1])
                list.doubtful.push_back(ids[i]);
        std::ranges::sort(list.doubtful);
        const auto repeated = std::ranges::unique(list.doubtful);
        list.doubtful.erase(repeated.begin(), repeated.end());
        std::erase_if(list.records, [this](const Job &job) {
            return std::ranges::binary_search(list.doubtful, job.id);
        });
    }

    DeviceLayout layout;
    LineCutter cutter{"\n"};
    TextList<Job> list;
    std::optional<Job> last;
    bool isLastDoubtful = false;
};

JobLines::JobLines(DeviceLayout layout)
    : m_impl(std::make_unique<Impl>(std::move(layout)))
{
}

JobLines::~JobLines() = default;
JobLines::JobLines(JobLines &&) noexcept = default;
JobLines &JobLines::operator=(JobLines &&) noexcept = default;

Result<> JobLines::feed(std::string_view bytes)
{
    return m_impl->cutter.feed(bytes, [this](std::string_view line) { m_impl->take(line); });
}

Result<TextList<Job>> JobLines::finish()
{
    if (!m_impl->cutter.rest().empty())
        return fail(ErrorCode::Malformed, "the list of jobs ends in the middle of a line");
    m_impl->keepLast();
    m_impl->dropRepeated();
    return std::move(m_impl->list);
}

} // namespace pilothouse::slurm
