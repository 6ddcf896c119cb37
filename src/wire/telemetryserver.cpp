// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/telemetryserver.h"

#include "wire/codec.h"
#include "wire/hub.h"
#include "wire/subscriber.h"

#include "telemetry.grpc.pb.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <utility>

namespace pilothouse::wire {

namespace v1 = telemetry::v1;

namespace {

// A page stays well below the 4 MiB that gRPC receives as one message unless told otherwise.
constexpr std::size_t kNodesPerPage = 512;
constexpr std::size_t kAcceleratorsPerPage = 8192;

std::size_t pageSize(const Inventory &inventory, std::size_t first, std::size_t wanted)
{
    const std::size_t limit = wanted == 0 ? kNodesPerPage : std::min(wanted, kNodesPerPage);
    std::size_t nodes = 0;
    std::size_t accelerators = 0;
    while (nodes < limit && first + nodes < inventory.nodes.size()) {
        accelerators += inventory.nodes[first + nodes].accelerators.size();
        if (nodes > 0 && accelerators > kAcceleratorsPerPage)
            break;
        ++nodes;
    }
    return nodes;
}

using ServiceBase = v1::Telemetry::WithCallbackMethod_Describe<
    v1::Telemetry::WithRawCallbackMethod_Subscribe<v1::Telemetry::Service>>;

class TelemetryService final : public ServiceBase {
public:
    explicit TelemetryService(Hub &hub)
        : m_hub(hub)
    {
    }

    grpc::ServerUnaryReactor *Describe(grpc::CallbackServerContext *context,
                                       const v1::DescribeRequest *request,
                                       v1::DescribeReply *reply) override
    {
        const InventoryPtr inventory = m_hub.inventory();
        const std::size_t first = request->first_node();
        encodePage(*inventory, first, pageSize(*inventory, first, request->max_nodes()), *reply);
        grpc::ServerUnaryReactor *reactor = context->DefaultReactor();
        reactor->Finish(grpc::Status::OK);
        return reactor;
    }

    grpc::ServerWriteReactor<grpc::ByteBuffer> *Subscribe(grpc::CallbackServerContext * /*context*/,
                                                          const grpc::ByteBuffer *request) override
    {
        v1::SubscribeRequest message;
        grpc::ByteBuffer bytes(*request); // reading consumes it
        grpc::Status parsed =
            grpc::SerializationTraits<v1::SubscribeRequest>::Deserialize(&bytes, &message);
        if (!parsed.ok())
            return Subscriber::refuse(
                m_hub, {grpc::StatusCode::INVALID_ARGUMENT, "not a SubscribeRequest"});
        return Subscriber::start(m_hub, message);
    }

private:
    Hub &m_hub;
};

} // namespace

struct TelemetryServer::Impl {
    explicit Impl(Options options)
        : hub(options)
        , service(hub)
    {
    }

    Hub hub;
    TelemetryService service;
};

TelemetryServer::TelemetryServer(Options options)
    : m_impl(std::make_unique<Impl>(options))
{
}

TelemetryServer::~TelemetryServer()
{
    shutdown();
}

void TelemetryServer::setInventory(Inventory inventory)
{
    m_impl->hub.setInventory(std::move(inventory));
}

void TelemetryServer::publish(Micros time, const std::vector<Frame> &frames,
                              const std::vector<Event> &events)
{
    m_impl->hub.publish(time, frames, events);
}

std::uint32_t TelemetryServer::shortestIntervalMs() const
{
    return m_impl->hub.shortestIntervalMs();
}

void TelemetryServer::onShortestIntervalChanged(std::function<void()> handler)
{
    m_impl->hub.onShortestIntervalChanged(std::move(handler));
}

std::size_t TelemetryServer::subscribers() const
{
    return m_impl->hub.subscribers();
}

grpc::Service &TelemetryServer::service()
{
    return m_impl->service;
}

void TelemetryServer::shutdown()
{
    m_impl->hub.shutdown();
}

} // namespace pilothouse::wire
