// SPDX-License-Identifier: GPL-3.0-or-later
#include "replyserver.h"

#include <arpa/inet.h>
#include <array>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>

namespace pilothouse::test {

namespace {

constexpr int kTickMs = 20;

bool readable(int fd, const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        pollfd polled{fd, POLLIN, 0};
        if (poll(&polled, 1, kTickMs) > 0)
            return true;
    }
    return false;
}

std::size_t bodySize(const std::string &head)
{
    const auto at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
}

} // namespace

ReplyServer::ReplyServer(Handler handler, const std::string &socket)
    : m_handler(std::move(handler))
{
    if (socket.empty()) {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        bind(m_listener, reinterpret_cast<sockaddr *>(&address), size);
        getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
        m_address = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    } else {
        m_listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, socket.c_str(), sizeof address.sun_path - 1);
        bind(m_listener, reinterpret_cast<sockaddr *>(&address), sizeof address);
        m_address = "unix:" + socket;
    }
    if (listen(m_listener, 16) != 0)
        throw std::runtime_error("the reply server cannot listen");
    m_thread = std::jthread([this](const std::stop_token &stop) { accept(stop); });
}

ReplyServer::~ReplyServer()
{
    m_thread.request_stop();
    m_thread.join();
    m_connections.clear();
    close(m_listener);
}

std::vector<ServedRequest> ReplyServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

std::string ReplyServer::reply(int status, const std::string &body, const std::string &type)
{
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: " + type
        + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

void ReplyServer::accept(const std::stop_token &stop)
{
    while (readable(m_listener, stop)) {
        const int connection = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection >= 0)
            m_connections.emplace_back(
                [this, connection](const std::stop_token &ending) { serve(connection, ending); });
    }
}

void ReplyServer::serve(int connection, const std::stop_token &stop)
{
    std::string text;
    std::array<char, 4096> piece{};
    while (readable(connection, stop)) {
        const ssize_t size = recv(connection, piece.data(), piece.size(), 0);
        if (size <= 0)
            break;
        text.append(piece.data(), static_cast<std::size_t>(size));
        const auto end = text.find("\r\n\r\n");
        if (end == std::string::npos || text.size() < end + 4 + bodySize(text.substr(0, end)))
            continue;
        ServedRequest request;
        request.head = text.substr(0, end);
        request.body = text.substr(end + 4);
        const auto space = text.find(' ');
        request.method = text.substr(0, space);
        request.path = text.substr(space + 1, text.find(' ', space + 1) - space - 1);
        text.clear();
        {
            const std::lock_guard lock(m_mutex);
            m_requests.push_back(request);
        }
        const std::string reply = m_handler(request);
        if (!reply.empty())
            send(connection, reply.data(), reply.size(), MSG_NOSIGNAL);
        if (reply.find("Content-Length") == std::string::npos && !reply.empty())
            break; // its end is the end of the connection
    }
    close(connection);
}

} // namespace pilothouse::test
