// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/centerview.h"

#include <string>

namespace pilothouse::testing {

// A small center: racks of two nodes with two accelerators each, all values set, all fresh.
struct TestCenter {
    std::shared_ptr<FleetTopology> topology = std::make_shared<FleetTopology>();
    std::shared_ptr<FleetSnapshot> fleet = std::make_shared<FleetSnapshot>();
    std::shared_ptr<JobBook> book = std::make_shared<JobBook>();
    Micros now = 1'700'000'000 * kSecond;

    explicit TestCenter(int nodes)
    {
        for (int i = 0; i < nodes; ++i) {
            FleetTopology::Node node;
            node.info.name = "n" + std::to_string(i);
            node.info.rack = "R" + std::to_string(i / 2);
            node.firstAccelerator = static_cast<AcceleratorIndex>(topology->accelerators.size());
            node.acceleratorCount = 2;
            for (std::uint32_t k = 0; k < 2; ++k) {
                AcceleratorInfo info;
                info.kind = i % 2 == 0 ? "H800" : "Ascend 910B";
                info.vendor = i % 2 == 0 ? "NVIDIA" : "Huawei";
                info.peakFp16Flops = 1e15;
                node.info.accelerators.push_back(info);
                topology->accelerators.push_back({static_cast<NodeIndex>(i), k});
            }
            topology->nodeByName.emplace(node.info.name, static_cast<NodeIndex>(i));
            topology->nodes.push_back(node);
            PlacementNode placement;
            placement.name = node.info.name;
            placement.state = NodeState::Idle;
            placement.accelerators = 2;
            book->nodeByName.emplace(placement.name, book->nodes.size());
            book->nodes.push_back(placement);
        }
        fleet->revision = 1;
        fleet->topology = topology;
        for (const MetricInfo &metric : metricCatalogue()) {
            const bool host = metric.scope == MetricScope::Host;
            fleet->columns[static_cast<std::size_t>(metric.id)].assign(
                host ? topology->nodes.size() : topology->accelerators.size(), 0.5);
        }
        fleet->nodeTime.assign(topology->nodes.size(), now);
        fleet->nodeReceived.assign(topology->nodes.size(), now);
        book->revision = 1;
        book->time = now;
    }

    void set(Metric metric, std::uint32_t device, double value)
    {
        fleet->columns[static_cast<std::size_t>(metric)][device] = value;
    }

    Job &addJob(JobId id, JobState state)
    {
        auto job = std::make_shared<Job>();
        job->id = id;
        job->name = "job-" + std::to_string(id);
        job->state = state;
        job->tenant = id % 2 == 0 ? "speech" : "vision";
        job->accelerators = 1;
        job->submitted = now - kHour;
        Job &at = *job;
        book->jobs.push_back(std::move(job));
        return at;
    }

    [[nodiscard]] CenterViewPtr view() const
    {
        return makeCenterView(fleet, book, Placement::Live, now, nullptr);
    }
};

} // namespace pilothouse::testing
