// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/restapi.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <optional>

namespace pilothouse::slurm {

namespace {

constexpr std::size_t kMaxCalls = 10'000;

// "/slurm/v0.0.41/job/{job_id}/" and "/slurm/v0.0.41/job/{}" are one call.
std::string plain(std::string_view path)
{
    std::string text;
    bool inName = false;
    for (const char c : path) {
        if (!inName)
            text.push_back(c);
        if (c == '{')
            inName = true;
        if (c == '}' && std::exchange(inName, false))
            text.push_back(c);
    }
    while (text.size() > 1 && text.ends_with('/'))
        text.pop_back();
    return text;
}

std::optional<int> versionOf(std::string_view path)
{
    constexpr std::string_view kPrefix = "/slurm/v0.0.";
    if (!path.starts_with(kPrefix))
        return std::nullopt;
    int version = 0;
    for (const char c : path.substr(kPrefix.size(), 3)) {
        if (c < '0' || c > '9')
            break;
        version = version * 10 + (c - '0');
    }
    return version;
}

} // namespace

Result<RestApi> RestApi::read(std::string_view openapi)
{
    const auto description = nlohmann::json::parse(openapi, nullptr, false);
    const auto paths = description.is_object() ? description.find("paths") : description.end();
    if (!description.is_object() || paths == description.end() || !paths->is_object())
        return fail(ErrorCode::WrongProtocol, "what answers there is no slurmrestd");
    RestApi api;
    int newest = 0;
    for (const auto &[path, methods] : paths->items()) {
        if (!methods.is_object() || api.m_calls.size() > kMaxCalls)
            continue;
        const int version = versionOf(path).value_or(0);
        newest = std::max(newest, version);
        if (version <= kNewest)
            api.m_version = std::max(api.m_version, version);
        for (const auto &[method, about] : methods.items()) {
            std::string name = method;
            std::ranges::transform(name, name.begin(), [](unsigned char c) {
                return static_cast<char>(std::toupper(c));
            });
            api.m_calls.insert(name + " " + plain(path));
        }
    }
    if (newest == 0)
        return fail(ErrorCode::WrongProtocol, "what answers there is no slurmrestd");
    if (api.m_version < kOldest)
        return fail(ErrorCode::IncompatibleVersion,
                    "slurmrestd offers v0.0." + std::to_string(newest)
                        + ", this program speaks v0.0." + std::to_string(kOldest) + " to v0.0."
                        + std::to_string(kNewest));
    return api;
}

std::string RestApi::versionName() const
{
    return "v0.0." + std::to_string(m_version);
}

bool RestApi::offers(std::string_view method, std::string_view call) const
{
    return m_calls.contains(std::string(method).append(" ").append(path(call)));
}

bool RestApi::offersDatabase(std::string_view method, std::string_view call) const
{
    return m_calls.contains(std::string(method).append(" ").append(databasePath(call)));
}

std::string RestApi::path(std::string_view call) const
{
    return ("/slurm/" + versionName()).append(call);
}

std::string RestApi::databasePath(std::string_view call) const
{
    return ("/slurmdb/" + versionName()).append(call);
}

} // namespace pilothouse::slurm
