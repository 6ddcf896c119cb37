// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/jobdrag.h"

#include "models/jobmime.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QDrag>
#include <QMimeData>
#include <QPainter>
#include <QPixmap>
#include <QWidget>

namespace pilothouse {

void dragJob(QWidget *from, const Theme &theme, std::uint64_t job, int colour)
{
    auto *drag = new QDrag(from); // deletes itself
    drag->setMimeData(jobMimeData(job).release());
    const QString text = QCoreApplication::translate("pilothouse::JobDrag", "Job %1").arg(job);
    const QFontMetrics metrics(theme.font());
    const qreal ratio = from->devicePixelRatioF();
    const QSize size(metrics.horizontalAdvance(text) + 30, 24);
    QPixmap badge(size * ratio);
    badge.setDevicePixelRatio(ratio);
    badge.fill(theme.tokens().raised);
    QPainter painter(&badge);
    painter.fillRect(8, 7, 10, 10, theme.category(colour));
    painter.setFont(theme.font());
    painter.setPen(theme.tokens().text);
    painter.drawText(QRect(22, 0, size.width(), size.height()), Qt::AlignVCenter, text);
    painter.end();
    drag->setPixmap(badge);
    drag->setHotSpot({-12, -12}); // beside the pointer, so that the target stays visible
    drag->exec(Qt::MoveAction);
}

} // namespace pilothouse
