// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/waitfeed.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <utility>

namespace pilothouse {

namespace {
constexpr Micros kEvery = 2 * kSecond;
}

WaitFeed::WaitFeed(Center &center, QObject *parent)
    : QObject(parent)
    , m_center(center)
{
}

void WaitFeed::setJob(JobId job)
{
    if (job == m_job)
        return;
    m_job = job;
    m_asked.reset();
    m_book.reset();
    m_report.reset();
    Q_EMIT changed();
    refresh();
}

void WaitFeed::refresh()
{
    const JobBookPtr book = m_center.view()->book;
    const Micros now = m_center.view()->now;
    const bool soon = m_asked && now >= m_askedAt && now - m_askedAt < kEvery;
    if (m_job == 0 || m_busy || book == m_asked || soon)
        return;
    m_busy = true;
    m_asked = book;
    m_askedAt = now;
    QThreadPool::globalInstance()->start([guard = QPointer<WaitFeed>(this), book, job = m_job] {
        Result<WaitReport> made = explainWait(*book, job, book->time);
        std::shared_ptr<const WaitReport> report;
        if (made)
            report = std::make_shared<const WaitReport>(std::move(*made));
        // Only on the GUI thread may the guard be looked at.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [guard, job, book, report] {
                if (guard)
                    guard->take(job, book, report);
            },
            Qt::QueuedConnection);
    });
}

void WaitFeed::take(JobId job, JobBookPtr book, std::shared_ptr<const WaitReport> report)
{
    m_busy = false;
    if (job != m_job) {
        refresh();
        return;
    }
    m_book = std::move(book);
    m_report = std::move(report);
    Q_EMIT changed();
}

} // namespace pilothouse
