// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/connection.h"
#include "placement/slurm/meter.h"
#include "placement/slurm/transport/httpclient.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace pilothouse::slurm {

// slurmrestd with the token in every request. One thread at a time.
class RestClient {
public:
    RestClient(HttpAddress address, const Connection &connection, Meter &meter);

    struct Call {
        std::string method = "GET";
        std::string path;
        std::string body = {};
        std::chrono::milliseconds timeout{10'000};
        std::function<Result<void>(std::string_view)> take = {};
    };
    // Every HTTP status but 401 and 403 is a reply. PermissionDenied: the token cannot be had, has
    // expired, or was not taken.
    [[nodiscard]] Result<HttpReply> send(const Call &call, const std::stop_token &stop);
    // A token that is said to be good until later: what an unexplained failure is not due to.
    [[nodiscard]] const TokenClaims &claims() const { return m_token.claims(); }

private:
    HttpClient m_http;
    TokenKeeper m_token;
    const std::string m_user;
    Meter &m_meter;
};

} // namespace pilothouse::slurm
