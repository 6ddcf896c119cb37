// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/agent.h"

#include "agent/host/host.h"
#include "agent/nvml/nvmlaccelerators.h"
#include "agent/sampler.h"
#include "wire/telemetryserver.h"

#include <utility>

namespace pilothouse::agent {

namespace {

constexpr const char *kProgram = "pilothouse-agent " PILOTHOUSE_VERSION;

NodeInfo describeNode(const Options &options, const Accelerators &accelerators)
{
    NodeInfo node = readNodeInfo(options.root);
    if (!options.name.empty())
        node.name = options.name;
    if (node.name.empty())
        node.name = "localhost";
    node.rack = options.rack;
    node.leafSwitch = options.leafSwitch;
    node.agentVersion = PILOTHOUSE_VERSION;
    node.accelerators = accelerators.infos();
    return node;
}

Inventory describe(const Options &options, const Host &host, const Accelerators &accelerators)
{
    Layout layout{host.metricNames(), {}};
    for (const Metric metric : accelerators.metrics())
        layout.acceleratorMetrics.emplace_back(metricInfo(metric).name);
    Inventory inventory;
    inventory.server = kProgram;
    inventory.version = 1;
    inventory.layouts.push_back(std::move(layout));
    inventory.nodes.push_back(describeNode(options, accelerators));
    return inventory;
}

} // namespace

// Destroyed from below: first no more samples, then no more streams, then the server.
struct Agent::Impl {
    wire::TelemetryServer server{{}};
    std::unique_ptr<wire::Listener> listener;
    std::unique_ptr<Sampler> sampler;

    ~Impl()
    {
        server.onShortestIntervalChanged({});
        server.shutdown();
        listener.reset(); // its threads no longer call the sampler
    }
};

Agent::Agent(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

Agent::~Agent() = default;

Result<std::unique_ptr<Agent>> Agent::start(const Options &options,
                                            std::function<void()> clockJumpedBack)
{
    auto impl = std::make_unique<Impl>();
    auto host = std::make_unique<Host>(options.root);
    auto accelerators = std::make_unique<nvml::NvmlAccelerators>();
    impl->server.setInventory(describe(options, *host, *accelerators));
    auto listener = wire::Listener::open(options.listen, {&impl->server.service()});
    if (!listener)
        return tl::unexpected<Error>(listener.error());
    impl->listener = std::move(*listener);
    impl->sampler = std::make_unique<Sampler>(impl->server, std::move(host),
                                              std::move(accelerators), std::move(clockJumpedBack));
    impl->server.onShortestIntervalChanged(
        [sampler = impl->sampler.get()] { sampler->intervalChanged(); });
    impl->sampler->intervalChanged(); // a subscriber may have come before the line above
    return std::unique_ptr<Agent>(new Agent(std::move(impl)));
}

const std::string &Agent::address() const
{
    return m_impl->listener->address();
}

} // namespace pilothouse::agent
