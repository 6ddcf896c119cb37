// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/scheduler.h"

#include "placement.grpc.pb.h"

#include <grpcpp/client_context.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace pilothouse {

// One action on its way to the engine.
class ActionCall : public std::enable_shared_from_this<ActionCall> {
public:
    using Stub = placement::v1::Placement::Stub;

    ActionCall(std::shared_ptr<Stub> stub, std::string address);

    // done is called exactly once, on a thread of its own.
    void start(const Action &action, std::chrono::milliseconds deadline,
               std::function<void(Result<ActionReply>)> done);
    void cancel() { m_context.TryCancel(); }

private:
    [[nodiscard]] Result<ActionReply> result(const grpc::Status &status) const;

    const std::shared_ptr<Stub> m_stub;
    const std::string m_address;
    grpc::ClientContext m_context;
    placement::v1::ActRequest m_act;
    placement::v1::SubmitRequest m_submit;
    placement::v1::ActReply m_reply;
};

} // namespace pilothouse
