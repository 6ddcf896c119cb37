// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/center.h"
#include "placement/planners/waiting.h"

#include <QObject>
#include <memory>

namespace pilothouse {

// Why a pending job waits, kept up to date: worked out on a thread of the pool whenever the job
// book has changed, at most every two seconds and never twice at a time. GUI thread.
class WaitFeed final : public QObject {
    Q_OBJECT
public:
    explicit WaitFeed(Center &center, QObject *parent = nullptr);

    void setJob(JobId job); // 0: none
    void refresh(); // the book may have changed
    // Null until the first answer, and where the job does not wait.
    [[nodiscard]] const std::shared_ptr<const WaitReport> &report() const { return m_report; }
    [[nodiscard]] const JobBookPtr &book() const { return m_book; } // that the report is of

Q_SIGNALS:
    void changed();

private:
    void take(JobId job, JobBookPtr book, std::shared_ptr<const WaitReport> report);

    Center &m_center;
    JobId m_job = 0;
    JobBookPtr m_asked;
    Micros m_askedAt = 0;
    bool m_busy = false;
    JobBookPtr m_book;
    std::shared_ptr<const WaitReport> m_report;
};

} // namespace pilothouse
