// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/replyhead.h"

#include "placement/slurm/parse/headreader.h"
#include "placement/slurm/parse/json.h"
#include "placement/slurm/parse/scan.h"

#include <algorithm>
#include <span>

namespace pilothouse::slurm {

namespace {

constexpr std::size_t kMaxIssues = 1'000;
constexpr std::size_t kMaxText = 2'000;
constexpr int kFirstFailure = 400; // of the HTTP statuses

std::string bounded(std::string_view text)
{
    return std::string(trimmed(text).substr(0, kMaxText));
}

bool saysLittle(std::string_view text)
{
    return text.empty() || equalsIgnoringCase(text, "Unspecified error")
        || equalsIgnoringCase(text, "No error");
}

// Slurm says the general in "error" and the particular in "description", or one of both, or twice
// the same.
std::string issueText(std::string_view general, std::string_view particular)
{
    if (particular.empty() || general == particular)
        return bounded(general);
    if (saysLittle(general) || particular.find(general) != std::string_view::npos)
        return bounded(particular);
    return bounded(bounded(general) + " (" + bounded(particular) + ')');
}

std::int32_t codeOf(const Json &issue)
{
    for (const char *key : {"error_number", "error_code", "errno", "code"})
        if (const auto code = issue[key].number(); code && *code >= -1 && *code <= 1'000'000)
            return static_cast<std::int32_t>(*code);
    return 0;
}

Issue issueOf(const Json &json)
{
    Issue issue;
    if (!json.isObject()) {
        issue.text = bounded(json.text());
        return issue;
    }
    issue.code = codeOf(json);
    issue.text = issueText(json["error"].text(), json["description"].text());
    issue.source = bounded(json["source"].text());
    return issue;
}

std::vector<Issue> issuesOf(const Json &list)
{
    std::vector<Issue> issues;
    list.each([&issues](const Json &json) {
        if (issues.size() < kMaxIssues)
            issues.push_back(issueOf(json));
    });
    return issues;
}

// What newer versions tell for each job of an action.
void appendResults(const Json &reply, std::vector<Issue> &errors)
{
    const auto add = [&errors](const Json &entry) {
        const auto inner = entry["error"].isObject() ? entry["error"] : entry;
        const auto code = codeOf(inner);
        if (code == 0 || errors.size() >= kMaxIssues)
            return;
        Issue issue{.code = code, .text = {}, .source = {}};
        issue.text = inner["message"].text().empty()
            ? issueText(inner["error"].text(), inner["why"].text())
            : bounded(inner["message"].text());
        if (std::ranges::find(errors, code, &Issue::code) == errors.end())
            errors.push_back(std::move(issue));
    };
    add(reply["result"]);
    reply["results"].each(add);
    reply["status"].each(add);
}

std::string parserOf(const Json &plugin)
{
    const auto after = [](std::string_view text) {
        const auto slash = text.rfind('/');
        return std::string(slash == std::string_view::npos ? text : text.substr(slash + 1));
    };
    const auto parser = plugin["data_parser"].text();
    if (!parser.empty())
        return after(parser);
    auto type = after(plugin["type"].text());
    if (type.starts_with("dbv"))
        type.erase(0, 2);
    return type;
}

bool mentions(std::string_view text, std::string_view word)
{
    return std::ranges::search(text, word, {}, lower, lower).begin() != text.end();
}

ErrorCode codeFor(int status, std::int32_t code, std::string_view text)
{
    // slurm_errno.h: protocol authentication, access denied, user id missing, credentials.
    if (status == 401 || status == 403 || status == 511 || code == 1007 || code == 2002
        || code == 2010 || (code >= 6000 && code < 6100))
        return ErrorCode::PermissionDenied;
    if (code == 1005)
        return ErrorCode::IncompatibleVersion;
    const bool isLink = (code >= 1000 && code < 1100) || (code >= 1800 && code < 1900)
        || code == 5004 || (code >= 7000 && code < 7100);
    if (isLink || (status >= 502 && status <= 504))
        return ErrorCode::Unavailable;
    if (code == 2017)
        return ErrorCode::NotFound;
    if (code >= 9000 && code < 9300)
        return ErrorCode::InvalidArgument;
    if (code > 0)
        return ErrorCode::Refused;
    if (mentions(text, "authenticat"))
        return ErrorCode::PermissionDenied;
    if (status == 404)
        return ErrorCode::NotFound;
    if (status >= 500)
        return ErrorCode::Unavailable;
    return status == 400 ? ErrorCode::InvalidArgument : ErrorCode::Refused;
}

Error errorFrom(int status, std::span<const Issue> errors)
{
    std::string detail;
    std::int32_t code = 0;
    for (const auto &issue : errors) {
        if (code <= 0 && issue.code != 0)
            code = issue.code;
        if (issue.text.empty() || detail.find(issue.text) != std::string::npos)
            continue;
        detail += (detail.empty() ? "" : "; ") + issue.text;
    }
    if (detail.empty())
        detail = "HTTP " + std::to_string(status) + " without a reason";
    else if (code > 0)
        detail += " [" + std::to_string(code) + ']';
    return {codeFor(status, code, detail), detail};
}

JobId jobIn(const Json &reply)
{
    for (const auto &json : {reply["job_id"], reply["result"]["job_id"]})
        if (const auto id = json.number(); id && *id > 0)
            return static_cast<JobId>(*id);
    return 0;
}

bool isHeadless(const Issue &issue)
{
    return issue.code == 0;
}

} // namespace

Error textFailure(int status, std::string_view body)
{
    // A proxy's page of HTML says nothing to a person.
    const auto text = trimmed(body);
    std::string detail;
    if (!text.starts_with('<'))
        for (const char c : text.substr(0, kMaxText / 4))
            detail += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    if (detail.empty())
        detail = "HTTP " + std::to_string(status) + " without a reason";
    if (status < kFirstFailure)
        return {ErrorCode::WrongProtocol, "no JSON: " + detail};
    return {codeFor(status, 0, detail), detail};
}

ReplyHead headOf(const Json &reply)
{
    ReplyHead head;
    const auto meta = reply["meta"];
    for (const char *key : {"slurm", "Slurm"})
        if (const auto slurm = meta[key]; slurm.isObject()) {
            head.release = bounded(slurm["release"].text());
            head.cluster = bounded(slurm["cluster"].text());
        }
    for (const char *key : {"plugin", "plugins"}) // v0.0.39 says "plugins"
        if (head.parser.empty())
            head.parser = parserOf(meta[key]);
    head.lastUpdate = reply["last_update"].moment();
    head.errors = issuesOf(reply["errors"]);
    head.warnings = issuesOf(reply["warnings"]);
    return head;
}

std::optional<Error> failureIn(int status, const ReplyHead &head)
{
    std::vector<Issue> errors = head.errors;
    std::erase_if(errors, [](const Issue &issue) { return issue.code == kNothingFound; });
    if (errors.empty() && status < kFirstFailure)
        return std::nullopt;
    return errorFrom(status, errors);
}

Result<Outcome> readOutcome(int status, std::string_view body)
{
    if (!trimmed(body).starts_with('{')) {
        if (status < kFirstFailure && trimmed(body).empty())
            return Outcome();
        return tl::unexpected(textFailure(status, body));
    }
    JsonParser parser;
    const auto reply = parser.parse(body);
    if (!reply)
        return tl::unexpected(reply.error());
    Outcome outcome;
    outcome.head = headOf(*reply);
    appendResults(*reply, outcome.head.errors);
    outcome.job = jobIn(*reply);
    for (const auto &json : {*reply, (*reply)["result"]})
        if (const auto text = json["job_submit_user_msg"].text(); outcome.message.empty())
            outcome.message = bounded(text);

    auto errors = outcome.head.errors;
    if (outcome.job != 0)
        std::erase_if(errors, [](const Issue &issue) { return issue.code == kJobHeld; });
    outcome.isUncertain =
        status < kFirstFailure && !errors.empty() && std::ranges::all_of(errors, isHeadless);
    if ((errors.empty() && status < kFirstFailure) || outcome.isUncertain)
        return outcome;
    return tl::unexpected(errorFrom(status, errors));
}

} // namespace pilothouse::slurm
