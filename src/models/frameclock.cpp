// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/frameclock.h"

#include <algorithm>

namespace pilothouse {

namespace {
constexpr int kFrameMs = 50;
}

FrameClock::FrameClock(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_pending = false;
        m_sinceTick.restart();
        Q_EMIT tick();
    });
}

void FrameClock::poke()
{
    if (!m_pending.exchange(true))
        QMetaObject::invokeMethod(this, &FrameClock::arm, Qt::QueuedConnection);
}

void FrameClock::arm()
{
    const qint64 since = m_sinceTick.isValid() ? m_sinceTick.elapsed() : kFrameMs;
    m_timer.start(static_cast<int>(std::clamp<qint64>(kFrameMs - since, 0, kFrameMs)));
}

} // namespace pilothouse
