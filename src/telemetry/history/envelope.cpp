// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/envelope.h"

#include <array>
#include <cstring>
#include <zstd.h>

namespace pilothouse::history {

namespace {

constexpr int kLevel = 3;
// Kinds. The first two are those of format 1, whose checksum is another.
constexpr std::uint8_t kPlain1 = 0;
constexpr std::uint8_t kZstd1 = 1;
constexpr std::uint8_t kPlain = 2;
constexpr std::uint8_t kZstd = 3;
constexpr std::size_t kHeader = 5; // checksum and kind

using CrcTables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr CrcTables makeTables(std::uint32_t polynomial)
{
    CrcTables tables{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1U) ^ ((value & 1U) != 0 ? polynomial : 0U);
        tables[0][i] = value;
    }
    for (std::uint32_t i = 0; i < 256; ++i) {
        for (std::size_t t = 1; t < 8; ++t)
            tables[t][i] = (tables[t - 1][i] >> 8U) ^ tables[0][tables[t - 1][i] & 0xffU];
    }
    return tables;
}

constexpr CrcTables kTables = makeTables(0xEDB88320U);
constexpr CrcTables kTablesC = makeTables(0x82F63B78U);

// Eight bytes a step: "slicing by 8".
std::uint32_t crcByTables(const CrcTables &tables, ByteSpan data, std::uint32_t earlier)
{
    std::uint32_t value = ~earlier;
    std::size_t i = 0;
    for (; i + 8 <= data.size(); i += 8) {
        const std::uint8_t *at = data.data() + i;
        value ^= static_cast<std::uint32_t>(at[0]) | static_cast<std::uint32_t>(at[1]) << 8U
            | static_cast<std::uint32_t>(at[2]) << 16U | static_cast<std::uint32_t>(at[3]) << 24U;
        value = tables[7][value & 0xffU] ^ tables[6][(value >> 8U) & 0xffU]
            ^ tables[5][(value >> 16U) & 0xffU] ^ tables[4][value >> 24U] ^ tables[3][at[4]]
            ^ tables[2][at[5]] ^ tables[1][at[6]] ^ tables[0][at[7]];
    }
    for (; i < data.size(); ++i)
        value = (value >> 8U) ^ tables[0][(value ^ data[i]) & 0xffU];
    return ~value;
}

#ifdef __x86_64__
__attribute__((target("sse4.2"))) std::uint32_t crcByInstruction(ByteSpan data,
                                                                 std::uint32_t earlier)
{
    std::uint64_t value = ~earlier;
    std::size_t i = 0;
    for (; i + 8 <= data.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, data.data() + i, 8);
        value = __builtin_ia32_crc32di(value, word);
    }
    for (; i < data.size(); ++i)
        value = __builtin_ia32_crc32qi(static_cast<std::uint32_t>(value), data[i]);
    return ~static_cast<std::uint32_t>(value);
}
#endif

std::uint32_t checksum(std::int64_t key, ByteSpan blob)
{
    std::array<std::uint8_t, 8> prefix{};
    for (std::size_t i = 0; i < prefix.size(); ++i)
        prefix[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(key) >> (8 * i));
    const ByteSpan covered = blob.subspan(4);
    return blob[4] < kPlain ? crc32(covered, crc32(prefix)) : crc32c(covered, crc32c(prefix));
}

void setChecksum(Bytes &blob, std::int64_t key)
{
    const std::uint32_t sum = checksum(key, blob);
    for (std::size_t i = 0; i < 4; ++i)
        blob[i] = static_cast<std::uint8_t>(sum >> (8 * i));
}

} // namespace

std::uint32_t crc32(ByteSpan data, std::uint32_t earlier)
{
    return crcByTables(kTables, data, earlier);
}

std::uint32_t crc32c(ByteSpan data, std::uint32_t earlier)
{
#ifdef __x86_64__
    static const bool kHasInstruction = __builtin_cpu_supports("sse4.2") != 0;
    if (kHasInstruction)
        return crcByInstruction(data, earlier);
#endif
    return crcByTables(kTablesC, data, earlier);
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

std::optional<Body> Envelope::open(std::int64_t key, ByteSpan blob)
{
    if (blob.size() < kHeader || ByteReader(blob).u32() != checksum(key, blob))
        return std::nullopt;
    const std::uint8_t kind = blob[4];
    const ByteSpan content = blob.subspan(kHeader);
    if (kind == kPlain1 || kind == kPlain) {
        m_body.assign(content.begin(), content.end());
        return Body{m_body, kind == kPlain1};
    }
    const unsigned long long size = ZSTD_getFrameContentSize(content.data(), content.size());
    if ((kind != kZstd1 && kind != kZstd) || size > kMaxBody) // also an unknown or malformed size
        return std::nullopt;
    m_body.resize(static_cast<std::size_t>(size));
    const std::size_t got = ZSTD_decompressDCtx(m_decompressor.get(), m_body.data(), m_body.size(),
                                                content.data(), content.size());
    if (got != m_body.size())
        return std::nullopt;
    return Body{m_body, kind == kZstd1};
}

std::optional<ByteSpan> Envelope::unwrap(std::int64_t key, ByteSpan blob)
{
    const std::optional<Body> body = open(key, blob);
    return body ? std::optional(body->bytes) : std::nullopt;
}

} // namespace pilothouse::history
