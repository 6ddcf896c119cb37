// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/gallerytable.h"

#include "models/roles.h"

#include <QFont>

#include <limits>

namespace pilothouse::gallery {

namespace {

enum Column { Accelerator, Node, Rack, Job, Tenant, Active, Power, Temperature, Age, ColumnCount };

constexpr int kRows = 40;
constexpr int kStaleRow = 7;

double activity(int row)
{
    return row * 0.024;
}

} // namespace

GalleryTable::GalleryTable(bool chinese, QObject *parent)
    : QAbstractTableModel(parent)
    , m_chinese(chinese)
{
}

int GalleryTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kRows;
}

int GalleryTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString GalleryTable::text(int row, int column) const
{
    const bool stale = row == kStaleRow;
    const QString dash = QStringLiteral("—");
    switch (column) {
    case Accelerator:
        return QStringLiteral("NPU %1").arg(row % 8);
    case Node:
        return QStringLiteral("R07-n%1").arg(row + 1, 2, 10, QLatin1Char('0'));
    case Rack:
        return QStringLiteral("R07");
    case Job:
        return QString::number(48190 + row % 5 * 11);
    case Tenant:
        return m_chinese ? QStringLiteral("广医影像") : QStringLiteral("med-imaging");
    case Active:
        return stale ? dash : QStringLiteral("%1 %").arg(activity(row) * 100, 0, 'f', 1);
    case Power:
        return stale ? dash : QStringLiteral("%1 W").arg(90 + row * 7);
    case Temperature:
        return stale ? dash : QStringLiteral("%1 °C").arg(38 + row % 9);
    case Age:
        return stale ? QStringLiteral("42 s") : QStringLiteral("0.4 s");
    default:
        return QString();
    }
}

QVariant GalleryTable::data(const QModelIndex &index, int role) const
{
    const int row = index.row();
    const int column = index.column();
    const bool stale = row == kStaleRow;
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::TextAlignmentRole:
        return int((column >= Active ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::FontRole: {
        QFont bold;
        bold.setBold(true);
        return column == Accelerator || column == Active ? bold : QVariant();
    }
    case StateRole:
        return column == Accelerator ? int(stale ? State::Unknown : State(1 + row % 7))
                                     : QVariant();
    case BarRole:
        if (column != Active)
            return QVariant();
        return stale ? std::numeric_limits<double>::quiet_NaN() : activity(row);
    case StaleRole:
        return stale;
    case LinkRole:
        return column == Job;
    case SubTextRole:
        return column == Node && row % 6 == 2 ? QStringLiteral("leaf-02") : QVariant();
    case ToneRole:
        return column == Temperature && row % 9 == 8 ? int(State::Warning) : QVariant();
    case IdRole:
        return row;
    default:
        return QVariant();
    }
}

QVariant GalleryTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return QVariant();
    static const QStringList english{
        QStringLiteral("Accelerator"), QStringLiteral("Node"),   QStringLiteral("Rack"),
        QStringLiteral("Job"),         QStringLiteral("Tenant"), QStringLiteral("Active"),
        QStringLiteral("Power"),       QStringLiteral("Temp"),   QStringLiteral("Age")};
    static const QStringList chinese{
        QStringLiteral("加速卡"), QStringLiteral("节点"), QStringLiteral("机柜"),
        QStringLiteral("作业"),   QStringLiteral("租户"), QStringLiteral("活跃"),
        QStringLiteral("功率"),   QStringLiteral("温度"), QStringLiteral("时延")};
    if (role == Qt::DisplayRole)
        return (m_chinese ? chinese : english).value(section);
    if (role == Qt::TextAlignmentRole)
        return int((section >= Active ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return QVariant();
}

} // namespace pilothouse::gallery
