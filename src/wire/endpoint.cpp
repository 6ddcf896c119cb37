// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/endpoint.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <string_view>

namespace pilothouse::wire {

namespace {

constexpr std::string_view kUnixPrefix = "unix:";

std::optional<std::uint16_t> parsePort(std::string_view text)
{
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return port;
}

bool isLoopback4(const std::string &host)
{
    in_addr address{};
    return inet_pton(AF_INET, host.c_str(), &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

bool isLoopback6(const std::string &host)
{
    in6_addr address{};
    return inet_pton(AF_INET6, host.c_str(), &address) == 1 && IN6_IS_ADDR_LOOPBACK(&address);
}

Result<Endpoint> parseUnix(std::string_view path)
{
    if (path.empty() || path.front() != '/')
        return fail(ErrorCode::InvalidArgument,
                    "a unix socket needs an absolute path, as in unix:/run/name");
    if (path.size() >= sizeof(sockaddr_un::sun_path))
        return fail(ErrorCode::InvalidArgument, "the path of the unix socket is too long");
    return Endpoint{{}, 0, std::string(path)};
}

Error listenError(const std::string &address, int error)
{
    const std::string words = "cannot listen on " + address + ": ";
    if (error == EADDRINUSE)
        return {ErrorCode::InUse, words + "another program listens there"};
    const bool denied = error == EACCES || error == EPERM;
    return {denied ? ErrorCode::PermissionDenied : ErrorCode::Unavailable,
            words + std::strerror(error)};
}

// A socket that closes itself.
class Socket {
public:
    explicit Socket(int family)
        : m_fd(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
    }
    ~Socket()
    {
        if (m_fd >= 0)
            close(m_fd);
    }
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;

    template <typename Address> int bindTo(const Address &address) const
    {
        // As gRPC does: a port that was closed a moment ago may be used again.
        const int on = 1;
        if (setsockopt(m_fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0)
            return errno;
        return bind(m_fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0
            ? 0
            : errno;
    }

    template <typename Address> [[nodiscard]] bool isAnswered(const Address &address) const
    {
        return connect(m_fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    }

private:
    int m_fd;
};

int tryTcp(const Endpoint &endpoint)
{
    if (isLoopback4(endpoint.host)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(endpoint.port);
        inet_pton(AF_INET, endpoint.host.c_str(), &address.sin_addr);
        return Socket(AF_INET).bindTo(address);
    }
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(endpoint.port);
    inet_pton(AF_INET6, endpoint.host.c_str(), &address.sin6_addr);
    return Socket(AF_INET6).bindTo(address);
}

int tryUnix(const Endpoint &endpoint)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    endpoint.path.copy(address.sun_path, sizeof address.sun_path - 1);
    // gRPC takes the place of any socket there, also of one that is in use.
    if (Socket(AF_UNIX).isAnswered(address))
        return EADDRINUSE;
    const std::string directory = endpoint.path.substr(0, endpoint.path.rfind('/') + 1);
    return access(directory.c_str(), W_OK | X_OK) == 0 ? 0 : errno;
}

} // namespace

std::string Endpoint::withPort(int actualPort) const
{
    if (host.empty())
        return std::string(kUnixPrefix) + path;
    const bool six = host.find(':') != std::string::npos;
    return (six ? "[" + host + "]" : host) + ":" + std::to_string(actualPort);
}

Result<Endpoint> parseEndpoint(const std::string &address)
{
    const std::string_view text = address;
    if (text.starts_with(kUnixPrefix))
        return parseUnix(text.substr(kUnixPrefix.size()));
    const std::size_t colon = text.rfind(':');
    const auto port =
        colon == std::string_view::npos ? std::nullopt : parsePort(text.substr(colon + 1));
    if (!port)
        return fail(ErrorCode::InvalidArgument,
                    "'" + address + "' is not of the form host:port or unix:/path");
    std::string host(text.substr(0, colon));
    if (host == "localhost")
        host = "127.0.0.1";
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    if (!isLoopback4(host) && !isLoopback6(host)) {
        return fail(ErrorCode::InvalidArgument,
                    "'" + address
                        + "' is not a loopback address, and nothing listens beyond loopback without"
                          " TLS and a token");
    }
    return Endpoint{host, *port, {}};
}

Result<void> checkVacant(const Endpoint &endpoint)
{
    const int error = endpoint.host.empty() ? tryUnix(endpoint) : tryTcp(endpoint);
    if (error != 0)
        return tl::unexpected<Error>(listenError(endpoint.target(), error));
    return {};
}

} // namespace pilothouse::wire
