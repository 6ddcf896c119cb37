// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"
#include "simulator/placementservice.h"
#include "wire/telemetryserver.h"

#include "placement.grpc.pb.h"

#include <grpcpp/grpcpp.h>

#include <QTest>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

using namespace pilothouse;
using namespace pilothouse::simulator;

namespace {

namespace v1 = placement::v1;

std::chrono::system_clock::time_point soon()
{
    return std::chrono::system_clock::now() + std::chrono::seconds(30);
}

// One Watch, read synchronously. Its deadline turns a hanging test into a failing one.
class Watch {
public:
    explicit Watch(v1::Placement::Stub &stub)
    {
        m_context.set_deadline(soon());
        m_stream = stub.Watch(&m_context, v1::WatchRequest());
    }
    ~Watch()
    {
        m_context.TryCancel();
        while (read()) { }
    }

    // Takes the next message into what is known; false when the stream ended.
    bool read()
    {
        v1::WatchReply reply;
        if (!m_stream || !m_stream->Read(&reply))
            return false;
        ++messages;
        largest = std::max(largest, reply.ByteSizeLong());
        if (reply.full()) {
            ++full;
            nodes.clear();
            jobs.clear();
        }
        tenants += reply.tenants_size();
        pools += reply.pools_size();
        for (const v1::Node &node : reply.nodes())
            nodes[node.name()] = node;
        for (const v1::Job &job : reply.jobs())
            jobs[job.id()] = job;
        for (const std::uint64_t id : reply.forgotten_jobs())
            jobs.erase(id);
        user = reply.user();
        cluster = reply.cluster();
        return true;
    }

    template <typename Condition> bool readUntil(Condition condition)
    {
        while (!condition()) {
            if (!read())
                return false;
        }
        return true;
    }

    grpc::Status end()
    {
        while (read()) { }
        grpc::Status status = m_stream->Finish();
        m_stream.reset();
        return status;
    }

    int messages = 0;
    int full = 0;
    int tenants = 0;
    int pools = 0;
    std::size_t largest = 0;
    std::string user;
    std::string cluster;
    std::map<std::string, v1::Node> nodes;
    std::map<std::uint64_t, v1::Job> jobs;

private:
    grpc::ClientContext m_context;
    std::unique_ptr<grpc::ClientReader<v1::WatchReply>> m_stream;
};

struct Served {
    explicit Served(const Options &options = testOptions(8))
        : model(options)
        , service(model.engine, mutex, "test")
        , listener(std::move(*wire::Listener::open("127.0.0.1:0", {&service.service()})))
        , stub(v1::Placement::NewStub(
              grpc::CreateChannel(listener->address(), grpc::InsecureChannelCredentials())))
    {
    }
    ~Served() { service.shutdown(); }

    v1::ActReply act(v1::Action action, std::uint64_t job, const std::string &node = {},
                     const std::string &reason = {})
    {
        v1::ActRequest request;
        request.set_action(action);
        request.set_job(job);
        request.set_node(node);
        request.set_reason(reason);
        grpc::ClientContext context;
        context.set_deadline(soon());
        v1::ActReply reply;
        if (const grpc::Status status = stub->Act(&context, request, &reply); !status.ok())
            reply.set_message("transport: " + status.error_message());
        return reply;
    }

    template <typename Work> auto locked(Work work)
    {
        const std::lock_guard lock(mutex);
        return work();
    }

    std::mutex mutex;
    TestEngine model; // guarded by mutex
    PlacementService service;
    std::unique_ptr<wire::Listener> listener;
    std::unique_ptr<v1::Placement::Stub> stub;
};

} // namespace

