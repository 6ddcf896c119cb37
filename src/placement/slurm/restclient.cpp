// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/restclient.h"

#include <utility>

namespace pilothouse::slurm {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 30;
constexpr std::size_t kMostInMemory = std::size_t{64} << 20;
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;

} // namespace

RestClient::RestClient(HttpAddress address, const Connection &connection, Meter &meter)
    : m_http(std::move(address), connection.authorities)
    , m_token(connection.token)
    , m_user(connection.user)
    , m_meter(meter)
{
}

Result<HttpReply> RestClient::send(const Call &call, const std::stop_token &stop)
{
    const auto token = m_token.token(nowMicros());
    if (!token)
        return tl::unexpected<Error>(token.error());
    HttpRequest request;
    request.method = call.method;
    request.path = call.path;
    request.body = call.body;
    request.timeout = call.timeout;
    request.take = call.take;
    request.mostBytes = call.take ? kMostBytes : kMostInMemory;
    if (!token->empty()) {
        request.headers.emplace_back("X-SLURM-USER-TOKEN", *token);
        const std::string &user = m_user.empty() ? m_token.claims().user : m_user;
        if (!user.empty())
            request.headers.emplace_back("X-SLURM-USER-NAME", user);
    }
    if (!call.body.empty())
        request.headers.emplace_back("Content-Type", "application/json");
    auto reply = m_http.send(request, stop);
    m_meter.count(reply ? reply->bytes : 0);
    if (reply && (reply->status == kUnauthorized || reply->status == kForbidden)) {
        m_token.forget();
        return fail(ErrorCode::PermissionDenied,
                    token->empty() ? "slurmrestd wants a token"
                                   : "slurmrestd does not take the token");
    }
    return reply;
}

} // namespace pilothouse::slurm
