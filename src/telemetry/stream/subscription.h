// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "core/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace pilothouse {

enum class StreamState : std::uint8_t {
    Connecting, // first try
    Live, // frames come
    Waiting, // lost or refused; tries again at retryAt
    Stopped, // gave up until retryNow(): error says why (other major version, no address)
};

// What is known of one connection. A value; taken at any time from any thread.
struct StreamStatus {
    std::string address;
    StreamState state = StreamState::Connecting;
    std::optional<Error> error; // of the last failure, until frames come again
    Micros lastFrame = 0; // this machine's clock, when the newest batch came
    Micros latency = 0; // of the newest tick: arrival minus sample time, may be negative
                        // when the clocks differ
    Micros retryAt = 0;
    std::uint32_t intervalMs = 1000;
    std::uint64_t lostBatches = 0; // since the start: missed for good, as the server told
    std::uint64_t malformed = 0; // frames and events left out: not what was announced
    std::uint64_t nodes = 0;
    std::string server;
    std::string center;
};

// One endpoint's telemetry: connects, describes, subscribes, and after a loss backs off (0.5 s to
// 10 s, with jitter) and resumes after the last batch it delivered. A peer that answers, but not as
// it should (WrongProtocol, Malformed, TooLarge, PermissionDenied), is tried again at the longest
// delay.
class Subscription {
public:
    struct Options {
        std::string address; // host:port or unix:/path
        std::uint32_t intervalMs = 1000;
        StreamPosition resumeFrom; // of an earlier run
        std::chrono::milliseconds initialBackoff{500};
        std::chrono::milliseconds maximalBackoff{10'000};
    };
    // Called on the subscription's own thread, in order, never concurrently; must not block.
    struct Handlers {
        std::function<void(InventoryPtr)> inventory; // before the first batch that it describes
        std::function<void(BatchPtr)> batch; // every frame has the announced width
        std::function<void()> statusChanged; // state or error changed, not every batch
    };

    Subscription(Options options, Handlers handlers); // starts at once
    ~Subscription(); // cancels, joins
    Subscription(const Subscription &) = delete;
    Subscription &operator=(const Subscription &) = delete;

    [[nodiscard]] StreamStatus status() const; // any thread
    void retryNow(); // ends a back-off early, or leaves Stopped; any thread

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace pilothouse
