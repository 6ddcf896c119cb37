// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "wire/telemetryserver.h"

#include <memory>
#include <string>
#include <vector>

namespace pilothouse::test {

inline constexpr Micros kFirstTick = 1'700'000'000 * kSecond;
inline constexpr Micros kTick = 100 * kMillisecond;

// Nodes with two accelerators each; three values per frame.
inline Inventory smallInventory(std::size_t nodes, std::uint32_t version = 1)
{
    Inventory inventory;
    inventory.server = "test 1.0";
    inventory.center = "center";
    inventory.version = version;
    inventory.layouts = {{{"load_1m"}, {"power"}}};
    for (std::size_t i = 0; i < nodes; ++i) {
        NodeInfo node;
        node.name = std::string("node").append(std::to_string(i));
        node.accelerators.resize(2);
        inventory.nodes.push_back(node);
    }
    return inventory;
}

// Values that no other node, tick or column has.
inline Frame numberedFrame(std::uint32_t node, std::uint64_t tick)
{
    const auto time = kFirstTick + static_cast<Micros>(tick) * kTick;
    const auto value = static_cast<double>(tick);
    return {node, time, {value, value + 0.25, node + 0.5}};
}

// A server on a real socket. Each tick is one batch, so that a tick's number is its sequence.
class Center {
public:
    explicit Center(std::size_t nodes, const std::string &address = "127.0.0.1:0",
                    wire::TelemetryServer::Options options = {})
        : m_nodes(nodes)
        , m_server(std::make_unique<wire::TelemetryServer>(options))
    {
        m_server->setInventory(smallInventory(nodes));
        auto listener = wire::Listener::open(address, {&m_server->service()});
        if (listener)
            m_listener = std::move(*listener);
    }
    ~Center()
    {
        m_server->shutdown();
        m_listener.reset();
    }
    Center(const Center &) = delete;
    Center &operator=(const Center &) = delete;

    [[nodiscard]] std::string address() const { return m_listener ? m_listener->address() : ""; }
    [[nodiscard]] wire::TelemetryServer &server() { return *m_server; }
    [[nodiscard]] std::uint64_t ticks() const { return m_ticks; }
    void change(std::size_t nodes, std::uint32_t version)
    {
        m_nodes = nodes;
        m_server->setInventory(smallInventory(nodes, version));
    }
    void tick(const std::vector<Event> &events = {})
    {
        ++m_ticks;
        std::vector<Frame> frames;
        for (std::uint32_t node = 0; node < m_nodes; ++node)
            frames.push_back(numberedFrame(node, m_ticks));
        m_server->publish(frames.front().time, frames, events);
    }

private:
    std::size_t m_nodes;
    std::uint64_t m_ticks = 0;
    std::unique_ptr<wire::TelemetryServer> m_server;
    std::unique_ptr<wire::Listener> m_listener;
};

} // namespace pilothouse::test
