// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/envelope.h"

#include <array>
#include <zstd.h>

namespace pilothouse::history {

namespace {

constexpr int kLevel = 3;
constexpr std::uint8_t kPlain = 0;
constexpr std::uint8_t kZstd = 1;
constexpr std::size_t kHeader = 5; // checksum and kind

using CrcTables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr CrcTables makeTables()
{
    CrcTables tables{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1U) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
        tables[0][i] = value;
    }
    for (std::uint32_t i = 0; i < 256; ++i) {
        for (std::size_t t = 1; t < 8; ++t)
            tables[t][i] = (tables[t - 1][i] >> 8U) ^ tables[0][tables[t - 1][i] & 0xffU];
    }
    return tables;
}

constexpr CrcTables kTables = makeTables();

std::uint32_t checksum(std::int64_t key, ByteSpan covered)
{
    Bytes prefix;
    ByteWriter(prefix).u64(static_cast<std::uint64_t>(key));
    return crc32(covered, crc32(prefix));
}

void setChecksum(Bytes &blob, std::int64_t key)
{
    const std::uint32_t sum = checksum(key, ByteSpan(blob).subspan(4));
    for (std::size_t i = 0; i < 4; ++i)
        blob[i] = static_cast<std::uint8_t>(sum >> (8 * i));
}

} // namespace

std::uint32_t crc32(ByteSpan data, std::uint32_t earlier)
{
    std::uint32_t value = ~earlier;
    std::size_t i = 0;
    for (; i + 8 <= data.size(); i += 8) { // eight bytes a step: "slicing by 8"
        const std::uint8_t *at = data.data() + i;
        value ^= static_cast<std::uint32_t>(at[0]) | static_cast<std::uint32_t>(at[1]) << 8U
            | static_cast<std::uint32_t>(at[2]) << 16U | static_cast<std::uint32_t>(at[3]) << 24U;
        value = kTables[7][value & 0xffU] ^ kTables[6][(value >> 8U) & 0xffU]
            ^ kTables[5][(value >> 16U) & 0xffU] ^ kTables[4][value >> 24U] ^ kTables[3][at[4]]
            ^ kTables[2][at[5]] ^ kTables[1][at[6]] ^ kTables[0][at[7]];
    }
    for (; i < data.size(); ++i)
        value = (value >> 8U) ^ kTables[0][(value ^ data[i]) & 0xffU];
    return ~value;
}

void Envelope::Free::operator()(ZSTD_CCtx_s *context) const
{
    ZSTD_freeCCtx(context);
}

void Envelope::Free::operator()(ZSTD_DCtx_s *context) const
{
    ZSTD_freeDCtx(context);
}

Envelope::Envelope()
    : m_compressor(ZSTD_createCCtx())
    , m_decompressor(ZSTD_createDCtx())
{
}

Envelope::~Envelope() = default;

Bytes Envelope::wrap(std::int64_t key, ByteSpan body, Compress compress)
{
    Bytes blob(kHeader + (compress == Compress::Yes ? ZSTD_compressBound(body.size()) : 0));
    std::size_t size = body.size();
    if (compress == Compress::Yes) {
        size = ZSTD_compressCCtx(m_compressor.get(), blob.data() + kHeader, blob.size() - kHeader,
                                 body.data(), body.size(), kLevel);
    }
    if (ZSTD_isError(size) == 0 && size < body.size()) {
        blob.resize(kHeader + size);
        blob[4] = kZstd;
    } else {
        blob.resize(kHeader);
        blob.insert(blob.end(), body.begin(), body.end());
        blob[4] = kPlain;
    }
    setChecksum(blob, key);
    return blob;
}

std::optional<ByteSpan> Envelope::unwrap(std::int64_t key, ByteSpan blob)
{
    if (blob.size() < kHeader || ByteReader(blob).u32() != checksum(key, blob.subspan(4)))
        return std::nullopt;
    const ByteSpan content = blob.subspan(kHeader);
    if (blob[4] == kPlain) {
        m_body.assign(content.begin(), content.end());
        return ByteSpan(m_body);
    }
    const unsigned long long size = ZSTD_getFrameContentSize(content.data(), content.size());
    if (blob[4] != kZstd || size > kMaxBody) // also true for an unknown or malformed size
        return std::nullopt;
    m_body.resize(static_cast<std::size_t>(size));
    const std::size_t got = ZSTD_decompressDCtx(m_decompressor.get(), m_body.data(), m_body.size(),
                                                content.data(), content.size());
    if (got != m_body.size())
        return std::nullopt;
    return ByteSpan(m_body);
}

} // namespace pilothouse::history
