// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the agent costs a node: its CPU time and memory at 1 Hz with one subscriber.
// agentcost [SECONDS]
#include "core/time.h"

#include "telemetry.grpc.pb.h"

#include <grpcpp/grpcpp.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace v1 = pilothouse::telemetry::v1;
using pilothouse::Micros;

// An agent on a port of its own; it ends with this program.
class Agent {
public:
    Agent()
    {
        int ends[2];
        if (pipe(ends) != 0)
            return;
        m_pid = fork();
        if (m_pid == 0) {
            dup2(ends[1], STDOUT_FILENO);
            execl(PILOTHOUSE_BIN "/pilothouse-agent", "pilothouse-agent", "--die-with-parent",
                  "--listen", "127.0.0.1:0", nullptr);
            _exit(1);
        }
        close(ends[1]);
        if (FILE *out = fdopen(ends[0], "r")) {
            char address[100] = "";
            if (std::fscanf(out, "listening on %99s", address) == 1)
                m_address = address;
            std::fclose(out);
        }
    }
    ~Agent()
    {
        kill(m_pid, SIGTERM);
        waitpid(m_pid, nullptr, 0);
    }
    Agent(const Agent &) = delete;
    Agent &operator=(const Agent &) = delete;

    [[nodiscard]] const std::string &address() const { return m_address; }

    // CPU time since its start, of the scheduler's own account: finer than the ticks of stat.
    [[nodiscard]] double cpuSeconds() const
    {
        double seconds = 0;
        clockid_t clock{};
        timespec time{};
        if (clock_getcpuclockid(m_pid, &clock) == 0 && clock_gettime(clock, &time) == 0)
            seconds = static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
        return seconds;
    }
    [[nodiscard]] std::string status(const std::string &key) const
    {
        std::ifstream file("/proc/" + std::to_string(m_pid) + "/status");
        for (std::string line; std::getline(file, line);) {
            if (line.starts_with(key + ":"))
                return line.substr(line.find_first_not_of(" \t", key.size() + 1));
        }
        return "unknown";
    }

private:
    pid_t m_pid = -1;
    std::string m_address;
};

} // namespace

int main(int argc, char **argv)
{
    const int seconds = argc > 1 ? std::atoi(argv[1]) : 60;
    const Agent agent;
    const auto stub = v1::Telemetry::NewStub(
        grpc::CreateChannel(agent.address(), grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    v1::SubscribeRequest request;
    request.set_interval_ms(1000);
    const auto stream = stub->Subscribe(&context, request);
    v1::Batch batch;
    if (!stream->Read(&batch)) {
        std::fputs("the agent does not answer\n", stderr);
        return 1;
    }
    const double before = agent.cpuSeconds();
    const Micros start = pilothouse::nowMicros();
    for (int i = 0; i < seconds && stream->Read(&batch); ++i) { }
    const double wall = static_cast<double>(pilothouse::nowMicros() - start) / pilothouse::kSecond;
    std::printf(
        "%.0f s, %d values a tick: %.3f %% of one core, memory %s (anonymous %s), threads %s\n",
        wall, batch.frames(0).values_size(), 100 * (agent.cpuSeconds() - before) / wall,
        agent.status("VmRSS").c_str(), agent.status("RssAnon").c_str(),
        agent.status("Threads").c_str());
    context.TryCancel();
    return 0;
}
