// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/utf8.h"

#include <cstdint>

namespace pilothouse::wire {

namespace {

struct Lead {
    std::size_t length; // of the whole character; 0: no lead byte
    std::uint32_t bits; // what the lead byte holds of the code point
    std::uint32_t minimum; // smaller code points must be written shorter
};

Lead lead(unsigned char byte)
{
    if (byte < 0x80)
        return {1, byte, 0};
    if (byte >> 5 == 0x06)
        return {2, byte & 0x1fU, 0x80};
    if (byte >> 4 == 0x0e)
        return {3, byte & 0x0fU, 0x800};
    if (byte >> 3 == 0x1e)
        return {4, byte & 0x07U, 0x10000};
    return {0, 0, 0};
}

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80;
}

// Length of the valid character at the start of the text, 0 if there is none.
std::size_t characterLength(std::string_view text)
{
    const auto [length, bits, minimum] = lead(static_cast<unsigned char>(text.front()));
    if (length == 0 || length > text.size())
        return 0;
    std::uint32_t codePoint = bits;
    for (const char c : text.substr(1, length - 1)) {
        if (!isContinuation(c))
            return 0;
        codePoint = (codePoint << 6) | (static_cast<unsigned char>(c) & 0x3fU);
    }
    const bool surrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
    return codePoint < minimum || codePoint > 0x10ffff || surrogate ? 0 : length;
}

} // namespace

std::string validUtf8(std::string_view text)
{
    std::string valid;
    valid.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = characterLength(text);
        if (length == 0)
            valid.push_back('?');
        else
            valid.append(text.substr(0, length));
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return valid;
}

std::string_view truncatedUtf8(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && isContinuation(text[bytes]))
        --bytes;
    return text.substr(0, bytes);
}

} // namespace pilothouse::wire
