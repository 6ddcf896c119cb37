// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/lockfile.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace pilothouse::history {

namespace {

ErrorCode codeOf(int number)
{
    switch (number) {
    case EWOULDBLOCK:
        return ErrorCode::InUse;
    case EROFS:
    case EACCES:
    case EPERM:
        return ErrorCode::ReadOnly;
    case ENOSPC:
    case EDQUOT:
        return ErrorCode::DiskFull;
    default:
        return ErrorCode::Io;
    }
}

} // namespace

Result<LockFile> LockFile::acquire(const std::filesystem::path &path)
{
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        const int number = errno;
        return fail(codeOf(number), path.string() + ": " + std::generic_category().message(number));
    }
    LockFile lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return lock;
    const int number = errno;
    if (number == EWOULDBLOCK)
        return fail(ErrorCode::InUse, "another program records to " + path.parent_path().string());
    return fail(codeOf(number), path.string() + ": " + std::generic_category().message(number));
}

LockFile::LockFile(LockFile &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

LockFile::~LockFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace pilothouse::history
