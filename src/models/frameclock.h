// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <atomic>

namespace pilothouse {

// Joins the pokes of any thread into ticks on the GUI thread, at most 20 a second. Without pokes
// there are no ticks and no wake-ups.
class FrameClock final : public QObject {
    Q_OBJECT
public:
    explicit FrameClock(QObject *parent = nullptr);

    void poke(); // any thread

Q_SIGNALS:
    void tick();

private:
    void arm();

    std::atomic<bool> m_pending = false;
    QTimer m_timer;
    QElapsedTimer m_sinceTick;
};

} // namespace pilothouse
