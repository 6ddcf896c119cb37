// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/watcher.h"

#include <utility>

namespace pilothouse::simulator {

Watcher::Watcher(Gather gather, Gone gone)
    : m_gather(std::move(gather))
    , m_gone(std::move(gone))
{
}

std::shared_ptr<Watcher> Watcher::start(Gather gather, Gone gone)
{
    std::shared_ptr<Watcher> watcher(new Watcher(std::move(gather), std::move(gone)));
    watcher->m_self = watcher;
    return watcher;
}

// gRPC may call back from within StartWrite and Finish, so neither is called under the lock.
void Watcher::poll()
{
    std::uint64_t since = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (m_writing || m_ending)
            return;
        since = m_revision;
    }
    Update update = m_gather(since);
    if (update.replies.empty())
        return;
    const placement::v1::WatchReply *first = nullptr;
    {
        const std::lock_guard lock(m_mutex);
        if (m_ending)
            return;
        m_replies = std::move(update.replies);
        m_revision = update.revision;
        m_writing = true;
        first = &m_replies.front();
    }
    StartWrite(first);
}

void Watcher::OnWriteDone(bool ok)
{
    const placement::v1::WatchReply *next = nullptr;
    bool ends = false;
    grpc::Status end;
    {
        const std::lock_guard lock(m_mutex);
        m_replies.pop_front();
        m_writing = ok && !m_ending && !m_replies.empty();
        if (m_writing) {
            next = &m_replies.front();
        } else if (m_ending || !ok) {
            ends = true;
            m_ending = true;
            end = m_end;
        }
    }
    if (next != nullptr)
        StartWrite(next);
    else if (ends)
        Finish(end);
}

void Watcher::finish(grpc::Status end)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_ending)
            return;
        m_ending = true;
        m_end = end;
        if (m_writing)
            return; // OnWriteDone ends it
    }
    Finish(std::move(end));
}

void Watcher::OnCancel()
{
    finish(grpc::Status::CANCELLED);
}

void Watcher::OnDone()
{
    m_gone(*this);
    m_self.reset();
}

} // namespace pilothouse::simulator
