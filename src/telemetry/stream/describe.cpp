// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/stream/describe.h"

#include "wire/client.h"
#include "wire/codec.h"

#include <grpcpp/client_context.h>

#include <chrono>
#include <memory>

namespace pilothouse {

namespace v1 = telemetry::v1;

namespace {

constexpr std::chrono::seconds kDeadline{10};
constexpr int kAttempts = 3; // a description may change while it is read

Result<v1::DescribeReply> readPage(v1::Telemetry::Stub &stub, const std::string &address,
                                   const std::stop_token &stop, std::size_t first)
{
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kDeadline);
    const std::stop_callback cancel(stop, [&context] { context.TryCancel(); });
    v1::DescribeRequest request;
    request.set_first_node(static_cast<std::uint32_t>(first));
    v1::DescribeReply reply;
    const grpc::Status status = stub.Describe(&context, request, &reply);
    if (!status.ok())
        return tl::unexpected<Error>(wire::toError(status, address));
    return reply;
}

Result<InventoryPtr> readAll(v1::Telemetry::Stub &stub, const std::string &address,
                             const std::stop_token &stop)
{
    auto inventory = std::make_shared<Inventory>();
    for (;;) {
        const auto page = readPage(stub, address, stop, inventory->nodes.size());
        if (!page)
            return tl::unexpected<Error>(page.error());
        if (const auto added = wire::appendPage(*page, *inventory); !added)
            return tl::unexpected<Error>(added.error());
        if (inventory->nodes.size() >= page->total_nodes())
            return inventory;
    }
}

} // namespace

Result<InventoryPtr> describe(v1::Telemetry::Stub &stub, const std::string &address,
                              const std::stop_token &stop)
{
    Result<InventoryPtr> described = readAll(stub, address, stop);
    for (int i = 1; i < kAttempts && !described && described.error().code == ErrorCode::Malformed;
         ++i)
        described = readAll(stub, address, stop);
    return described;
}

} // namespace pilothouse
