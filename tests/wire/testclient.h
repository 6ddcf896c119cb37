// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "wire/telemetryserver.h"

#include "telemetry.grpc.pb.h"

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pilothouse::wire {

inline constexpr Micros kFirstTick = 1'700'000'000 * kSecond;

// Nodes node0, node1, ... with two accelerators each; four values per frame.
inline Inventory smallInventory(std::size_t nodes)
{
    Inventory inventory;
    inventory.server = "test 1.0";
    inventory.center = "center";
    inventory.version = 7;
    inventory.layouts = {{{"load_1m", "uptime"}, {"power"}}};
    for (std::size_t i = 0; i < nodes; ++i) {
        NodeInfo node;
        node.name = "node" + std::to_string(i);
        node.accelerators.resize(2);
        inventory.nodes.push_back(node);
    }
    return inventory;
}

// A value that no other node, tick or column has.
inline Frame numberedFrame(std::uint32_t node, Micros time)
{
    const auto tick = static_cast<double>((time - kFirstTick) / kMillisecond);
    return {
        node, time + node, {tick, tick + 1, node + 0.5, std::numeric_limits<double>::quiet_NaN()}};
}

inline void publishTick(TelemetryServer &server, Micros time, std::uint32_t nodes,
                        const std::vector<Event> &events = {})
{
    std::vector<Frame> frames;
    for (std::uint32_t node = 0; node < nodes; ++node)
        frames.push_back(numberedFrame(node, time));
    server.publish(time, frames, events);
}

// One subscription, read synchronously. Its deadline turns a hanging test into a failing one.
class TestStream {
public:
    TestStream(telemetry::v1::Telemetry::Stub &stub, const telemetry::v1::SubscribeRequest &request)
    {
        m_context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(100));
        m_reader = stub.Subscribe(&m_context, request);
    }
    ~TestStream()
    {
        m_context.TryCancel();
        if (!m_ended)
            end();
    }
    TestStream(const TestStream &) = delete;
    TestStream &operator=(const TestStream &) = delete;

    std::optional<telemetry::v1::Batch> read()
    {
        telemetry::v1::Batch batch;
        if (!m_reader->Read(&batch))
            return std::nullopt;
        return batch;
    }
    // What the server said at the end, once read() gave nothing.
    grpc::Status end()
    {
        m_ended = true;
        while (read()) { }
        return m_reader->Finish();
    }
    void cancel() { m_context.TryCancel(); }

private:
    grpc::ClientContext m_context;
    std::unique_ptr<grpc::ClientReader<telemetry::v1::Batch>> m_reader;
    bool m_ended = false;
};

class TestClient {
public:
    explicit TestClient(const std::string &address)
    {
        grpc::ChannelArguments arguments;
        arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
        // A stream that is not read holds up its server after 64 KiB, not after some megabytes.
        arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
        arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 65536);
        m_channel =
            grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
        m_stub = telemetry::v1::Telemetry::NewStub(m_channel);
    }

    std::unique_ptr<TestStream> subscribe(std::uint32_t intervalMs, std::uint64_t epoch = 0,
                                          std::uint64_t resumeAfter = 0)
    {
        telemetry::v1::SubscribeRequest request;
        request.set_interval_ms(intervalMs);
        request.set_epoch(epoch);
        request.set_resume_after(resumeAfter);
        return std::make_unique<TestStream>(*m_stub, request);
    }
    std::shared_ptr<grpc::Channel> channel() const { return m_channel; }
    telemetry::v1::Telemetry::Stub &stub() { return *m_stub; }

private:
    std::shared_ptr<grpc::Channel> m_channel;
    std::unique_ptr<telemetry::v1::Telemetry::Stub> m_stub;
};

// A telemetry server that listens on a port of its own.
struct TestServer {
    explicit TestServer(TelemetryServer::Options options = {})
        : telemetry(options)
        , listener(Listener::open("127.0.0.1:0", {&telemetry.service()}).value())
    {
    }
    ~TestServer() { telemetry.shutdown(); }
    TestServer(const TestServer &) = delete;
    TestServer &operator=(const TestServer &) = delete;

    TelemetryServer telemetry;
    std::unique_ptr<Listener> listener;
};

} // namespace pilothouse::wire
