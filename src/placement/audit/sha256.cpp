// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/audit/sha256.h"

#include <charconv>
#include <openssl/sha.h>

namespace pilothouse {

Sha256 sha256(std::string_view data)
{
    Sha256 hash;
    SHA256(reinterpret_cast<const unsigned char *>(data.data()), data.size(), hash.data());
    return hash;
}

std::string toHex(const Sha256 &hash)
{
    static constexpr std::string_view kFigures = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * hash.size());
    for (const std::uint8_t byte : hash) {
        hex += kFigures[byte >> 4U];
        hex += kFigures[byte & 15U];
    }
    return hex;
}

std::optional<Sha256> sha256FromHex(std::string_view hex)
{
    Sha256 hash;
    if (hex.size() != 2 * hash.size())
        return std::nullopt;
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const char *at = hex.data() + 2 * i;
        const auto [end, error] = std::from_chars(at, at + 2, hash[i], 16);
        if (error != std::errc() || end != at + 2)
            return std::nullopt;
    }
    return hash;
}

} // namespace pilothouse
