// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/hub.h"

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <memory>
#include <mutex>

namespace pilothouse::telemetry::v1 {
class SubscribeRequest;
} // namespace pilothouse::telemetry::v1

namespace pilothouse::wire {

// One stream. At most one write is on its way; the next one begins when it is done, at wherever the
// ring is by then, so that a slow subscriber costs nothing but its own batches. It owns itself from
// start() until gRPC is done with it; the hub may hold it a little longer.
class Subscriber final : public grpc::ServerWriteReactor<grpc::ByteBuffer>, public Reader {
public:
    // The reactor of a new stream; one that ends it at once where the request is refused.
    static Subscriber *start(Hub &hub, const telemetry::v1::SubscribeRequest &request);
    static Subscriber *refuse(Hub &hub, grpc::Status status);

    void wake() override;
    void stop() override;

private:
    Subscriber(Hub &hub, Cursor cursor);

    void OnWriteDone(bool ok) override;
    void OnCancel() override;
    void OnDone() override;

    void advance(); // m_mutex is held
    void finish(grpc::Status status); // m_mutex is held

    Hub &m_hub;
    std::mutex m_mutex; // taken before the hub's, never after it
    Cursor m_cursor; // guarded by m_mutex
    grpc::ByteBuffer m_message; // guarded by m_mutex; gRPC reads it while m_writing
    grpc::Status m_end; // guarded by m_mutex; how to end when the write is done
    bool m_ending = false; // guarded by m_mutex
    bool m_writing = false; // guarded by m_mutex
    bool m_finished = false; // guarded by m_mutex
    std::shared_ptr<Subscriber> m_self;
};

} // namespace pilothouse::wire
