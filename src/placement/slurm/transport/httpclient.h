// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/time.h"
#include "placement/slurm/transport/httpaddress.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pilothouse::slurm {

struct HttpRequest {
    std::string method = "GET";
    std::string path; // with its query
    std::string body = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::chrono::milliseconds timeout{10'000};
    std::size_t mostBytes = std::size_t{64} << 20; // of the reply
    // Takes the reply piece by piece as it comes, so that it never stands in memory; an error ends
    // the request. None: it is all in HttpReply::body. Not called for another status than 200.
    std::function<Result<void>(std::string_view)> take = {};
};

struct HttpReply {
    int status = 0;
    std::string body;
    std::size_t bytes = 0; // of the body
    Micros took = 0; // span
};

// Sends one request at a time over a connection that it keeps. Any HTTP status is a reply; errors
// are those of the way there: Unavailable, DeadlineExceeded, TooLarge, Cancelled. One thread at a
// time. What it sends it never logs.
class HttpClient {
public:
    // authorities: a file of certificates to trust instead of the system's; empty: the system's.
    explicit HttpClient(HttpAddress address, std::string authorities = {});
    ~HttpClient();
    HttpClient(const HttpClient &) = delete;
    HttpClient &operator=(const HttpClient &) = delete;

    [[nodiscard]] Result<HttpReply> send(const HttpRequest &request, const std::stop_token &stop);
    [[nodiscard]] const HttpAddress &address() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace pilothouse::slurm
