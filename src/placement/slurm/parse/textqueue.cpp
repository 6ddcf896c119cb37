// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/jobdraft.h"
#include "placement/slurm/parse/linecutter.h"
#include "placement/slurm/parse/moments.h"
#include "placement/slurm/parse/reasonword.h"
#include "placement/slurm/parse/scan.h"
#include "placement/slurm/parse/textlists.h"
#include "placement/slurm/parse/textvalues.h"

#include <algorithm>
#include <array>

// `squeue -h -o`, in a format of this program's.
namespace pilothouse::slurm {

namespace {

constexpr char kRecord = '\x1e';
constexpr char kField = '\x1f';

using Take = void (*)(JobDraft &, std::string_view);

struct Column {
    std::string_view format;
    Take take;
};

// "9+1": the second part of the heterogeneous job 9.
void takeShownId(JobDraft &draft, std::string_view text)
{
    const auto plus = text.find('+');
    if (plus == std::string_view::npos)
        return;
    draft.job.hetJob = numberIn(text.substr(0, plus));
    draft.job.hetOffset = countIn(text.substr(plus + 1));
}

// squeue tells a job that is no array's task as an array of itself.
void takeTask(JobDraft &draft, std::string_view text)
{
    if (saysNothing(text)) {
        draft.job.arrayJob = 0;
        return;
    }
    if (std::ranges::all_of(text, isDigit))
        draft.job.arrayTask = static_cast<std::int64_t>(numberIn(text));
    else
        draft.detail.arrayTasks = text;
}

constexpr std::array<Column, 25> kColumns{{
    {"%A", [](JobDraft &d, std::string_view v) { d.job.id = numberIn(v); }},
    {"%i", takeShownId},
    {"%F", [](JobDraft &d, std::string_view v) { d.job.arrayJob = numberIn(v); }},
    {"%K", takeTask},
    {"%u", [](JobDraft &d, std::string_view v) { d.job.user = v; }},
    {"%a", [](JobDraft &d, std::string_view v) { d.job.tenant = told(v); }},
    {"%P", [](JobDraft &d, std::string_view v) { d.job.pool = v; }},
    {"%q", [](JobDraft &d, std::string_view v) { d.job.qos = told(v); }},
    {"%T", [](JobDraft &d, std::string_view v) { d.states = listIn(v, ','); }},
    {"%r",
     [](JobDraft &d, std::string_view v) {
         auto words = reasonWords(v);
         d.job.reason = std::move(words.reason);
         d.detail.stateDescription = std::move(words.description);
     }},
    {"%Q",
     [](JobDraft &d, std::string_view v) { d.priority = static_cast<std::int64_t>(numberIn(v)); }},
    {"%l", [](JobDraft &d, std::string_view v) { d.job.timeLimit = spanIn(v); }},
    {"%V", [](JobDraft &d, std::string_view v) { d.job.submitted = momentIn(v); }},
    {"%S", [](JobDraft &d, std::string_view v) { d.start = momentIn(v); }},
    {"%e", [](JobDraft &d, std::string_view v) { d.end = momentIn(v); }},
    {"%D", [](JobDraft &d, std::string_view v) { d.job.nodes = countIn(v); }},
    {"%C", [](JobDraft &d, std::string_view v) { d.job.cpus = countIn(v); }},
    {"%b", [](JobDraft &d, std::string_view v) { d.perNode = v; }},
    {"%N", [](JobDraft &d, std::string_view v) { d.nodes = v; }},
    {"%n", [](JobDraft &d, std::string_view v) { d.requiredNodes = v; }},
    {"%Y", [](JobDraft &d, std::string_view v) { d.plannedNodes = v; }},
    {"%v", [](JobDraft &d, std::string_view v) { d.detail.reservation = told(v); }},
    {"%E", [](JobDraft &d, std::string_view v) { d.detail.dependency = told(v); }},
    // Free text comes last.
    {"%j", [](JobDraft &d, std::string_view v) { d.job.name = v; }},
    {"%k", [](JobDraft &d, std::string_view v) { d.detail.comment = told(v); }},
}};

} // namespace

std::string squeueFormat(std::string_view mark)
{
    std::string format = kRecord + std::string(mark);
    for (const auto &column : kColumns)
        format.append(&column == kColumns.data() ? "" : std::string(1, kField))
            .append(column.format);
    return format;
}

struct QueueLines::Impl {
    Impl(const std::string &mark, DeviceLayout nodes)
        : layout(std::move(nodes))
        , cutter(kRecord + mark)
    {
    }

    void take(std::string_view record)
    {
        if (record.ends_with('\n'))
            record.remove_suffix(1);
        if (record.empty()) // before the first
            return;
        JobDraft draft;
        for (std::size_t i = 0; i < kColumns.size(); ++i) {
            const bool isLast = i + 1 == kColumns.size();
            const auto end = isLast ? record.size() : record.find(kField);
            if (end == std::string_view::npos) {
                ++list.skipped;
                return;
            }
            kColumns[i].take(draft, record.substr(0, end));
            record.remove_prefix(isLast ? end : end + 1);
        }
        if (auto job = finished(std::move(draft), layout))
            list.records.push_back(std::move(*job));
        else
            ++list.skipped;
    }

    DeviceLayout layout;
    LineCutter cutter;
    TextList<Job> list;
};

QueueLines::QueueLines(std::string mark, DeviceLayout layout)
    : m_impl(std::make_unique<Impl>(mark, std::move(layout)))
{
}

QueueLines::~QueueLines() = default;
QueueLines::QueueLines(QueueLines &&) noexcept = default;
QueueLines &QueueLines::operator=(QueueLines &&) noexcept = default;

Result<> QueueLines::feed(std::string_view bytes)
{
    return m_impl->cutter.feed(bytes, [this](std::string_view record) { m_impl->take(record); });
}

Result<TextList<Job>> QueueLines::finish()
{
    const auto rest = m_impl->cutter.rest();
    if (!rest.empty() && !rest.ends_with('\n'))
        return fail(ErrorCode::Malformed, "the queue ends in the middle of a line");
    m_impl->take(rest);
    return std::move(m_impl->list);
}

} // namespace pilothouse::slurm
