// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/placementservice.h"

#include "placement.grpc.pb.h"
#include "simulator/placementmessages.h"
#include "simulator/watcher.h"
#include "wire/utf8.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <stop_token>
#include <thread>
#include <vector>

namespace pilothouse::simulator {

namespace v1 = placement::v1;

namespace {

constexpr std::chrono::milliseconds kShortestGap{200}; // between two updates of a watcher
constexpr std::size_t kMostWatchers = 64;

// A stream that is refused at once.
class Refusal final : public grpc::ServerWriteReactor<v1::WatchReply> {
public:
    explicit Refusal(grpc::Status status) { Finish(std::move(status)); }

private:
    void OnDone() override { delete this; }
};

} // namespace

struct PlacementService::Impl final : v1::Placement::CallbackService {
    Impl(Engine &engineToServe, std::mutex &mutex, std::string clusterName)
        : engine(engineToServe)
        , engineMutex(mutex)
        , cluster(std::move(clusterName))
        , m_ticker([this](const std::stop_token &stop) { run(stop); })
    {
    }

    grpc::ServerWriteReactor<v1::WatchReply> *Watch(grpc::CallbackServerContext *,
                                                    const v1::WatchRequest *) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopped)
            return new Refusal(grpc::Status(grpc::StatusCode::UNAVAILABLE, "the center stops"));
        if (m_watchers.size() >= kMostWatchers)
            return new Refusal(grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED,
                                            "64 watchers are connected already"));
        m_watchers.push_back(
            Watcher::start([this](std::uint64_t revision) { return gather(revision); },
                           [this](const Watcher &watcher) { remove(watcher); }));
        m_newcomer = true;
        m_wake.notify_all();
        return m_watchers.back().get();
    }

    grpc::ServerUnaryReactor *Submit(grpc::CallbackServerContext *context,
                                     const v1::SubmitRequest *request, v1::ActReply *reply) override
    {
        return answer(context, *request, *reply);
    }

    grpc::ServerUnaryReactor *Act(grpc::CallbackServerContext *context,
                                  const v1::ActRequest *request, v1::ActReply *reply) override
    {
        return answer(context, *request, *reply);
    }

    template <typename Request>
    grpc::ServerUnaryReactor *answer(grpc::CallbackServerContext *context, const Request &request,
                                     v1::ActReply &reply)
    {
        Reply result;
        {
            const std::lock_guard lock(engineMutex);
            result = apply(engine, request);
        }
        reply.set_ok(result.ok);
        reply.set_message(wire::validUtf8(result.message));
        reply.set_job(result.job);
        grpc::ServerUnaryReactor *reactor = context->DefaultReactor();
        reactor->Finish(grpc::Status::OK);
        return reactor;
    }

    Update gather(std::uint64_t revision)
    {
        const std::lock_guard lock(engineMutex);
        if (engine.revision() == revision)
            return {};
        const Changes changes = engine.changesSince(revision);
        return {changes.revision, watchReplies(engine, changes, cluster)};
    }

    void remove(const Watcher &watcher)
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_watchers,
                      [&watcher](const auto &known) { return known.get() == &watcher; });
    }

    void run(const std::stop_token &stop)
    {
        while (!stop.stop_requested()) {
            for (const auto &watcher : copyOfWatchers())
                watcher->poll();
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, stop, kShortestGap, [this] { return m_newcomer; });
            m_newcomer = false;
        }
    }

    std::vector<std::shared_ptr<Watcher>> copyOfWatchers() const
    {
        const std::lock_guard lock(m_mutex);
        return m_watchers;
    }

    void stopAll()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stopped = true;
        }
        m_ticker.request_stop();
        if (m_ticker.joinable())
            m_ticker.join();
        for (const auto &watcher : copyOfWatchers())
            watcher->finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "the center stops"));
    }

    Engine &engine;
    std::mutex &engineMutex;
    const std::string cluster;

    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::vector<std::shared_ptr<Watcher>> m_watchers; // guarded by m_mutex
    bool m_newcomer = false; // guarded by m_mutex
    bool m_stopped = false; // guarded by m_mutex
    std::jthread m_ticker; // last: it uses all of the above
};

PlacementService::PlacementService(Engine &engine, std::mutex &engineMutex, std::string cluster)
    : m_impl(std::make_unique<Impl>(engine, engineMutex, wire::validUtf8(cluster)))
{
}

PlacementService::~PlacementService()
{
    shutdown();
}

grpc::Service &PlacementService::service()
{
    return *m_impl;
}

std::size_t PlacementService::watchers() const
{
    return m_impl->copyOfWatchers().size();
}

void PlacementService::shutdown()
{
    m_impl->stopAll();
}

} // namespace pilothouse::simulator
