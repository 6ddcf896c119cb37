// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/prometheus.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

namespace pilothouse::bench {

namespace {

namespace fs = std::filesystem;

pid_t start(const std::vector<std::string> &command)
{
    const pid_t pid = fork();
    if (pid != 0)
        return pid;
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    std::vector<char *> arguments;
    for (const std::string &argument : command)
        arguments.push_back(const_cast<char *>(argument.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    _exit(127);
}

sockaddr_in loopback(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

int freePort()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    int port = 0;
    if (bind(socket, reinterpret_cast<sockaddr *>(&address), size) == 0
        && getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size) == 0)
        port = ntohs(address.sin_port);
    close(socket);
    return port;
}

} // namespace

std::uint64_t bytesBelow(const std::string &directory)
{
    std::uint64_t bytes = 0;
    std::error_code error;
    for (const auto &entry : fs::recursive_directory_iterator(directory, error)) {
        if (entry.is_regular_file(error))
            bytes += entry.file_size(error);
    }
    return bytes;
}

std::optional<Backfill> backfill(const std::string &text, const std::string &directory)
{
    const pid_t pid =
        start({"promtool", "tsdb", "create-blocks-from", "openmetrics", text, directory});
    int status = 0;
    rusage usage{};
    if (wait4(pid, &status, 0, &usage) != pid || status != 0)
        return std::nullopt;
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return Backfill{seconds(usage.ru_utime) + seconds(usage.ru_stime), bytesBelow(directory)};
}

PrometheusServer::PrometheusServer(const std::string &directory)
    : m_port(freePort())
{
    const std::string configuration = directory + "/prometheus.yml";
    std::ofstream(configuration) << "global: {}\n";
    m_pid =
        start({"prometheus", "--config.file=" + configuration, "--storage.tsdb.path=" + directory,
               "--storage.tsdb.retention.time=10y", "--query.max-samples=500000000",
               "--web.listen-address=127.0.0.1:" + std::to_string(m_port)});
    for (int i = 0; i < 600 && !m_ready; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        m_ready = get("/-/ready").has_value();
    }
}

PrometheusServer::~PrometheusServer()
{
    kill(m_pid, SIGTERM);
    waitpid(m_pid, nullptr, 0);
}

std::optional<std::size_t> PrometheusServer::get(const std::string &path) const
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = loopback(m_port);
    const std::string request =
        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    std::size_t size = 0;
    std::string head;
    if (connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0
        && write(socket, request.data(), request.size()) > 0) {
        std::array<char, 65'536> buffer{};
        for (ssize_t got = 0; (got = read(socket, buffer.data(), buffer.size())) > 0;) {
            if (head.size() < 20)
                head.append(buffer.data(), static_cast<std::size_t>(got));
            size += static_cast<std::size_t>(got);
        }
    }
    close(socket);
    if (head.find(" 200 ") == std::string::npos)
        return std::nullopt;
    return size;
}

} // namespace pilothouse::bench
