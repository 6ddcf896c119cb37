// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/transport/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

extern char **environ;

namespace pilothouse::slurm {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxComplaint = 2'000;
constexpr std::size_t kPiece = 64 << 10;

class Fd {
public:
    Fd() = default;
    explicit Fd(int fd)
        : m_fd(fd)
    {
    }
    ~Fd() { reset(); }
    Fd(const Fd &) = delete;
    Fd &operator=(const Fd &) = delete;
    Fd(Fd &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    Fd &operator=(Fd &&other) noexcept
    {
        reset();
        m_fd = std::exchange(other.m_fd, -1);
        return *this;
    }
    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    void reset()
    {
        if (m_fd >= 0)
            close(m_fd);
        m_fd = -1;
    }

private:
    int m_fd = -1;
};

struct Pipe {
    Fd read;
    Fd write;
};

std::optional<Pipe> makePipe()
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        return std::nullopt;
    return Pipe{Fd(ends[0]), Fd(ends[1])};
}

std::vector<char *> pointers(const std::vector<std::string> &texts)
{
    std::vector<char *> all;
    for (const std::string &text : texts)
        all.push_back(const_cast<char *>(text.c_str())); // execve takes it so and does not write
    all.push_back(nullptr);
    return all;
}

std::string oneLine(std::string text)
{
    if (text.size() > kMaxComplaint)
        text.resize(kMaxComplaint);
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    while (text.ends_with(' '))
        text.pop_back();
    return text;
}

class Child {
public:
    [[nodiscard]] Result<void> start(const ProcessCall &call);
    [[nodiscard]] Result<ProcessReply> finish(const ProcessCall &call, const std::stop_token &stop);

private:
    enum class End { Closed, TimedOut, Stopped, TooMuch };

    [[nodiscard]] End pump(const ProcessCall &call, int stopped, Clock::time_point deadline);
    void feed(const std::string &input);
    static void drain(Fd &fd, std::string &into, std::size_t most);
    void kill() const { ::kill(-m_pid, SIGKILL); }
    [[nodiscard]] int wait() const;

    pid_t m_pid = -1;
    Fd m_input;
    Fd m_output;
    Fd m_complaint;
    std::size_t m_fed = 0;
    ProcessReply m_reply;
};

Result<void> Child::start(const ProcessCall &call)
{
    auto input = makePipe();
    auto output = makePipe();
    auto complaint = makePipe();
    if (!input || !output || !complaint)
        return fail(ErrorCode::Io, std::strerror(errno));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input->read.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output->write.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, complaint->write.get(), STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    sigset_t defaults;
    sigfillset(&defaults);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setpgroup(&attributes, 0); // so that what it starts ends with it
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    const auto arguments = pointers(call.arguments);
    const auto environment = pointers(call.environment);
    const int failed =
        posix_spawnp(&m_pid, arguments.front(), &actions, &attributes, arguments.data(),
                     call.environment.empty() ? environ : environment.data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        return fail(failed == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
                    call.arguments.front() + ": " + std::strerror(failed));
    m_input = std::move(input->write);
    m_output = std::move(output->read);
    m_complaint = std::move(complaint->read);
    for (const Fd *fd : {&m_input, &m_output, &m_complaint})
        fcntl(fd->get(), F_SETFL, O_NONBLOCK);
    return {};
}

void Child::feed(const std::string &input)
{
    const ssize_t sent = write(m_input.get(), input.data() + m_fed, input.size() - m_fed);
    if (sent > 0)
        m_fed += static_cast<std::size_t>(sent);
    else if (errno != EAGAIN && errno != EINTR)
        m_fed = input.size(); // it does not want to read more
    if (m_fed >= input.size())
        m_input.reset();
}

void Child::drain(Fd &fd, std::string &into, std::size_t most)
{
    std::array<char, kPiece> piece{};
    const ssize_t size = read(fd.get(), piece.data(), piece.size());
    if (size > 0)
        into.append(piece.data(),
                    std::min(static_cast<std::size_t>(size), most - std::min(most, into.size())));
    else if (size == 0 || (errno != EAGAIN && errno != EINTR))
        fd.reset();
}

Child::End Child::pump(const ProcessCall &call, int stopped, Clock::time_point deadline)
{
    while (m_output.isOpen() || m_complaint.isOpen()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        if (left.count() <= 0)
            return End::TimedOut;
        std::array<pollfd, 4> polled{pollfd{stopped, POLLIN, 0}, pollfd{m_output.get(), POLLIN, 0},
                                     pollfd{m_complaint.get(), POLLIN, 0},
                                     pollfd{m_input.get(), POLLOUT, 0}};
        if (poll(polled.data(), polled.size(),
                 static_cast<int>(std::min<std::int64_t>(left.count(), 60'000)))
                < 0
            && errno != EINTR)
            return End::Closed;
        if (polled[0].revents != 0)
            return End::Stopped;
        if (m_output.isOpen() && polled[1].revents != 0)
            drain(m_output, m_reply.output, call.mostBytes + 1);
        if (m_complaint.isOpen() && polled[2].revents != 0)
            drain(m_complaint, m_reply.complaint, kMaxComplaint);
        if (m_input.isOpen() && polled[3].revents != 0)
            feed(call.input);
        if (m_reply.output.size() > call.mostBytes)
            return End::TooMuch;
    }
    return End::Closed;
}

int Child::wait() const
{
    int status = 0;
    while (waitpid(m_pid, &status, 0) < 0 && errno == EINTR) { }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Result<ProcessReply> Child::finish(const ProcessCall &call, const std::stop_token &stop)
{
    const auto began = Clock::now();
    const Fd stopped(eventfd(0, EFD_CLOEXEC));
    const std::stop_callback wake(stop, [&stopped] { eventfd_write(stopped.get(), 1); });
    if (call.input.empty())
        m_input.reset();
    const End end = pump(call, stopped.get(), began + call.timeout);
    if (end != End::Closed)
        kill();
    m_reply.status = wait();
    if (end == End::TimedOut)
        return fail(ErrorCode::DeadlineExceeded,
                    call.arguments.front() + " did not end within "
                        + std::to_string(call.timeout.count()) + " ms");
    if (end == End::Stopped)
        return fail(ErrorCode::Cancelled, "given up");
    if (end == End::TooMuch)
        return fail(ErrorCode::TooLarge,
                    call.arguments.front() + " wrote more than "
                        + std::to_string(call.mostBytes >> 20) + " MiB");
    m_reply.complaint = oneLine(std::move(m_reply.complaint));
    m_reply.took =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began).count();
    return std::move(m_reply);
}

} // namespace

Result<ProcessReply> runProcess(const ProcessCall &call, const std::stop_token &stop)
{
    if (call.arguments.empty())
        return fail(ErrorCode::InvalidArgument, "no program is named");
    // A reader that went away is an error of write(), not a signal to this whole program.
    sigset_t broken;
    sigset_t before;
    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken, &before);
    Child child;
    auto started = child.start(call);
    Result<ProcessReply> reply = started
        ? child.finish(call, stop)
        : Result<ProcessReply>(tl::unexpected<Error>(started.error()));
    const timespec now{};
    while (sigtimedwait(&broken, nullptr, &now) > 0) { }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return reply;
}

} // namespace pilothouse::slurm
