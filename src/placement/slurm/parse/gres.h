// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Generic resources in Slurm's words. A resource may have any name: gpu, npu, mlu, dcu, ...
namespace pilothouse::slurm {

struct Gres {
    std::string name;
    std::string type; // empty: none told
    std::uint64_t count = 0;
    // Device numbers among all of this name on the node; empty where none are told.
    std::vector<std::uint32_t> indices = {};

    bool operator==(const Gres &) const = default;
};

// "gpu:a100:4(S:0-1),npu:2" of a node, "gpu:a100:2(IDX:0-1)" of its use or of a job's detail,
// "gres:gpu:a100:4" and "gres/gpu:a100=4" of a request. A count may end in K, M, G or T (of 1024);
// none means 1. What Slurm writes for nothing is an empty list.
[[nodiscard]] Result<std::vector<Gres>> parseGres(std::string_view text);

// What a job may be said to compute on. Shares of a device (mps, shard) and what is no device
// (network, disk, memory) are not accelerators.
[[nodiscard]] bool isAccelerator(std::string_view name);
[[nodiscard]] std::uint32_t acceleratorsIn(std::span<const Gres> gres); // of all types and names
// The type of the first accelerators; its name where no type is told; empty without any.
[[nodiscard]] std::string kindIn(std::span<const Gres> gres);

// "cpu=64,mem=400000M,node=4,billing=64,gres/gpu=16,gres/gpu:a100=16".
struct Tres {
    std::uint64_t cpus = 0;
    std::uint64_t memory = 0; // bytes
    std::uint64_t nodes = 0;
    // Of one name either all types together or each; the first, where Slurm tells both: an update
    // of a job's resources leaves the old types behind.
    std::vector<Gres> gres;
    std::string type; // of accelerators where exactly one is told

    bool operator==(const Tres &) const = default;
};

[[nodiscard]] Result<Tres> parseTres(std::string_view text);

} // namespace pilothouse::slurm
