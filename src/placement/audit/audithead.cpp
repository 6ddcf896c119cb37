// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/audit/audithead.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <string_view>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace pilothouse {

namespace {

constexpr std::size_t kFigures = 20; // of the sequence
constexpr std::size_t kSize = kFigures + 1 + 64 + 1; // "00000000000000000042 <hash>\n"

class File {
public:
    File(const std::filesystem::path &path, int flags)
        : m_descriptor(::open(path.c_str(), flags | O_CLOEXEC, 0644))
    {
    }
    ~File()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    File(const File &) = delete;
    File &operator=(const File &) = delete;
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    int m_descriptor;
};

tl::unexpected<Error> failure(const std::filesystem::path &path, int number)
{
    const ErrorCode code = number == ENOSPC || number == EDQUOT || number == EFBIG
        ? ErrorCode::DiskFull
        : number == EROFS                     ? ErrorCode::ReadOnly
        : number == EACCES || number == EPERM ? ErrorCode::PermissionDenied
                                              : ErrorCode::Io;
    return fail(code, path.filename().string() + ": " + std::generic_category().message(number));
}

Result<std::optional<AuditHead>> readFrom(int descriptor, const std::filesystem::path &path)
{
    std::array<char, kSize + 1> bytes{};
    const ssize_t size = ::pread(descriptor, bytes.data(), bytes.size(), 0);
    if (size < 0)
        return failure(path, errno);
    if (size == 0)
        return std::nullopt; // created, and the machine stopped before the first record
    const std::string_view text(bytes.data(), static_cast<std::size_t>(size));
    AuditHead head;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), head.sequence);
    const auto hash =
        text.size() == kSize ? sha256FromHex(text.substr(kFigures + 1, 64)) : std::nullopt;
    if (error != std::errc() || end != text.data() + kFigures || !hash)
        return fail(ErrorCode::Corrupt, path.filename().string() + " is damaged");
    head.hash = *hash;
    return head;
}

std::string formOf(const AuditHead &head)
{
    std::string figures = std::to_string(head.sequence);
    figures.insert(0, kFigures - figures.size(), '0');
    return figures + ' ' + toHex(head.hash) + '\n';
}

} // namespace

std::filesystem::path headPathOf(const std::filesystem::path &log)
{
    std::filesystem::path path = log;
    return path.replace_extension(".head");
}

Result<std::optional<AuditHead>> readHead(const std::filesystem::path &path)
{
    const File file(path, O_RDONLY);
    if (file.descriptor() >= 0)
        return readFrom(file.descriptor(), path);
    if (errno == ENOENT)
        return std::nullopt;
    return failure(path, errno);
}

Result<void> advanceHead(const std::filesystem::path &path, const AuditHead &head)
{
    const File file(path, O_RDWR | O_CREAT);
    if (file.descriptor() < 0)
        return failure(path, errno);
    while (::flock(file.descriptor(), LOCK_EX) != 0) {
        if (errno != EINTR)
            return failure(path, errno);
    }
    const auto before = readFrom(file.descriptor(), path);
    if (!before)
        return tl::unexpected(before.error());
    if (*before && (*before)->sequence >= head.sequence)
        return {};
    const std::string form = formOf(head);
    if (::pwrite(file.descriptor(), form.data(), form.size(), 0)
            != static_cast<ssize_t>(form.size())
        || ::fdatasync(file.descriptor()) != 0)
        return failure(path, errno);
    return {};
}

} // namespace pilothouse
