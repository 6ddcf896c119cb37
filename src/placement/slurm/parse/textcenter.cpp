// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/fieldcutter.h"
#include "placement/slurm/parse/linecutter.h"
#include "placement/slurm/parse/moments.h"
#include "placement/slurm/parse/nodedraft.h"
#include "placement/slurm/parse/ranges.h"
#include "placement/slurm/parse/scan.h"
#include "placement/slurm/parse/textlists.h"
#include "placement/slurm/parse/textvalues.h"

#include <algorithm>
#include <array>

// `scontrol show node`, `partition` and `reservation`, with -o. Their texts are administrators'.
namespace pilothouse::slurm {

namespace {

// What is free text, and what ends it. Sorted by name.
constexpr std::array kNodeKeys{
    Key{"Comment", 2, true},   Key{"Extra", 2, true}, Key{"InstanceId", 2}, Key{"InstanceType", 2},
    Key{"NodeName", 0},        Key{"OS", 0, true},    Key{"RealMemory", 0}, Key{"Reason", 1, true},
    Key{"ResumeAfterTime", 2}, Key{"State", 0}};
static_assert(std::ranges::is_sorted(kNodeKeys, {}, &Key::name));

std::vector<std::string> nodesIn(std::string_view expression)
{
    return expandNodes(expression).value_or(std::vector<std::string>());
}

// "bad fan [root@1795392528]"
void takeReason(PlacementNode &node, std::string_view text)
{
    const auto open = text.rfind(" [");
    const auto at = text.rfind('@');
    if (open == std::string_view::npos || at == std::string_view::npos || at < open
        || !text.ends_with(']')) {
        node.reason = told(text);
        return;
    }
    node.reason = text.substr(0, open);
    node.reasonAuthor = text.substr(open + 2, at - open - 2);
    node.reasonTime = momentIn(text.substr(at + 1, text.size() - at - 2));
}

void take(NodeDraft &draft, const Field &field)
{
    const auto &[key, value] = field;
    auto &node = draft.node;
    if (key == "NodeName")
        node.name = value;
    else if (key == "State")
        draft.condition = nodeCondition(value);
    else if (key == "Gres")
        draft.gres = value;
    else if (key == "GresUsed")
        draft.gresUsed = value;
    else if (key == "CPUTot")
        node.cpus = countIn(value);
    else if (key == "CPUAlloc")
        node.cpusAllocated = countIn(value);
    else if (key == "RealMemory")
        node.memory = countIn(value) * kMebibyte;
    else if (key == "AllocMem")
        node.memoryAllocated = countIn(value) * kMebibyte;
    else if (key == "Partitions")
        node.pools = listIn(value, ',');
    else if (key == "AvailableFeatures")
        node.features = told(value);
    else if (key == "BootTime")
        node.booted = momentIn(value);
    else if (key == "Reason")
        takeReason(node, value);
}

void take(Pool &pool, const Field &field)
{
    const auto &[key, value] = field;
    if (key == "PartitionName")
        pool.name = value;
    else if (key == "Nodes")
        pool.nodes = nodesIn(value);
    else if (key == "State")
        pool.state = poolState(value);
    else if (key == "Default")
        pool.isDefault = value == "YES";
    else if (key == "Hidden")
        pool.isHidden = value == "YES";
    else if (key == "PriorityTier")
        pool.priorityTier = countIn(value);
    else if (key == "MaxTime")
        pool.limits.timeLimit = spanIn(value);
    else if (key == "DefaultTime")
        pool.limits.defaultTime = spanIn(value);
    else if (key == "MinNodes")
        pool.limits.leastNodes = countIn(value);
    else if (key == "MaxNodes")
        pool.limits.mostNodes = countIn(value);
    else if (key == "AllowAccounts")
        pool.limits.tenants = listIn(value, ',');
    else if (key == "DenyAccounts")
        pool.limits.deniedTenants = listIn(value, ',');
    else if (key == "AllowQos")
        pool.limits.qos = listIn(value, ',');
}

void take(Reservation &reservation, const Field &field)
{
    const auto &[key, value] = field;
    if (key == "ReservationName")
        reservation.name = value;
    else if (key == "StartTime")
        reservation.start = momentIn(value);
    else if (key == "EndTime")
        reservation.end = momentIn(value);
    else if (key == "Nodes")
        reservation.nodes = nodesIn(value);
    else if (key == "Users")
        reservation.users = listIn(value, ',');
    else if (key == "Accounts")
        reservation.tenants = listIn(value, ',');
    else if (key == "PartitionName")
        reservation.pool = told(value);
    else if (key == "Flags")
        reservation.flags = told(value);
}

template <typename Record> Result<TextList<Record>> readLines(std::string_view text)
{
    TextList<Record> list;
    LineCutter cutter("\n");
    const auto fed = cutter.feed(text, [&list](std::string_view line) {
        Record record;
        for (const auto &field : cutLine(line, {}, {}).fields)
            take(record, field);
        if (!record.name.empty())
            list.records.push_back(std::move(record));
        else if (!line.empty() && !line.starts_with("No "))
            ++list.skipped;
    });
    if (!fed)
        return tl::unexpected(fed.error());
    if (!cutter.rest().empty())
        return fail(ErrorCode::Malformed, "the list ends in the middle of a line");
    return list;
}

} // namespace

struct NodeLines::Impl {
    void takeLine(std::string_view line)
    {
        NodeDraft draft;
        for (const auto &field : cutLine(line, kNodeKeys, {}).fields)
            take(draft, field);
        if (auto node = finished(std::move(draft)))
            list.records.push_back(std::move(*node));
        else if (!line.empty() && !line.starts_with("No "))
            ++list.skipped;
    }

    LineCutter cutter{"\n"};
    TextList<PlacementNode> list;
};

NodeLines::NodeLines()
    : m_impl(std::make_unique<Impl>())
{
}

NodeLines::~NodeLines() = default;
NodeLines::NodeLines(NodeLines &&) noexcept = default;
NodeLines &NodeLines::operator=(NodeLines &&) noexcept = default;

Result<> NodeLines::feed(std::string_view bytes)
{
    return m_impl->cutter.feed(bytes, [this](std::string_view line) { m_impl->takeLine(line); });
}

Result<TextList<PlacementNode>> NodeLines::finish()
{
    if (!m_impl->cutter.rest().empty())
        return fail(ErrorCode::Malformed, "the list of nodes ends in the middle of a line");
    return std::move(m_impl->list);
}

Result<TextList<Pool>> readPoolLines(std::string_view text)
{
    return readLines<Pool>(text);
}

Result<TextList<Reservation>> readReservationLines(std::string_view text)
{
    return readLines<Reservation>(text);
}

} // namespace pilothouse::slurm
