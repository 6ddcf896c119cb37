// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/bytes.h"

#include <cstdint>
#include <memory>
#include <optional>

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace pilothouse::history {

// CRC-32 (ISO 3309, polynomial 0xEDB88320), continued from an earlier result.
[[nodiscard]] std::uint32_t crc32(ByteSpan data, std::uint32_t earlier = 0);

// CRC-32C (RFC 3720, polynomial 0x82F63B78), continued from an earlier result.
[[nodiscard]] std::uint32_t crc32c(ByteSpan data, std::uint32_t earlier = 0);

// What a blob holds.
struct Body {
    ByteSpan bytes;
    bool first = false; // as format 1 wrote it
};

// A blob as it is stored: checksum, compression, body. The checksum covers the row's key too, so
// that a blob in the wrong row is as damaged as one with a flipped bit. One thread at a time.
class Envelope {
public:
    static constexpr std::size_t kMaxBody = 256U << 20U;

    Envelope();
    ~Envelope();
    Envelope(const Envelope &) = delete;
    Envelope &operator=(const Envelope &) = delete;

    enum class Compress { Yes, No };
    [[nodiscard]] Bytes wrap(std::int64_t key, ByteSpan body, Compress compress = Compress::Yes);
    // The body, valid until the next call; nothing where the blob is damaged.
    [[nodiscard]] std::optional<Body> open(std::int64_t key, ByteSpan blob);
    [[nodiscard]] std::optional<ByteSpan> unwrap(std::int64_t key, ByteSpan blob);

private:
    struct Free {
        void operator()(ZSTD_CCtx_s *context) const;
        void operator()(ZSTD_DCtx_s *context) const;
    };
    std::unique_ptr<ZSTD_CCtx_s, Free> m_compressor;
    std::unique_ptr<ZSTD_DCtx_s, Free> m_decompressor;
    Bytes m_body;
};

} // namespace pilothouse::history
