// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a simulated center costs: CPU seconds per real second of the model alone, and of the whole
// program with one subscriber at 1 Hz and one watcher.
// simulator_scale [NODES] [SECONDS]
#include "simulator/center.h"

#include "placement.grpc.pb.h"
#include "telemetry.grpc.pb.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <limits>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace pilothouse;

double cpuSeconds(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

void measureModel(std::uint32_t nodes, int seconds)
{
    simulator::Options options;
    options.nodes = nodes;
    const Micros start = nowMicros();
    double before = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
    simulator::Center center(options, start, std::nullopt);
    std::printf("%u nodes: %.2f CPU s to begin in the middle of its life\n", nodes,
                cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - before);
    std::vector<Frame> frames;
    std::vector<Event> events;
    double worst = 0;
    before = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int second = 1; second <= seconds; ++second) {
        const double tick = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
        center.advance(start + second * kSecond);
        center.look();
        center.sample(frames, events);
        worst = std::max(worst, cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - tick);
    }
    std::printf("model alone: %.4f CPU s per second, worst tick %.4f s\n",
                (cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - before) / seconds, worst);
}

// The program on a port of its own; it ends with this one.
class Program {
public:
    explicit Program(std::uint32_t nodes)
    {
        int ends[2];
        if (pipe(ends) != 0)
            return;
        const std::string count = std::to_string(nodes);
        m_pid = fork();
        if (m_pid == 0) {
            dup2(ends[1], STDOUT_FILENO);
            execl(PILOTHOUSE_BIN "/pilothouse-simulator", "pilothouse-simulator",
                  "--die-with-parent", "--nodes", count.c_str(), nullptr);
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
    ~Program()
    {
        kill(m_pid, SIGTERM);
        waitpid(m_pid, nullptr, 0);
    }
    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;

    [[nodiscard]] const std::string &address() const { return m_address; }
    [[nodiscard]] double cpu() const
    {
        clockid_t clock{};
        return clock_getcpuclockid(m_pid, &clock) == 0 ? cpuSeconds(clock) : 0;
    }
    [[nodiscard]] std::string memory() const
    {
        std::ifstream file("/proc/" + std::to_string(m_pid) + "/status");
        for (std::string line; std::getline(file, line);) {
            if (line.starts_with("VmRSS:"))
                return line.substr(line.find_first_not_of(" \t", 6));
        }
        return "unknown";
    }

private:
    pid_t m_pid = -1;
    std::string m_address;
};

int measureProgram(std::uint32_t nodes, int seconds)
{
    const Program program(nodes);
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(std::numeric_limits<int>::max());
    const auto channel =
        grpc::CreateCustomChannel(program.address(), grpc::InsecureChannelCredentials(), arguments);
    const auto jobs = placement::v1::Placement::NewStub(channel);
    grpc::ClientContext watchContext;
    const auto watch = jobs->Watch(&watchContext, {});
    std::jthread watcher([&watch] {
        placement::v1::WatchReply reply;
        while (watch->Read(&reply)) { }
    });

    const auto stub = telemetry::v1::Telemetry::NewStub(channel);
    grpc::ClientContext context;
    telemetry::v1::SubscribeRequest request;
    request.set_interval_ms(1'000);
    const auto stream = stub->Subscribe(&context, request);
    telemetry::v1::Batch batch;
    if (!stream->Read(&batch)) {
        std::fputs("the simulator does not answer\n", stderr);
        watchContext.TryCancel();
        return 1;
    }
    const double before = program.cpu();
    const std::int64_t first = batch.time_us();
    std::uint64_t frames = 0;
    std::uint64_t lost = 0;
    const Micros start = nowMicros();
    while (stream->Read(&batch) && batch.time_us() <= first + seconds * kSecond) {
        frames += static_cast<std::uint64_t>(batch.frames_size());
        lost += batch.lost();
    }
    const double wall = static_cast<double>(nowMicros() - start) / kSecond;
    std::printf("whole program, one subscriber at 1 Hz and one watcher: %.4f CPU s per second "
                "over %.0f s, %.0f frames/s, %llu batches lost, memory %s\n",
                (program.cpu() - before) / wall, wall, static_cast<double>(frames) / wall,
                static_cast<unsigned long long>(lost), program.memory().c_str());
    context.TryCancel();
    watchContext.TryCancel();
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const auto nodes = static_cast<std::uint32_t>(argc > 1 ? std::atoi(argv[1]) : 10'000);
    const int seconds = argc > 2 ? std::atoi(argv[2]) : 30;
    measureModel(nodes, seconds);
    return measureProgram(nodes, seconds);
}
