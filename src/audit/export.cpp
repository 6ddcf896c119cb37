// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/export.h"

#include "placement/audit/auditfields.h"

namespace pilothouse::audit {

namespace {

std::string csvField(std::string text)
{
    if (!text.empty() && std::string_view("=+-@\t").find(text.front()) != std::string_view::npos)
        text.insert(text.begin(), '\'');
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char letter : text) {
        if (letter == '"')
            quoted += '"';
        quoted += letter;
    }
    return quoted + '"';
}

std::string jsonText(std::string_view text)
{
    static constexpr std::string_view kFigures = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char letter : text) {
        const auto code = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            quoted += '\\';
            quoted += letter;
        } else if (code < 0x20) {
            quoted += "\\u00";
            quoted += kFigures[code >> 4U];
            quoted += kFigures[code & 15U];
        } else {
            quoted += letter;
        }
    }
    return quoted + '"';
}

} // namespace

std::string csvHeader()
{
    std::string line;
    for (const AuditField &field : auditFields())
        line.append(field.name) += ',';
    return line + "previous,hash\r\n";
}

std::string csvLine(const AuditRecord &record)
{
    std::string line;
    for (const AuditField &field : auditFields())
        line +=
            (field.isText() ? csvField(fieldText(record, field)) : fieldText(record, field)) + ',';
    return line + toHex(record.previous) + ',' + toHex(record.hash) + "\r\n";
}

std::string jsonLine(const AuditRecord &record)
{
    std::string line = "{";
    for (const AuditField &field : auditFields()) {
        const std::string text = fieldText(record, field);
        line += jsonText(field.name) + ':' + (field.isText() ? jsonText(text) : text) + ',';
    }
    return line + "\"previous\":\"" + toHex(record.previous) + "\",\"hash\":\"" + toHex(record.hash)
        + "\"}\n";
}

} // namespace pilothouse::audit
