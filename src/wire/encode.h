// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"

#include <span>

namespace pilothouse::telemetry::v1 {
class Batch;
} // namespace pilothouse::telemetry::v1

namespace pilothouse::wire {

// The repeated parts of a batch, added to the message; private to this folder.
void addFrames(std::span<const Frame> frames, Micros batchTime, telemetry::v1::Batch &message);
void addEvents(std::span<const Event> events, telemetry::v1::Batch &message);

} // namespace pilothouse::wire
