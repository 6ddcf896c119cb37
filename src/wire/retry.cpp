// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/retry.h"

#include <utility>

namespace pilothouse::wire {

Retry::Retry(std::chrono::milliseconds initial, std::chrono::milliseconds maximal)
    : m_backoff(initial, maximal)
{
}

std::optional<std::chrono::milliseconds> Retry::delayAfter(ErrorCode code)
{
    {
        const std::lock_guard lock(m_mutex);
        m_wanted = false;
    }
    switch (code) {
    case ErrorCode::IncompatibleVersion:
    case ErrorCode::InvalidArgument:
        return std::nullopt;
    case ErrorCode::WrongProtocol:
    case ErrorCode::Malformed:
    case ErrorCode::TooLarge:
    case ErrorCode::PermissionDenied:
        return m_backoff.longest();
    default:
        return m_backoff.next();
    }
}

void Retry::wait(const std::stop_token &stop, std::optional<std::chrono::milliseconds> delay)
{
    const auto wanted = [this] { return m_wanted; };
    std::unique_lock lock(m_mutex);
    if (delay)
        m_wake.wait_for(lock, stop, *delay, wanted);
    else
        m_wake.wait(lock, stop, wanted);
    if (std::exchange(m_wanted, false))
        m_backoff.reset();
}

void Retry::now()
{
    {
        const std::lock_guard lock(m_mutex);
        m_wanted = true;
    }
    m_wake.notify_one();
}

} // namespace pilothouse::wire
