// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/center.h"
#include "simulator/placementservice.h"
#include "wire/telemetryserver.h"

#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <memory>
#include <mutex>

using namespace pilothouse;
using namespace pilothouse::simulator;

namespace {

constexpr int kFailed = 1;
constexpr int kBadArguments = 2;
constexpr Micros kStep = 200 * kMillisecond; // the scheduler moves on at least so often
constexpr Micros kLongestInterval = kSecond; // between frames
constexpr Micros kShortestInterval = 100 * kMillisecond;
constexpr const char *kCluster = "simulator";

int complain(const Error &error, int code)
{
    std::fprintf(stderr, "pilothouse-simulator: %s\n", error.detail.c_str());
    return code;
}

// UTC at the start and from then on the steady clock, so that times ascend whatever is set.
class Clock {
public:
    [[nodiscard]] Micros now() const
    {
        const auto passed = std::chrono::steady_clock::now() - m_steadyStart;
        return m_start + std::chrono::duration_cast<std::chrono::microseconds>(passed).count();
    }

private:
    const Micros m_start = nowMicros();
    const std::chrono::steady_clock::time_point m_steadyStart = std::chrono::steady_clock::now();
};

// Before any thread starts, so that only the main loop gets them.
sigset_t blockSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

bool signalled(const sigset_t &signals, Micros wait)
{
    const timespec timeout{wait / kSecond, wait % kSecond * 1'000};
    return sigtimedwait(&signals, nullptr, &timeout) > 0;
}

wire::TelemetryServer::Options serverOptions(const Options &options)
{
    constexpr std::size_t kSecondsKept = 300;
    constexpr std::size_t kBytesPerAccelerator = 8 * 24; // samples of it and its part of the host
    constexpr std::size_t kMostRingBytes = 256U << 20U;
    wire::TelemetryServer::Options result;
    const std::size_t tick =
        std::size_t{options.nodes} * options.accelerators * kBytesPerAccelerator;
    result.ringBytes = std::clamp(tick * kSecondsKept, result.ringBytes, kMostRingBytes);
    return result;
}

// When a file was last put in place; 0 while there is none.
Micros changedAt(const std::string &path)
{
    struct stat found = {};
    if (stat(path.c_str(), &found) != 0)
        return 0;
    return found.st_mtim.tv_sec * kSecond + found.st_mtim.tv_nsec / 1'000;
}

class Program {
public:
    template <typename Source>
    Program(const Options &options, Source source)
        : m_options(options)
        , m_followedAt(changedAt(options.follow))
        , m_center(options, m_clock.now(), std::move(source))
        , m_placement(m_center.engine(), m_engineMutex, kCluster)
        , m_telemetry(serverOptions(options))
    {
        m_telemetry.setInventory(m_center.inventory());
    }

    ~Program()
    {
        m_telemetry.shutdown();
        m_placement.shutdown();
    }

    Result<void> open()
    {
        if (const std::size_t count = m_center.jobsLeftOut(); count > 0)
            std::fprintf(stderr,
                         "pilothouse-simulator: left out %zu jobs that need more accelerators than "
                         "any kind has.\n",
                         count);
        const bool together =
            m_options.placement.empty() || m_options.placement == m_options.listen;
        std::vector<grpc::Service *> services{&m_telemetry.service()};
        if (together && m_options.follow.empty())
            services.push_back(&m_placement.service());
        auto first = wire::Listener::open(m_options.listen, services);
        if (!first)
            return tl::unexpected(first.error());
        m_listeners.push_back(std::move(*first));
        if (!together) {
            auto second = wire::Listener::open(m_options.placement, {&m_placement.service()});
            if (!second)
                return tl::unexpected(second.error());
            m_listeners.push_back(std::move(*second));
        }
        std::printf("listening on %s\n", m_listeners.front()->address().c_str());
        if (!together)
            std::printf("placement on %s\n", m_listeners.back()->address().c_str());
        std::fflush(stdout);
        return {};
    }

    void run(const sigset_t &signals)
    {
        Micros next = 0;
        while (true) {
            const Micros now = m_clock.now();
            const Micros every = interval();
            if (next == 0 || now - next > 2 * every) // late by much: what was missed stays missed
                next = now / every * every;
            if (now >= next) {
                tick(next);
                next = (next / every + 1) * every;
            } else {
                const std::lock_guard lock(m_engineMutex);
                m_center.advance(now);
            }
            const Micros left = std::clamp<Micros>(next - m_clock.now(), 0, kStep);
            if (signalled(signals, left))
                return;
        }
    }

private:
    [[nodiscard]] Micros interval() const
    {
        const Micros wanted = m_telemetry.shortestIntervalMs() * kMillisecond;
        return wanted == 0 ? kLongestInterval
                           : std::clamp(wanted, kShortestInterval, kLongestInterval);
    }

    // A file that makes no sense, or of other nodes, leaves things as they were.
    void followOn()
    {
        const Micros at = changedAt(m_options.follow);
        if (m_options.follow.empty() || at == 0 || at == m_followedAt)
            return;
        m_followedAt = at;
        const auto read = readFollowed(m_options.follow, m_options.accelerators);
        if (!read)
            complain(read.error(), kFailed);
        else if (!m_center.follows(read->nodes))
            std::fprintf(stderr, "pilothouse-simulator: %s: the nodes have changed.\n",
                         m_options.follow.c_str());
        else
            m_center.follow(read->jobs);
    }

    void tick(Micros time)
    {
        followOn();
        {
            const std::lock_guard lock(m_engineMutex);
            m_center.advance(time);
            m_center.look();
        }
        m_center.sample(m_frames, m_events);
        m_telemetry.publish(time, m_frames, m_events);
    }

    const Options m_options;
    const Clock m_clock;
    Micros m_followedAt; // the file's change that was read last
    std::mutex m_engineMutex;
    Center m_center; // its engine guarded by m_engineMutex
    PlacementService m_placement;
    wire::TelemetryServer m_telemetry;
    std::vector<std::unique_ptr<wire::Listener>> m_listeners; // last: they use the services
    std::vector<Frame> m_frames;
    std::vector<Event> m_events;
};

int serve(std::unique_ptr<Program> program, const sigset_t &signals)
{
    if (auto opened = program->open(); !opened)
        return complain(opened.error(), kFailed);
    program->run(signals);
    return 0;
}

int serve(const Options &options, const sigset_t &signals)
{
    if (!options.follow.empty()) {
        const auto followed = readFollowed(options.follow, options.accelerators);
        if (!followed)
            return complain(followed.error(), kBadArguments);
        return serve(std::make_unique<Program>(options, *followed), signals);
    }
    std::optional<Trace> trace;
    if (!options.replay.empty()) {
        auto read = readTrace(options.replay);
        if (!read)
            return complain(read.error(), kBadArguments);
        trace = std::move(*read);
    }
    return serve(std::make_unique<Program>(options, std::move(trace)), signals);
}

} // namespace

int main(int argc, char **argv)
{
    const pid_t parent = getppid();
    const auto options = parseOptions({argv + 1, argv + argc});
    if (!options)
        return complain(options.error(), kBadArguments);
    if (options->help || options->version) {
        std::fputs(options->help ? helpText().c_str()
                                 : "pilothouse-simulator " PILOTHOUSE_VERSION "\n",
                   stdout);
        return 0;
    }
    const sigset_t signals = blockSignals();
    if (options->dieWithParent && (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent))
        return 0;
    return serve(*options, signals);
}
