// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace pilothouse {

// What went wrong, by kind. The words a user reads are made from it in models/errortext.
enum class ErrorCode {
    Cancelled,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Unaudited, // not done, because the audit log cannot be written
    Refused, // the engine understood and said no; detail holds its words
    Unavailable, // nobody answers, or the link broke
    DeadlineExceeded,
    WrongProtocol, // the other end speaks something else
    IncompatibleVersion, // the other end, or a file, is of another major version
    Malformed, // what came is not what was announced
    TooLarge, // more than this program is willing to believe
    Corrupt, // a file is damaged
    ReadOnly,
    DiskFull,
    InUse, // another program holds it
    Io,
    Internal,
};

// An error crosses threads and layers by value. detail is English, for the log and "Details".
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string detail;

    bool operator==(const Error &) const = default;
};

template <typename T = void> using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string detail)
{
    return tl::unexpected<Error>(Error{code, std::move(detail)});
}

} // namespace pilothouse
