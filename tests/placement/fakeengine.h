// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement.grpc.pb.h"

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace pilothouse::test {

// A placement service on a real socket that tells and answers what the test wants.
class FakeEngine final : public placement::v1::Placement::Service {
public:
    using Reply = placement::v1::ActReply;
    using Answer = std::function<grpc::Status(grpc::ServerContext &,
                                              const placement::v1::ActRequest &, Reply &)>;

    explicit FakeEngine(placement::v1::WatchReply all, const std::string &address = "127.0.0.1:0")
        : m_all(std::move(all))
    {
        grpc::ServerBuilder builder;
        builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
        builder.SetMaxReceiveMessageSize(1 << 20);
        builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &m_port);
        builder.RegisterService(this);
        m_server = builder.BuildAndStart();
    }
    ~FakeEngine() override { m_server->Shutdown(std::chrono::system_clock::now()); }

    [[nodiscard]] std::string address() const
    {
        return std::string("127.0.0.1:").append(std::to_string(m_port));
    }
    [[nodiscard]] int watches() const { return m_watches; }
    void answerWith(Answer answer)
    {
        const std::lock_guard lock(m_mutex);
        m_answer = std::move(answer);
    }
    void setAll(placement::v1::WatchReply all)
    {
        const std::lock_guard lock(m_mutex);
        m_all = std::move(all);
    }
    void tell(placement::v1::WatchReply change)
    {
        const std::lock_guard lock(m_mutex);
        m_changes.push_back(std::move(change));
    }
    void endStreams() { ++m_ended; } // those that are open now

    grpc::Status Watch(grpc::ServerContext *context, const placement::v1::WatchRequest *,
                       grpc::ServerWriter<placement::v1::WatchReply> *writer) override
    {
        ++m_watches;
        const int ended = m_ended;
        std::size_t next = 0;
        {
            const std::lock_guard lock(m_mutex);
            next = m_changes.size();
            writer->Write(m_all);
        }
        while (!context->IsCancelled() && ended == m_ended) {
            {
                const std::lock_guard lock(m_mutex);
                for (; next < m_changes.size(); ++next)
                    writer->Write(m_changes[next]);
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return grpc::Status::OK;
    }
    grpc::Status Act(grpc::ServerContext *context, const placement::v1::ActRequest *request,
                     Reply *reply) override
    {
        Answer answer;
        {
            const std::lock_guard lock(m_mutex);
            answer = m_answer;
        }
        if (answer)
            return answer(*context, *request, *reply);
        reply->set_ok(true);
        return grpc::Status::OK;
    }
    grpc::Status Submit(grpc::ServerContext *, const placement::v1::SubmitRequest *request,
                        Reply *reply) override
    {
        reply->set_ok(true);
        reply->set_message(request->name());
        reply->set_job(4711);
        return grpc::Status::OK;
    }

private:
    int m_port = 0;
    std::atomic<int> m_watches = 0;
    std::atomic<int> m_ended = 0;
    std::mutex m_mutex;
    placement::v1::WatchReply m_all; // guarded by m_mutex
    std::vector<placement::v1::WatchReply> m_changes; // guarded by m_mutex
    Answer m_answer; // guarded by m_mutex
    std::unique_ptr<grpc::Server> m_server;
};

} // namespace pilothouse::test
