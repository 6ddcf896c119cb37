// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/embedded/calls.h"

#include "placement/embedded/messages.h"
#include "wire/client.h"

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
    auto finished = [self = shared_from_this(), done = std::move(done)](
                        const grpc::Status &status) { done(self->result(status)); };
    if (action.kind == ActionKind::Submit) {
        encode(action.submission, m_submit);
        m_stub->async()->Submit(&m_context, &m_submit, &m_reply, std::move(finished));
    } else {
        encode(action, m_act);
        m_stub->async()->Act(&m_context, &m_act, &m_reply, std::move(finished));
    }
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
