// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/endpoint.h"
#include "wire/telemetryserver.h"

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <utility>

namespace pilothouse::wire {

namespace {

// Requests are small; nothing larger is read.
constexpr int kMaxRequestBytes = 1 << 20;

void configure(grpc::ServerBuilder &builder)
{
    builder.SetMaxReceiveMessageSize(kMaxRequestBytes);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    // Consoles ping to notice a dead link; idle streams are normal.
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 1000);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 0);
    // And so does the server, to let go of subscribers that vanished.
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
    // All services here are callback services; no pool of threads is wanted.
    grpc::ResourceQuota quota("pilothouse");
    quota.SetMaxThreads(2);
    builder.SetResourceQuota(quota);
}

} // namespace

struct Listener::Impl {
    std::unique_ptr<grpc::Server> server;
    std::string address;
};

Listener::Listener(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

Result<std::unique_ptr<Listener>> Listener::open(const std::string &address,
                                                 const std::vector<grpc::Service *> &services)
{
    const auto endpoint = parseEndpoint(address);
    if (!endpoint)
        return tl::unexpected<Error>(endpoint.error());
    if (auto vacant = checkVacant(*endpoint); !vacant)
        return tl::unexpected<Error>(vacant.error());

    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    configure(builder);
    int port = 0;
    builder.AddListeningPort(endpoint->target(), grpc::InsecureServerCredentials(), &port);
    for (grpc::Service *service : services)
        builder.RegisterService(service);
    auto impl = std::make_unique<Impl>();
    impl->server = builder.BuildAndStart();
    if (!impl->server || port == 0)
        return fail(ErrorCode::Unavailable, "cannot listen on " + address);
    impl->address = endpoint->withPort(port);
    return std::unique_ptr<Listener>(new Listener(std::move(impl)));
}

Listener::~Listener()
{
    // Streams that were told to end do so at once; what is left then is cancelled.
    m_impl->server->Shutdown(std::chrono::system_clock::now() + std::chrono::milliseconds(500));
}

const std::string &Listener::address() const
{
    return m_impl->address;
}

} // namespace pilothouse::wire
