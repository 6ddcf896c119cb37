// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/embedded/calls.h"

#include "placement/embedded/messages.h"
#include "wire/client.h"

#include <thread>
#include <utility>

namespace pilothouse {

ActionCall::ActionCall(std::shared_ptr<Stub> stub, std::string address)
    : m_stub(std::move(stub))
    , m_address(std::move(address))
{
}

void ActionCall::start(const Action &action, std::chrono::milliseconds deadline,
                       std::function<void(Result<ActionReply>)> done)
{
    m_context.set_deadline(std::chrono::system_clock::now() + deadline);
    const bool submits = action.kind == ActionKind::Submit;
    if (submits)
        encode(action.submission, m_submit);
    else
        encode(action, m_act);
    // Not gRPC's callbacks: the queue that they share in gRPC 1.51 may abort the program when its
    // last channel goes.
    std::thread([self = shared_from_this(), submits, done = std::move(done)] {
        const grpc::Status status = submits
            ? self->m_stub->Submit(&self->m_context, self->m_submit, &self->m_reply)
            : self->m_stub->Act(&self->m_context, self->m_act, &self->m_reply);
        done(self->result(status));
    }).detach();
}

Result<ActionReply> ActionCall::result(const grpc::Status &status) const
{
    if (!status.ok())
        return tl::unexpected<Error>(wire::toError(status, m_address));
    if (!m_reply.ok())
        return fail(ErrorCode::Refused, m_reply.message());
    return ActionReply{m_reply.message(), m_reply.job()};
}

} // namespace pilothouse
