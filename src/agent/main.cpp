// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/agent.h"
#include "agent/options.h"

#include <malloc.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

using namespace pilothouse;
using namespace pilothouse::agent;

namespace {

constexpr int kFailed = 1;
constexpr int kBadArguments = 2;

// The exit code for an error, which is told first.
int complain(const Error &error)
{
    std::fprintf(stderr, "pilothouse-agent: %s\n", error.detail.c_str());
    return error.code == ErrorCode::InvalidArgument ? kBadArguments : kFailed;
}

// Before any thread starts, so that only sigwait() gets them.
sigset_t blockSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

// False when the parent is gone already: the kernel tells only of what happens from now on.
bool endWith(pid_t parent)
{
    return prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid() == parent;
}

// Serves until a signal ends it; SIGHUP, or a clock that was set back, begins a new run.
int serve(Options options, const sigset_t &signals)
{
    const pthread_t thisThread = pthread_self();
    for (bool firstRun = true;; firstRun = false) {
        const auto agent =
            Agent::start(options, [thisThread] { pthread_kill(thisThread, SIGHUP); });
        if (!agent)
            return complain(agent.error());
        if (firstRun) {
            options.listen = (*agent)->address();
            std::printf("listening on %s\n", options.listen.c_str());
            std::fflush(stdout);
        }
        int signal = 0;
        if (sigwait(&signals, &signal) != 0 || signal != SIGHUP)
            return 0;
    }
}

} // namespace

int main(int argc, char **argv)
{
    const pid_t parent = getppid();
    mallopt(M_ARENA_MAX, 2); // few threads allocate at once; more arenas only hold memory
    const auto line = parseCommandLine({argv, static_cast<std::size_t>(argc)});
    if (!line)
        return complain(line.error());
    if (!line->print.empty()) {
        std::fputs(line->print.c_str(), stdout);
        return 0;
    }
    const sigset_t signals = blockSignals();
    if (line->options.dieWithParent && !endWith(parent))
        return 0;
    return serve(line->options, signals);
}