class TestPlacementService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWholeStateComesFirstAndChangesFollow()
    {
        Served served;
        const JobId id = served.locked([&] {
            const JobId job = served.model.add(8, 1'000, 2'000);
            served.model.run(2);
            return job;
        });
        Watch watch(*served.stub);
        QVERIFY(watch.readUntil([&] { return watch.jobs.size() == 1; }));
        QCOMPARE(watch.full, 1);
        QCOMPARE(watch.nodes.size(), std::size_t{8});
        QCOMPARE(watch.tenants, 1);
        QCOMPARE(watch.pools, 3);
        QCOMPARE(watch.user, std::string(Engine::kOperator));
        QCOMPARE(watch.cluster, std::string("test"));
        const v1::Job &job = watch.jobs.at(id);
        QCOMPARE(job.state(), v1::JOB_RUNNING);
        QCOMPARE(job.tenant(), std::string("lab"));
        QCOMPARE(job.allocation_size(), 1);
        QCOMPARE(job.allocation(0).accelerators_size(), 8);
        const std::string node = job.allocation(0).node();
        QCOMPARE(watch.nodes.at(node).state(), v1::NODE_ALLOCATED);
        QCOMPARE(watch.nodes.at(node).allocated(), 8U);

        QVERIFY(served.act(v1::ACTION_CANCEL, id).ok());
        QVERIFY(watch.readUntil([&] { return watch.jobs.at(id).state() == v1::JOB_CANCELLED; }));
        QVERIFY(watch.readUntil([&] { return watch.nodes.at(node).state() == v1::NODE_IDLE; }));
        QCOMPARE(watch.full, 1);
    }

    void orders()
    {
        Served served;
        v1::SubmitRequest request;
        request.set_name("mine");
        request.set_tenant("lab");
        request.set_pool("train");
        request.set_accelerators(8);
        request.set_duration_s(3'600);
        request.set_held(true);
        grpc::ClientContext context;
        v1::ActReply submitted;
        QVERIFY(served.stub->Submit(&context, request, &submitted).ok());
        QVERIFY2(submitted.ok(), submitted.message().c_str());
        Watch watch(*served.stub);
        QVERIFY(watch.readUntil([&] { return watch.jobs.contains(submitted.job()); }));
        QVERIFY(watch.jobs.at(submitted.job()).held());
        QVERIFY(served.act(v1::ACTION_RELEASE, submitted.job()).ok());
        served.locked([&] { served.model.run(2); });
        QVERIFY(watch.readUntil(
            [&] { return watch.jobs.at(submitted.job()).state() == v1::JOB_RUNNING; }));
        QVERIFY(served.act(v1::ACTION_DRAIN, 0, "n001", "fan").ok());
        QVERIFY(watch.readUntil([&] { return watch.nodes.at("n001").reason() == "fan"; }));
    }

    void aRefusalIsAReply()
    {
        Served served;
        const v1::ActReply reply = served.act(v1::ACTION_CANCEL, 7);
        QVERIFY(!reply.ok());
        QCOMPARE(reply.message(), std::string("There is no job 7."));
        QVERIFY(!served.act(v1::ACTION_UNSPECIFIED, 7).ok());
        QVERIFY(!served.act(v1::ACTION_DRAIN, 0, "n001").ok());
        QVERIFY(!served.act(static_cast<v1::Action>(77), 0).ok());
    }

    void aLargeStateIsCut()
    {
        Options options = testOptions(3'000, {{"H800", 1}, {"A100", 1}});
        Served served(options);
        served.locked([&] {
            for (int i = 0; i < 12'000; ++i)
                served.model.add(1, 100'000, 200'000);
            served.model.run(2);
        });
        Watch watch(*served.stub);
        QVERIFY(watch.readUntil([&] { return watch.jobs.size() == 12'000; }));
        QCOMPARE(watch.nodes.size(), std::size_t{3'000});
        QCOMPARE(watch.full, 1);
        QVERIFY(watch.messages > 1);
        QVERIFY2(watch.largest < (1U << 20U), qPrintable(QString::number(watch.largest)));
    }

    void manyWatchersSeeTheSame()
    {
        Served served;
        std::vector<std::unique_ptr<Watch>> watches;
        for (int i = 0; i < 8; ++i)
            watches.push_back(std::make_unique<Watch>(*served.stub));
        for (const auto &watch : watches)
            QVERIFY(watch->readUntil([&] { return watch->full == 1; }));
        const JobId id = served.locked([&] { return served.model.add(4, 1'000, 2'000); });
        served.locked([&] { served.model.run(2); });
        for (const auto &watch : watches)
            QVERIFY(watch->readUntil(
                [&] { return watch->jobs.contains(id) && watch->jobs.at(id).start_us() > 0; }));
        watches.clear();
        QTRY_COMPARE(served.service.watchers(), std::size_t{0});
    }

    void aSlowWatcherGetsMergedChanges()
    {
        Served served;
        Watch watch(*served.stub);
        QVERIFY(watch.readUntil([&] { return watch.full == 1; }));
        // Far more than gRPC buffers, while nobody reads.
        JobId last = 0;
        for (int round = 0; round < 400; ++round) {
            served.locked([&] {
                for (int i = 0; i < 20; ++i)
                    last = served.model.add(1, 0.5, 10);
                served.model.run(3);
            });
        }
        QVERIFY(watch.readUntil([&] { return watch.jobs.contains(last); }));
        served.locked([&] { served.model.run(60); });
        QVERIFY(watch.readUntil([&] { return watch.jobs.at(last).end_us() > 0; }));
        const std::size_t kept = served.locked([&] { return served.model.engine.jobs().size(); });
        QVERIFY(watch.readUntil([&] { return watch.jobs.size() == kept; }));
        QVERIFY2(watch.messages < 400, qPrintable(QString::number(watch.messages)));
    }

    void shutdownEndsTheStreams()
    {
        Served served;
        Watch watch(*served.stub);
        QVERIFY(watch.readUntil([&] { return watch.full == 1; }));
        served.service.shutdown();
        QCOMPARE(watch.end().error_code(), grpc::StatusCode::UNAVAILABLE);
        Watch late(*served.stub);
        QVERIFY(!late.read());
    }
};

QTEST_GUILESS_MAIN(TestPlacementService)
#include "tst_placementservice.moc"
