// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement.pb.h"

#include <grpcpp/support/server_callback.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace pilothouse::simulator {

// What a watcher has to be told, and up to which revision.
struct Update {
    std::uint64_t revision = 0;
    std::deque<placement::v1::WatchReply> replies; // empty: nothing is new
};

// One stream of Watch. At most one write is on its way, and while one is nothing new is gathered,
// so that changes merge at the source. Owns itself until gRPC is done with it.
class Watcher final : public grpc::ServerWriteReactor<placement::v1::WatchReply> {
public:
    using Gather = std::function<Update(std::uint64_t sinceRevision)>;
    using Gone = std::function<void(const Watcher &)>;

    static std::shared_ptr<Watcher> start(Gather gather, Gone gone);

    void poll(); // writes what is new, if it can write now; one thread
    void finish(grpc::Status end); // any thread; the first one counts

private:
    Watcher(Gather gather, Gone gone);

    void OnWriteDone(bool ok) override;
    void OnCancel() override;
    void OnDone() override;

    const Gather m_gather;
    const Gone m_gone;
    std::mutex m_mutex;
    std::deque<placement::v1::WatchReply> m_replies; // guarded by m_mutex; gRPC reads the first one
    std::uint64_t m_revision = 0; // guarded by m_mutex
    bool m_writing = false; // guarded by m_mutex
    bool m_ending = false; // guarded by m_mutex
    grpc::Status m_end; // guarded by m_mutex
    std::shared_ptr<Watcher> m_self;
};

} // namespace pilothouse::simulator
