// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/audit/actionwords.h"

#include "placement/audit/sha256.h"
#include "placement/outcome.h"
#include "placement/states.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace pilothouse {

namespace {

constexpr std::array<std::string_view, kActionKinds> kNames{
    "submit", "cancel", "hold",   "release", "requeue",    "requeue-held", "move",  "priority",
    "drain",  "resume", "signal", "suspend", "resume-job", "down",         "update"};

std::string joined(const std::vector<std::string> &names)
{
    std::string all;
    for (const std::string &name : names) {
        if (!all.empty())
            all += ',';
        all += name;
    }
    return all;
}

// Fields that are not said are left out.
class Words {
public:
    Words &add(std::string_view name, std::string_view value)
    {
        if (!m_text.empty())
            m_text += ' ';
        m_text.append(name) += '=';
        const bool quoted = value.find_first_of(" \"=\n") != std::string_view::npos;
        if (quoted)
            m_text += '"';
        m_text += value;
        if (quoted)
            m_text += '"';
        return *this;
    }
    Words &number(std::string_view name, std::int64_t value)
    {
        return add(name, std::to_string(value));
    }
    Words &said(std::string_view name, std::string_view value)
    {
        return value.empty() ? *this : add(name, value);
    }
    Words &seconds(std::string_view name, Micros span)
    {
        return add(name, std::to_string(span / kSecond) + "s");
    }
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    std::string m_text;
};

std::string nodesOf(const Job &job)
{
    std::vector<std::string> nodes;
    for (const JobAllocation &at : job.allocation)
        nodes.push_back(at.node);
    return joined(nodes);
}

void addUpdated(Words &words, const JobUpdate &update, const Job &job)
{
    if (update.pool)
        words.add("pool", job.pool);
    if (update.nodes)
        words.add("nodes", joined(job.requiredNodes));
    if (update.excludedNodes)
        words.add("excluded", joined(job.detail().excludedNodes));
    if (update.timeLimit)
        words.seconds("limit", job.timeLimit);
    if (update.qos)
        words.add("qos", job.qos);
    if (update.priority)
        words.number("priority", job.priority);
    if (update.begin)
        words.seconds("begin", job.eligible);
    if (update.comment)
        words.add("comment", job.detail().comment);
    if (update.reservation)
        words.add("reservation", job.detail().reservation);
}

std::string beforeJob(const Action &action, const Job &job)
{
    Words words;
    words.add("state", stateName(job.state));
    switch (action.kind) {
    case ActionKind::Priority:
        words.number("priority", job.priority);
        break;
    case ActionKind::Hold:
    case ActionKind::Release:
        words.add("held", job.held ? "yes" : "no").number("priority", job.priority);
        break;
    case ActionKind::Move:
        words.add("pool", job.pool).add("nodes", joined(job.requiredNodes));
        break;
    case ActionKind::Update:
        addUpdated(words, action.update, job);
        break;
    default:
        words.said("on", nodesOf(job));
        break;
    }
    return words.said("user", job.user).take();
}

std::string beforeNode(const PlacementNode &node)
{
    return Words().add("state", stateName(node.state)).said("reason", node.reason).take();
}

std::string afterUpdate(const JobUpdate &update)
{
    Words words;
    if (update.pool)
        words.add("pool", *update.pool);
    if (update.nodes)
        words.add("nodes", joined(*update.nodes));
    if (update.excludedNodes)
        words.add("excluded", joined(*update.excludedNodes));
    if (update.timeLimit)
        words.seconds("limit", *update.timeLimit);
    if (update.qos)
        words.add("qos", *update.qos);
    if (update.priority)
        words.number("priority", *update.priority);
    if (update.begin)
        words.seconds("begin", *update.begin);
    if (update.comment)
        words.add("comment", *update.comment);
    if (update.reservation)
        words.add("reservation", *update.reservation);
    return words.take();
}

std::string afterSubmit(const Submission &job)
{
    Words words;
    words.said("name", job.name).said("tenant", job.tenant).said("pool", job.pool);
    words.said("kind", job.kind).number("accelerators", job.accelerators);
    if (job.nodes > 0)
        words.number("nodes", job.nodes);
    if (job.timeLimit > 0)
        words.seconds("limit", job.timeLimit);
    words.said("scenario", job.scenario).said("framework", job.framework).said("qos", job.qos);
    words.said("reservation", job.reservation).said("array", job.array).said("gres", job.gres);
    words.said("dependency", job.dependency).said("constraint", job.constraint);
    words.said("required", joined(job.requiredNodes)).said("comment", job.comment);
    if (job.held)
        words.add("held", "yes");
    if (!job.script.empty())
        words.add("script",
                  std::to_string(job.script.size()) + " bytes, SHA-256 "
                      + toHex(sha256(job.script)));
    std::vector<std::string> names;
    for (const auto &[name, value] : job.environment)
        names.push_back(name);
    return words.said("environment", joined(names)).take();
}

bool isTokenLetter(char letter)
{
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' || letter == '_'
        || letter == '.' || letter == '=' || letter == '+' || letter == '/';
}

std::string lower(std::string_view text)
{
    std::string small(text);
    std::ranges::transform(small, small.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return small;
}

// "eyJ" is how the base64 of a token's first bytes, {", always reads.
bool looksLikeToken(std::string_view word)
{
    return word.starts_with("eyJ") && std::ranges::count(word, '.') >= 2;
}

std::size_t lengthOfSecretName(std::string_view word)
{
    const std::size_t sign = word.find('=');
    if (sign == std::string_view::npos)
        return 0;
    const std::string name = lower(word.substr(0, sign));
    static constexpr std::array<std::string_view, 5> kSecret{"token", "jwt", "password", "secret",
                                                             "api_key"};
    const bool secret = std::ranges::any_of(
        kSecret, [&name](std::string_view part) { return name.find(part) != std::string::npos; });
    return secret ? sign + 1 : 0;
}

} // namespace

std::string_view actionName(ActionKind kind)
{
    return kNames[static_cast<std::size_t>(kind)];
}

std::optional<ActionKind> actionNamed(std::string_view name)
{
    const auto *const found = std::ranges::find(kNames, name);
    if (found == kNames.end())
        return std::nullopt;
    return static_cast<ActionKind>(found - kNames.begin());
}

std::string targetOf(const Action &action)
{
    if (isNodeAction(action.kind))
        return "node " + action.node;
    if (action.kind == ActionKind::Submit)
        return "new job " + action.submission.name;
    return "job " + std::to_string(action.job);
}

std::string beforeOf(const Action &action, const JobBook &book)
{
    if (action.kind == ActionKind::Submit)
        return {};
    if (isNodeAction(action.kind)) {
        const PlacementNode *node = book.findNode(action.node);
        return node == nullptr ? std::string() : beforeNode(*node);
    }
    const JobPtr job = book.find(action.job);
    return job == nullptr ? std::string() : beforeJob(action, *job);
}

std::string afterOf(const Action &action)
{
    switch (action.kind) {
    case ActionKind::Submit:
        return afterSubmit(action.submission);
    case ActionKind::Cancel:
        return "state=CANCELLED";
    case ActionKind::Hold:
        return "held=yes";
    case ActionKind::Release:
        return "held=no";
    case ActionKind::Requeue:
    case ActionKind::ResumeJob:
        return action.kind == ActionKind::Requeue ? "state=PENDING" : "state=RUNNING";
    case ActionKind::RequeueHold:
        return "state=PENDING held=yes";
    case ActionKind::Move: {
        Words words;
        words.said("pool", action.pool).add("nodes", joined(action.nodes));
        if (action.beginNow)
            words.add("begin", "now");
        return words.take();
    }
    case ActionKind::Priority:
        return Words().number("priority", action.priority).take();
    case ActionKind::Drain:
        return Words().add("state", "DRAIN").add("reason", action.reason).take();
    case ActionKind::Down:
        return Words().add("state", "DOWN").add("reason", action.reason).take();
    case ActionKind::Resume:
        return "state=RESUME";
    case ActionKind::Signal:
        return Words().add("signal", action.signal).take();
    case ActionKind::Suspend:
        return "state=SUSPENDED";
    case ActionKind::Update:
        return afterUpdate(action.update);
    }
    return {};
}

std::string callOf(const Action &action)
{
    std::string call(actionName(action.kind));
    call += ' ' + targetOf(action);
    if (const std::string after = afterOf(action); !after.empty())
        call += ": " + after;
    return call;
}

std::string withoutSecrets(std::string_view text)
{
    static constexpr std::string_view kRemoved = "[removed]";
    std::string clean;
    while (!text.empty()) {
        const auto end = std::ranges::find_if_not(text, isTokenLetter);
        const auto length = static_cast<std::size_t>(end - text.begin());
        const std::string_view word = text.substr(0, length);
        const std::size_t name = lengthOfSecretName(word);
        if (name > 0)
            clean.append(word.substr(0, name)).append(kRemoved);
        else
            clean += looksLikeToken(word) ? kRemoved : word;
        text.remove_prefix(length);
        if (!text.empty()) {
            clean += text.front();
            text.remove_prefix(1);
        }
    }
    return clean;
}

} // namespace pilothouse
