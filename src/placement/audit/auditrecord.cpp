// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/audit/auditrecord.h"

#include "placement/audit/auditfields.h"

namespace pilothouse {

// A length before each field, so that no two records have one form.
std::string canonicalForm(const AuditRecord &record)
{
    std::string form(record.previous.begin(), record.previous.end());
    for (const AuditField &field : auditFields()) {
        const std::string text = fieldText(record, field);
        form += std::to_string(text.size());
        form += ':';
        form += text;
        form += ',';
    }
    return form;
}

Sha256 hashOf(const AuditRecord &record)
{
    return sha256(canonicalForm(record));
}

} // namespace pilothouse
