// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/tenants.h"

#include "simulator/rng.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace pilothouse::simulator {

namespace {

struct TenantRow {
    const char *name;
    double share;
    bool limited;
    std::array<const char *, 2> scenarios;
};

constexpr std::array<TenantRow, 12> kTenants{{
    {"pretrain", 0.22, true, {"other", "service"}},
    {"autodrive", 0.15, true, {"driving", "recognition"}},
    {"med-imaging", 0.10, true, {"medical", "recognition"}},
    {"speech", 0.10, true, {"voice", "service"}},
    {"vision", 0.09, true, {"recognition", "retail"}},
    {"dialogue", 0.08, true, {"service", "voice"}},
    {"logistics", 0.06, true, {"logistics", "recognition"}},
    {"agri-vision", 0.05, true, {"agriculture", "recognition"}},
    {"robotics-lab", 0.05, true, {"robotics", "driving"}},
    {"smart-factory", 0.04, true, {"manufacturing", "recognition"}},
    {"chip-design", 0.03, true, {"chips", "other"}},
    {"retail-ai", 0.03, false, {"retail", "logistics"}},
}};

constexpr double kQuotaRoom = 1.6; // quotas add up to more than the center has
constexpr std::size_t kNodesPerUser = 64; // a larger center has more people
constexpr std::size_t kPlainNames = 40; // then names get numbers
constexpr std::array<const char *, 16> kFamily{"li",    "wang", "zhang", "liu",  "chen", "yang",
                                               "huang", "zhao", "wu",    "zhou", "xu",   "sun",
                                               "ma",    "lin",  "he",    "qin"};
constexpr std::array<const char *, 16> kGiven{"wei", "fang", "jing", "lei", "yan", "hao",
                                              "min", "tao",  "ying", "jun", "xin", "peng",
                                              "rui", "bo",   "qi",   "yu"};

struct WorkRow {
    std::string_view scenario;
    std::array<std::string_view, 5> names;
};

constexpr std::array<WorkRow, 12> kWork{{
    {"recognition", {"yolo-detect", "resnet-cls", "face-embed", "reid-track", "detr-detect"}},
    {"voice", {"asr-conformer", "tts-vits", "bert-pre", "whisper-ft", "speaker-verify"}},
    {"chips", {"place-route-rl", "timing-gnn", "npu-kernel-tune", "litho-hotspot", "verif-llm"}},
    {"driving", {"bev-fusion", "lidar-seg", "occ-net", "lane-detect", "e2e-planner"}},
    {"robotics", {"grasp-rl", "vla-sft", "sim2real", "loco-ppo", "pose-track"}},
    {"manufacturing", {"aoi-defect", "weld-inspect", "rul-predict", "pcb-detect", "anomaly-ae"}},
    {"medical", {"ct-seg", "xray-cls", "path-vit", "mri-recon", "nnunet-liver"}},
    {"retail", {"shelf-detect", "sku-embed", "cart-track", "rec-dlrm", "price-ocr"}},
    {"service", {"llm-sft", "llm-dpo", "rag-embed", "dialog-rlhf", "intent-bert"}},
    {"logistics", {"parcel-ocr", "eta-forecast", "route-gnn", "sort-detect", "load-plan-rl"}},
    {"agriculture", {"crop-seg", "pest-detect", "forest-carbon", "fire-watch", "yield-forecast"}},
    {"other", {"llm-pretrain", "moe-pretrain", "bert-pretrain", "diffusion-xl", "vlm-align"}},
}};

std::uint32_t wholeNodes(double accelerators, std::uint32_t perNode)
{
    return std::max(1U, static_cast<std::uint32_t>(std::lround(accelerators / perNode))) * perNode;
}

} // namespace

std::vector<SimTenant> makeTenants(const Topology &topology, std::uint64_t seed)
{
    const double capacity =
        static_cast<double>(topology.nodes.size() * topology.acceleratorsPerNode);
    Random random(mix(seed, 0x7e4a47U));
    std::vector<SimTenant> tenants;
    for (const TenantRow &row : kTenants) {
        SimTenant tenant;
        tenant.name = row.name;
        tenant.share = row.share;
        if (row.limited)
            tenant.quota =
                wholeNodes(row.share * capacity * kQuotaRoom, topology.acceleratorsPerNode);
        for (const char *scenario : row.scenarios)
            tenant.scenarios.emplace_back(scenario);
        const std::size_t users = 3 + random.below(4) + topology.nodes.size() / kNodesPerUser;
        while (tenant.users.size() < users) {
            std::string user = std::string(kFamily.at(random.below(kFamily.size()))) + "."
                + kGiven.at(random.below(kGiven.size()));
            if (tenant.users.size() >= kPlainNames)
                user += std::to_string(random.below(1'000));
            if (std::ranges::find(tenant.users, user) == tenant.users.end())
                tenant.users.push_back(std::move(user));
        }
        tenants.push_back(std::move(tenant));
    }
    return tenants;
}

std::vector<std::string_view> workNames(std::string_view scenario)
{
    const auto found = std::ranges::find(kWork, scenario, &WorkRow::scenario);
    const WorkRow &row = found == kWork.end() ? kWork.back() : *found;
    return {row.names.begin(), row.names.end()};
}

} // namespace pilothouse::simulator
