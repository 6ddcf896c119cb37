// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/records.h"

#include <unordered_map>

namespace pilothouse::slurm {

namespace {

using Take = void (*)(NodeDraft &, const Json &);

std::string joined(const std::vector<std::string_view> &words)
{
    std::string text;
    for (const auto word : words)
        text.append(text.empty() ? "" : ",").append(word);
    return text;
}

const std::unordered_map<std::string_view, Take> &fields()
{
    static const std::unordered_map<std::string_view, Take> kFields{
        {"name", [](NodeDraft &d, const Json &v) { d.node.name = v.text(); }},
        {"reason", [](NodeDraft &d, const Json &v) { d.node.reason = v.text(); }},
        {"reason_set_by_user", [](NodeDraft &d, const Json &v) { d.node.reasonAuthor = v.text(); }},
        {"reason_changed_at", [](NodeDraft &d, const Json &v) { d.node.reasonTime = v.moment(); }},
        {"gres", [](NodeDraft &d, const Json &v) { d.gres = v.text(); }},
        {"gres_used", [](NodeDraft &d, const Json &v) { d.gresUsed = v.text(); }},
        {"cpus", [](NodeDraft &d, const Json &v) { d.node.cpus = v.count(); }},
        {"alloc_cpus", [](NodeDraft &d, const Json &v) { d.node.cpusAllocated = v.count(); }},
        {"real_memory", [](NodeDraft &d, const Json &v) { d.node.memory = v.count() * kMebibyte; }},
        {"alloc_memory",
         [](NodeDraft &d, const Json &v) { d.node.memoryAllocated = v.count() * kMebibyte; }},
        {"partitions",
         [](NodeDraft &d, const Json &v) {
             const auto pools = v.list();
             d.node.pools.assign(pools.begin(), pools.end());
         }},
        {"features", [](NodeDraft &d, const Json &v) { d.node.features = joined(v.list()); }},
        {"boot_time", [](NodeDraft &d, const Json &v) { d.node.booted = v.moment(); }},
    };
    return kFields;
}

} // namespace

std::optional<PlacementNode> nodeFrom(const Json &json)
{
    static const auto &known = fields();
    NodeDraft draft;
    json.fields([&draft](std::string_view key, const Json &value) {
        if (const auto take = known.find(key); take != known.end())
            take->second(draft, value);
    });
    auto words = json["state"].list();
    const auto flags = json["state_flags"].list(); // v0.0.38 tells them apart
    words.insert(words.end(), flags.begin(), flags.end());
    draft.condition = nodeCondition(words);
    return finished(std::move(draft));
}

} // namespace pilothouse::slurm
