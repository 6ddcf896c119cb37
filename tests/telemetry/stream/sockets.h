// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <functional>
#include <list>
#include <string>
#include <thread>
#include <utility>

namespace pilothouse::test {

// A TCP socket of the loopback address that closes itself.
class TcpSocket {
public:
    explicit TcpSocket(int fd = -1)
        : m_fd(fd)
    {
    }
    ~TcpSocket()
    {
        if (m_fd >= 0)
            close(m_fd);
    }
    TcpSocket(TcpSocket &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    TcpSocket &operator=(TcpSocket &&) = delete;

    static TcpSocket listener()
    {
        TcpSocket made(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const sockaddr_in address = loopback(0);
        (void)bind(made.m_fd, reinterpret_cast<const sockaddr *>(&address), sizeof address);
        (void)listen(made.m_fd, 64);
        return made;
    }
    static TcpSocket connected(std::uint16_t port)
    {
        TcpSocket made(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const sockaddr_in address = loopback(port);
        (void)connect(made.m_fd, reinterpret_cast<const sockaddr *>(&address), sizeof address);
        return made;
    }
    [[nodiscard]] TcpSocket accepted() const { return TcpSocket(accept(m_fd, nullptr, nullptr)); }
    [[nodiscard]] int fd() const { return m_fd; }
    [[nodiscard]] std::uint16_t port() const
    {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        (void)getsockname(m_fd, reinterpret_cast<sockaddr *>(&address), &size);
        return ntohs(address.sin_port);
    }
    [[nodiscard]] std::string address() const
    {
        return std::string("127.0.0.1:").append(std::to_string(port()));
    }
    // False when the peer is gone.
    [[nodiscard]] bool sendAll(const char *data, std::size_t size) const
    {
        while (size > 0) {
            const ssize_t sent = send(m_fd, data, size, MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            data += sent;
            size -= static_cast<std::size_t>(sent);
        }
        return true;
    }

private:
    static sockaddr_in loopback(std::uint16_t port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }

    int m_fd;
};

inline bool readable(int fd)
{
    pollfd waiting{fd, POLLIN, 0};
    return poll(&waiting, 1, 20) > 0;
}

// Accepts and answers each connection's first bytes with a fixed text, or with nothing.
class TalkingPeer {
public:
    explicit TalkingPeer(std::string answer)
        : m_answer(std::move(answer))
        , m_thread([this](const std::stop_token &stop) { run(stop); })
    {
    }
    [[nodiscard]] std::string address() const { return m_listener.address(); }

private:
    void run(const std::stop_token &stop)
    {
        std::list<TcpSocket> open;
        while (!stop.stop_requested()) {
            if (!readable(m_listener.fd()))
                continue;
            open.push_back(m_listener.accepted());
            if (m_answer.empty())
                continue;
            std::array<char, 64> hello{};
            (void)recv(open.back().fd(), hello.data(), hello.size(), 0);
            (void)open.back().sendAll(m_answer.data(), m_answer.size());
        }
    }

    const std::string m_answer;
    const TcpSocket m_listener = TcpSocket::listener();
    std::jthread m_thread;
};

// Stands between client and server, and cuts each connection after so many bytes of the server.
class CuttingProxy {
public:
    CuttingProxy(std::uint16_t server, std::function<std::size_t()> budget)
        : m_server(server)
        , m_budget(std::move(budget))
        , m_thread([this](const std::stop_token &stop) { run(stop); })
    {
    }
    [[nodiscard]] std::string address() const { return m_listener.address(); }
    [[nodiscard]] int cuts() const { return m_cuts; }
    void cutNow() { m_cutNow = true; }

private:
    void run(const std::stop_token &stop)
    {
        while (!stop.stop_requested()) {
            if (readable(m_listener.fd()))
                serve(stop);
        }
    }
    void serve(const std::stop_token &stop)
    {
        const TcpSocket client = m_listener.accepted();
        const TcpSocket server = TcpSocket::connected(m_server);
        std::size_t left = m_budget();
        while (!stop.stop_requested() && left > 0 && !m_cutNow.exchange(false)) {
            std::array<pollfd, 2> waiting{{{client.fd(), POLLIN, 0}, {server.fd(), POLLIN, 0}}};
            if (poll(waiting.data(), waiting.size(), 20) <= 0)
                continue;
            if (waiting[0].revents != 0 && pump(client, server, SIZE_MAX) == 0)
                return;
            if (waiting[1].revents != 0) {
                const std::size_t moved = pump(server, client, left);
                if (moved == 0)
                    return;
                left -= moved;
            }
        }
        ++m_cuts;
    }
    static std::size_t pump(const TcpSocket &from, const TcpSocket &to, std::size_t most)
    {
        std::array<char, 16384> buffer{};
        const ssize_t size = recv(from.fd(), buffer.data(), std::min(most, buffer.size()), 0);
        if (size <= 0 || !to.sendAll(buffer.data(), static_cast<std::size_t>(size)))
            return 0;
        return static_cast<std::size_t>(size);
    }

    const std::uint16_t m_server;
    const std::function<std::size_t()> m_budget;
    const TcpSocket m_listener = TcpSocket::listener();
    std::atomic<int> m_cuts = 0;
    std::atomic<bool> m_cutNow = false;
    std::jthread m_thread;
};

} // namespace pilothouse::test
