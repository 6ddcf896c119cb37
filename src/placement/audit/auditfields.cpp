// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/audit/auditfields.h"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

namespace pilothouse {

namespace {

constexpr std::array<std::string_view, 4> kOutcomes{"open", "done", "refused", "unknown"};

template <typename Value> constexpr bool kIsNumber = std::is_integral_v<Value>;

} // namespace

std::string_view outcomeName(AuditOutcome outcome)
{
    return kOutcomes[static_cast<std::size_t>(outcome)];
}

const std::array<AuditField, kAuditFields> &auditFields()
{
    static constexpr std::array<AuditField, kAuditFields> kFields{{
        {"sequence", &AuditRecord::sequence}, {"time", &AuditRecord::time},
        {"intent", &AuditRecord::intent},     {"os_user", &AuditRecord::osUser},
        {"host", &AuditRecord::host},         {"engine_user", &AuditRecord::engineUser},
        {"address", &AuditRecord::address},   {"cluster", &AuditRecord::cluster},
        {"plan", &AuditRecord::plan},         {"purpose", &AuditRecord::purpose},
        {"step", &AuditRecord::step},         {"undo", &AuditRecord::undo},
        {"action", &AuditRecord::action},     {"target", &AuditRecord::target},
        {"before", &AuditRecord::before},     {"after", &AuditRecord::after},
        {"call", &AuditRecord::call},         {"reply", &AuditRecord::reply},
        {"outcome", &AuditRecord::outcome},
    }};
    return kFields;
}

std::string fieldText(const AuditRecord &record, const AuditField &field)
{
    return std::visit(
        [&record](auto member) -> std::string {
            const auto &value = record.*member;
            using Value = std::remove_cvref_t<decltype(value)>;
            if constexpr (std::is_same_v<Value, std::string>)
                return value;
            else if constexpr (std::is_same_v<Value, AuditOutcome>)
                return std::string(outcomeName(value));
            else
                return std::to_string(value);
        },
        field.member);
}

std::int64_t fieldNumber(const AuditRecord &record, const AuditField &field)
{
    return std::visit(
        [&record](auto member) -> std::int64_t {
            const auto &value = record.*member;
            if constexpr (kIsNumber<std::remove_cvref_t<decltype(value)>>)
                return static_cast<std::int64_t>(value);
            else
                return 0;
        },
        field.member);
}

bool setField(AuditRecord &record, const AuditField &field, std::string text)
{
    if (const auto *at = std::get_if<std::string AuditRecord::*>(&field.member)) {
        record.*(*at) = std::move(text);
        return true;
    }
    const auto *outcome = std::get_if<AuditOutcome AuditRecord::*>(&field.member);
    const auto *const known = std::ranges::find(kOutcomes, text);
    if (outcome == nullptr || known == kOutcomes.end())
        return false;
    record.*(*outcome) = static_cast<AuditOutcome>(known - kOutcomes.begin());
    return true;
}

bool setField(AuditRecord &record, const AuditField &field, std::int64_t number)
{
    return std::visit(
        [&record, number](auto member) {
            auto &value = record.*member;
            using Value = std::remove_cvref_t<decltype(value)>;
            if constexpr (kIsNumber<Value>) {
                if (!std::in_range<
                        std::conditional_t<std::is_same_v<Value, bool>, std::uint8_t, Value>>(
                        number)
                    || (std::is_same_v<Value, bool> && number > 1))
                    return false;
                value = static_cast<Value>(number);
                return true;
            } else {
                return false;
            }
        },
        field.member);
}

} // namespace pilothouse
