// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "placement/audit/sha256.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace pilothouse {

// What is known of an action after the engine's reply.
enum class AuditOutcome : std::uint8_t {
    Open, // an intent has no reply of its own
    Done,
    Refused, // the engine said no and did nothing
    Unknown, // the link broke: nobody knows whether the engine did it
};

// One line of the audit log. An intent is written before the engine is called, a result after its
// reply: an intent without a result is an action in the middle of which the console ended.
// docs/format/audit.md says what each field holds and how a record is hashed.
struct AuditRecord {
    std::uint64_t sequence = 0; // from 1, without a gap
    Micros time = 0;
    std::uint64_t intent = 0; // of a result: the sequence of its intent; 0: this is an intent
    std::string osUser; // who ran the console
    std::string host; // where
    std::string engineUser; // whom the engine takes the console for
    std::string address; // of the engine
    std::string cluster;
    std::string plan; // id of the run; empty: the action was no step of a plan
    std::string purpose;
    std::uint32_t step = 0; // from 1; 0: no step
    bool undo = false; // the inverse of that step
    std::string action;
    std::string target; // "job 4711", "node n007"
    std::string before; // "priority=100": what the action changes, as it was last seen
    std::string after; // "priority=500": what was asked for
    std::string call; // what was sent, without secrets
    std::string reply; // the engine's own words, or its error
    AuditOutcome outcome = AuditOutcome::Open;
    Sha256 previous = {}; // hash of the record before; zeroes for the first
    Sha256 hash = {};

    bool operator==(const AuditRecord &) const = default;
    [[nodiscard]] bool isIntent() const { return intent == 0; }
};

[[nodiscard]] std::string_view outcomeName(AuditOutcome outcome); // "open", "done", ...

// The bytes that are hashed: previous, then every field but hash.
[[nodiscard]] std::string canonicalForm(const AuditRecord &record);
[[nodiscard]] Sha256 hashOf(const AuditRecord &record);

} // namespace pilothouse
