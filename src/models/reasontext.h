// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/job.h"

#include <QString>

// Why a job waits, or how it ended, in plain words. The scheduler's own name for it stands beside
// them wherever they are shown. GUI thread.
namespace pilothouse::text {

// What is known of the limits that a reason speaks of; empty or 0: not known.
struct ReasonContext {
    QString tenant;
    QString user;
    QString qos;
    quint32 quota = 0; // of the tenant: accelerators at once
};

// "the tenant speech may use at most 64 accelerators in total; the limit is reached". A reason that
// is not known reads as it is.
[[nodiscard]] QString reason(const std::string &reason, const ReasonContext &context);
[[nodiscard]] QString reason(const Job &job, const JobBook &book);

// For tooltips and details: the words, the scheduler's own name and its free text:
// "held by its user (JobHeldUser): job requeued in held state".
[[nodiscard]] QString reasonInFull(const Job &job, const JobBook &book);

} // namespace pilothouse::text
