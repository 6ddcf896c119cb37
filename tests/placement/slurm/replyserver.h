// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace pilothouse::test {

struct ServedRequest {
    std::string method;
    std::string path;
    std::string head; // all header lines
    std::string body;
};

// An HTTP server on loopback, or on a unix socket, that says what a test tells it to. The handler
// returns a whole reply, head and all; an empty one keeps silent until the server ends.
class ReplyServer {
public:
    using Handler = std::function<std::string(const ServedRequest &)>;

    explicit ReplyServer(Handler handler, const std::string &socket = {});
    ~ReplyServer();

    [[nodiscard]] std::string address() const { return m_address; }
    [[nodiscard]] std::vector<ServedRequest> requests() const;

    [[nodiscard]] static std::string reply(int status, const std::string &body,
                                           const std::string &type = "application/json");

private:
    void accept(const std::stop_token &stop);
    void serve(int connection, const std::stop_token &stop);

    const Handler m_handler;
    std::string m_address;
    int m_listener = -1;
    mutable std::mutex m_mutex;
    std::vector<ServedRequest> m_requests; // guarded by m_mutex
    std::vector<std::jthread> m_connections; // the accepting thread's own
    std::jthread m_thread;
};

} // namespace pilothouse::test
