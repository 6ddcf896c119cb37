// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/jobdraft.h"
#include "placement/slurm/parse/records.h"

#include <unordered_map>

namespace pilothouse::slurm {

namespace {

using Take = void (*)(JobDraft &, const Json &);

void takeExit(JobDetail &detail, const Json &json)
{
    if (!json.isObject()) { // v0.0.38: as wait() tells it
        const auto status = json.number().value_or(0);
        detail.exitCode = static_cast<std::int32_t>((status >> 8) & 0xff);
        detail.exitSignal = static_cast<std::int32_t>(status & 0x7f);
        return;
    }
    detail.exitCode = static_cast<std::int32_t>(json["return_code"].count());
    for (const char *key : {"id", "signal_id"})
        if (const auto signal = json["signal"][key].count(); signal != 0)
            detail.exitSignal = static_cast<std::int32_t>(signal);
}

// The nodes in the order of gres_detail, under the names of each version.
void takeResources(JobDraft &draft, const Json &json)
{
    for (const auto &nodes : {json["allocated_nodes"], json["nodes"]["allocation"]})
        nodes.each([&draft](const Json &node) {
            auto name = node["nodename"].text();
            if (name.empty())
                name = node["name"].text();
            if (!name.empty())
                draft.grantNodes.emplace_back(name);
        });
}

const std::unordered_map<std::string_view, Take> &fields()
{
    static const std::unordered_map<std::string_view, Take> kFields{
        {"job_id",
         [](JobDraft &d, const Json &v) {
             const auto id = v.number().value_or(0);
             d.job.id = id > 0 ? static_cast<JobId>(id) : 0;
         }},
        {"name", [](JobDraft &d, const Json &v) { d.job.name = v.words(); }},
        {"user_name", [](JobDraft &d, const Json &v) { d.job.user = v.text(); }},
        {"user_id",
         [](JobDraft &d, const Json &v) {
             if (d.job.user.empty())
                 d.job.user = v.words();
         }},
        {"account", [](JobDraft &d, const Json &v) { d.job.tenant = v.text(); }},
        {"partition", [](JobDraft &d, const Json &v) { d.job.pool = v.text(); }},
        {"qos", [](JobDraft &d, const Json &v) { d.job.qos = v.text(); }},
        {"job_state",
         [](JobDraft &d, const Json &v) {
             const auto words = v.list();
             d.states.assign(words.begin(), words.end());
         }},
        {"state_reason", [](JobDraft &d, const Json &v) { d.job.reason = v.text(); }},
        {"state_description",
         [](JobDraft &d, const Json &v) { d.detail.stateDescription = v.text(); }},
        {"priority", [](JobDraft &d, const Json &v) { d.priority = v.number(); }},
        {"hold", [](JobDraft &d, const Json &v) { d.isHeld = v.flag(); }},
        {"batch_flag", [](JobDraft &d, const Json &v) { d.job.batch = v.flag(); }},
        {"requeue", [](JobDraft &d, const Json &v) { d.job.requeueable = v.flag(); }},
        {"restart_cnt", [](JobDraft &d, const Json &v) { d.job.restarts = v.count(); }},
        {"submit_time", [](JobDraft &d, const Json &v) { d.job.submitted = v.moment(); }},
        {"eligible_time", [](JobDraft &d, const Json &v) { d.job.eligible = v.moment(); }},
        {"start_time", [](JobDraft &d, const Json &v) { d.start = v.moment(); }},
        {"end_time", [](JobDraft &d, const Json &v) { d.end = v.moment(); }},
        {"time_limit", [](JobDraft &d, const Json &v) { d.job.timeLimit = v.minutes(); }},
        {"deadline", [](JobDraft &d, const Json &v) { d.detail.deadline = v.moment(); }},
        {"nodes", [](JobDraft &d, const Json &v) { d.nodes = v.text(); }},
        {"node_count", [](JobDraft &d, const Json &v) { d.job.nodes = v.count(); }},
        {"cpus", [](JobDraft &d, const Json &v) { d.job.cpus = v.count(); }},
        {"tasks", [](JobDraft &d, const Json &v) { d.tasks = v.count(); }},
        {"required_nodes", [](JobDraft &d, const Json &v) { d.requiredNodes = v.text(); }},
        {"excluded_nodes", [](JobDraft &d, const Json &v) { d.excludedNodes = v.text(); }},
        {"scheduled_nodes", [](JobDraft &d, const Json &v) { d.plannedNodes = v.text(); }},
        {"gres_detail",
         [](JobDraft &d, const Json &v) {
             v.each([&d](const Json &node) { d.grantTexts.emplace_back(node.text()); });
         }},
        {"job_resources", takeResources},
        {"tres_alloc_str",
         [](JobDraft &d, const Json &v) {
             if (!v.text().empty())
                 d.tres = v.text();
         }},
        {"tres_req_str",
         [](JobDraft &d, const Json &v) {
             if (d.tres.empty())
                 d.tres = v.text();
         }},
        {"tres_per_job", [](JobDraft &d, const Json &v) { d.perJob = v.text(); }},
        {"tres_per_node", [](JobDraft &d, const Json &v) { d.perNode = v.text(); }},
        {"tres_per_task", [](JobDraft &d, const Json &v) { d.perTask = v.text(); }},
        {"tres_per_socket", [](JobDraft &d, const Json &v) { d.perSocket = v.text(); }},
        {"array_job_id",
         [](JobDraft &d, const Json &v) {
             d.job.arrayJob = static_cast<JobId>(std::max<std::int64_t>(v.number().value_or(0), 0));
         }},
        {"array_task_id",
         [](JobDraft &d, const Json &v) { d.job.arrayTask = v.number().value_or(-1); }},
        {"array_task_string", [](JobDraft &d, const Json &v) { d.detail.arrayTasks = v.text(); }},
        {"het_job_id",
         [](JobDraft &d, const Json &v) {
             d.job.hetJob = static_cast<JobId>(std::max<std::int64_t>(v.number().value_or(0), 0));
         }},
        {"het_job_offset", [](JobDraft &d, const Json &v) { d.job.hetOffset = v.count(); }},
        {"resv_name", [](JobDraft &d, const Json &v) { d.detail.reservation = v.text(); }},
        {"comment", [](JobDraft &d, const Json &v) { d.detail.comment = v.text(); }},
        {"admin_comment", [](JobDraft &d, const Json &v) { d.detail.adminComment = v.text(); }},
        {"dependency", [](JobDraft &d, const Json &v) { d.detail.dependency = v.text(); }},
        {"features", [](JobDraft &d, const Json &v) { d.detail.features = v.text(); }},
        {"licenses", [](JobDraft &d, const Json &v) { d.detail.licenses = v.text(); }},
        {"command", [](JobDraft &d, const Json &v) { d.detail.command = v.text(); }},
        {"current_working_directory",
         [](JobDraft &d, const Json &v) { d.detail.workingDirectory = v.text(); }},
        {"standard_output", [](JobDraft &d, const Json &v) { d.detail.standardOutput = v.text(); }},
        {"standard_error", [](JobDraft &d, const Json &v) { d.detail.standardError = v.text(); }},
        {"stdout_expanded",
         [](JobDraft &d, const Json &v) {
             if (!v.text().empty())
                 d.detail.standardOutput = v.text();
         }},
        {"stderr_expanded",
         [](JobDraft &d, const Json &v) {
             if (!v.text().empty())
                 d.detail.standardError = v.text();
         }},
        {"batch_host", [](JobDraft &d, const Json &v) { d.detail.batchHost = v.text(); }},
        {"exit_code", [](JobDraft &d, const Json &v) { takeExit(d.detail, v); }},
    };
    return kFields;
}

} // namespace

std::optional<Job> jobFrom(const Json &json, const DeviceLayout &layout)
{
    static const auto &known = fields();
    JobDraft draft;
    json.fields([&draft](std::string_view key, const Json &value) {
        if (const auto take = known.find(key); take != known.end())
            take->second(draft, value);
    });
    auto &job = draft.job;
    if (job.arrayJob == 0)
        job.arrayTask = -1;
    else if (job.arrayTask >= 0)
        draft.detail.arrayTasks.clear();
    return finished(std::move(draft), layout);
}

} // namespace pilothouse::slurm
