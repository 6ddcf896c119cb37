// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/audit/auditrecord.h"

#include <array>
#include <string_view>
#include <variant>

namespace pilothouse {

// The fields of a record in the order in which they are stored, hashed and exported.
struct AuditField {
    using Member = std::variant<std::uint64_t AuditRecord::*, Micros AuditRecord::*,
                                std::uint32_t AuditRecord::*, bool AuditRecord::*,
                                std::string AuditRecord::*, AuditOutcome AuditRecord::*>;
    std::string_view name;
    Member member;

    [[nodiscard]] bool isText() const
    {
        return std::holds_alternative<std::string AuditRecord::*>(member)
            || std::holds_alternative<AuditOutcome AuditRecord::*>(member);
    }
};

inline constexpr std::size_t kAuditFields = 19;
[[nodiscard]] const std::array<AuditField, kAuditFields> &auditFields();

[[nodiscard]] std::string fieldText(const AuditRecord &record, const AuditField &field);
[[nodiscard]] std::int64_t fieldNumber(const AuditRecord &record, const AuditField &field);
// False where the value is none that the field can hold.
[[nodiscard]] bool setField(AuditRecord &record, const AuditField &field, std::string text);
[[nodiscard]] bool setField(AuditRecord &record, const AuditField &field, std::int64_t number);

} // namespace pilothouse
