// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long the planners take for a large center.
//   planners_cost [nodes = 10000] [rounds = 9]
// Prints the median milliseconds of each question. Nodes of eight accelerators, sixteen below a
// leaf switch, nine tenths of them in use by jobs of one to eight; a tenth of all jobs waits.
#include "placement/planners/defragmentation.h"
#include "placement/planners/waiting.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <string>

using namespace pilothouse;

namespace {

JobBook makeBook(std::size_t nodes)
{
    std::mt19937 dice(1);
    JobBook book;
    book.time = 100 * kHour;
    Pool pool;
    pool.name = "train";
    JobId id = 1;
    const auto add = [&](std::uint32_t accelerators) -> Job & {
        auto job = std::make_shared<Job>();
        job->id = id++;
        job->pool = "train";
        job->tenant = "lab";
        job->accelerators = accelerators;
        job->state = JobState::Running;
        job->submitted = job->started = (90 + static_cast<int>(dice() % 10)) * kHour;
        job->timeLimit = (12 + static_cast<int>(dice() % 48)) * kHour;
        Job &at = *job;
        book.jobs.push_back(std::move(job));
        return at;
    };
    for (std::size_t i = 0; i < nodes; ++i) {
        PlacementNode node;
        node.name = "n" + std::to_string(i);
        node.leafSwitch = "leaf" + std::to_string(i / 16);
        node.kind = "H800";
        node.accelerators = 8;
        node.state = NodeState::Mixed;
        while (node.allocated < 8 && dice() % 10 != 0) {
            const auto count = std::min<std::uint32_t>(8 - node.allocated, 1 + dice() % 8);
            JobAllocation part{node.name, {}};
            for (std::uint32_t k = 0; k < count; ++k)
                part.accelerators.push_back(node.allocated + k);
            add(count).allocation.push_back(std::move(part));
            node.allocated += count;
        }
        pool.nodes.push_back(node.name);
        book.nodeByName.emplace(node.name, i);
        book.nodes.push_back(std::move(node));
    }
    book.pools.push_back(std::move(pool));
    const std::size_t waiting = std::min<std::size_t>(book.jobs.size() / 10, 1'500);
    for (std::size_t i = 0; i < waiting; ++i) {
        Job &job = add(8U << (dice() % 6));
        job.state = JobState::Pending;
        job.started = 0;
        job.priority = static_cast<std::int64_t>(dice() % 1000);
    }
    return book;
}

void measure(const char *what, int rounds, const std::function<std::string()> &question)
{
    std::vector<double> times;
    std::string answer;
    for (int i = 0; i < rounds; ++i) {
        const auto from = std::chrono::steady_clock::now();
        answer = question();
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from)
                .count());
    }
    std::ranges::sort(times);
    std::printf("%-34s %8.1f ms median %8.1f ms longest   %s\n", what, times[times.size() / 2],
                times.back(), answer.c_str());
}

} // namespace

int main(int count, char **values)
{
    const std::size_t nodes = count > 1 ? std::strtoul(values[1], nullptr, 10) : 10'000;
    const int rounds = std::max(1, count > 2 ? std::atoi(values[2]) : 9);
    const JobBook book = makeBook(nodes);
    std::printf("%zu nodes, %zu jobs\n", book.nodes.size(), book.jobs.size());
    const auto free = [&book](std::size_t wanted, bool oneLeafSwitch) {
        const auto made =
            planDefragmentation(book, {.nodes = wanted, .oneLeafSwitch = oneLeafSwitch}, book.time);
        return made
            ? std::to_string(made->moves) + " moves, at least " + std::to_string(made->leastMoves)
            : made.error().detail;
    };
    const auto whole =
        static_cast<std::size_t>(std::ranges::count(book.nodes, 0U, &PlacementNode::allocated));
    measure("free 64 more whole nodes", rounds, [&] { return free(whole + 64, false); });
    measure("free 200 more whole nodes", rounds, [&] { return free(whole + 200, false); });
    measure("free 12 below one leaf switch", rounds, [&] { return free(12, true); });
    measure("evacuate 100 nodes", rounds, [&] {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < std::min<std::size_t>(100, book.nodes.size()); ++i)
            names.push_back(book.nodes[i].name);
        const auto made = planEvacuation(book, names, {.reason = "bench"}, book.time);
        return made ? std::to_string(made->jobs.size()) + " jobs, "
                + std::to_string(made->plan.consequences.staying.size()) + " stay"
                    : made.error().detail;
    });
    measure("why a job waits", rounds, [&] {
        const auto made = explainWait(book, book.jobs.back()->id, book.time);
        return made ? std::to_string(made->ahead.size()) + " ahead, "
                + std::to_string(made->variants.size()) + " variants"
                    : made.error().detail;
    });
}
