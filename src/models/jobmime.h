// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1String>
#include <cstdint>
#include <memory>
#include <optional>

class QMimeData;

namespace pilothouse {

// A job that is dragged: from the queue, or from the board itself.
inline constexpr QLatin1String kJobMimeType("application/x-pilothouse-job");

[[nodiscard]] std::unique_ptr<QMimeData> jobMimeData(std::uint64_t job);

// Nothing when the data is not of a job, or not a number.
[[nodiscard]] std::optional<std::uint64_t> jobOf(const QMimeData *data);

} // namespace pilothouse
