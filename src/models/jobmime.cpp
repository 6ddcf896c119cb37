// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobmime.h"

#include <QMimeData>

namespace pilothouse {

std::unique_ptr<QMimeData> jobMimeData(std::uint64_t job)
{
    auto data = std::make_unique<QMimeData>();
    data->setData(kJobMimeType, QByteArray::number(static_cast<qulonglong>(job)));
    return data;
}

std::optional<std::uint64_t> jobOf(const QMimeData *data)
{
    if (!data || !data->hasFormat(kJobMimeType))
        return std::nullopt;
    bool good = false;
    const qulonglong job = data->data(kJobMimeType).toULongLong(&good);
    return good && job > 0 ? std::optional<std::uint64_t>(job) : std::nullopt;
}

} // namespace pilothouse
