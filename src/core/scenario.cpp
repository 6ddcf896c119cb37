// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenario.h"

#include <algorithm>
#include <array>

namespace pilothouse {

namespace {

constexpr std::array<Scenario, 12> kScenarios{{
    {"recognition", "Recognition and detection", "识别检测"},
    {"voice", "Voice interaction", "语音交互"},
    {"chips", "AI chips", "人工智能芯片"},
    {"driving", "Autonomous driving", "自动驾驶"},
    {"robotics", "Robotics", "机器人"},
    {"manufacturing", "Smart manufacturing", "智能制造"},
    {"medical", "Medical imaging", "医疗影像"},
    {"retail", "Unattended retail", "无人商店"},
    {"service", "Smart customer service", "智能客服"},
    {"logistics", "Smart logistics", "智慧物流"},
    {"agriculture", "Smart agriculture and forestry", "智慧农林"},
    {"other", "Other", "其他"},
}};

} // namespace

std::span<const Scenario> scenarios()
{
    return kScenarios;
}

const Scenario &scenario(std::string_view name)
{
    const auto found = std::ranges::find(kScenarios, name, &Scenario::name);
    return found == kScenarios.end() ? kScenarios.back() : *found;
}

} // namespace pilothouse
