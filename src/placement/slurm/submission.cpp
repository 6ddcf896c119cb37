// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/submission.h"

#include <algorithm>

namespace pilothouse::slurm {

namespace {

// The largest group of accelerators of that kind on one node.
const NodeGres *largest(const JobBook &book, const std::string &kind)
{
    const NodeGres *found = nullptr;
    for (const PlacementNode &node : book.nodes) {
        for (const NodeGres &gres : node.gres) {
            const bool matches = kind.empty() ? !node.kind.empty() && gres.type == node.kind
                                              : gres.type == kind || gres.name == kind;
            if (matches && (found == nullptr || gres.count > found->count))
                found = &gres;
        }
    }
    return found;
}

} // namespace

Result<Resources> resourcesOf(const Submission &submission, const JobBook &book)
{
    Resources resources{submission.nodes, submission.gres};
    if (!resources.gres.empty() || submission.accelerators == 0)
        return resources;
    const NodeGres *gres = largest(book, submission.kind);
    if (gres == nullptr || gres->count == 0)
        return fail(ErrorCode::InvalidArgument,
                    "no node has accelerators of kind " + submission.kind);
    if (resources.nodes == 0)
        resources.nodes = (submission.accelerators + gres->count - 1) / gres->count;
    const std::uint32_t each = (submission.accelerators + resources.nodes - 1) / resources.nodes;
    resources.gres = gres->name;
    if (!submission.kind.empty() && !gres->type.empty())
        resources.gres.append(":").append(gres->type);
    resources.gres.append(":").append(std::to_string(each));
    return resources;
}

Result<void> checkScript(const std::string &script)
{
    if (!script.starts_with("#!"))
        return fail(ErrorCode::InvalidArgument, "the script does not begin with #!");
    return {};
}

std::string commentOf(const Submission &submission)
{
    std::string text;
    const auto add = [&text](const char *key, const std::string &value) {
        if (!value.empty())
            text.append(text.empty() ? "" : " ").append(key).append(value);
    };
    add("scenario=", submission.scenario);
    add("framework=", submission.framework);
    add("", submission.comment);
    return text;
}

} // namespace pilothouse::slurm
