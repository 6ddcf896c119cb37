// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <filesystem>

namespace pilothouse::history {

// Held for as long as this program records into a directory. Released by the system when it dies.
class LockFile {
public:
    [[nodiscard]] static Result<LockFile> acquire(const std::filesystem::path &path);
    ~LockFile();
    LockFile(LockFile &&other) noexcept;
    LockFile &operator=(LockFile &&) = delete;

private:
    explicit LockFile(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    int m_descriptor;
};

} // namespace pilothouse::history
