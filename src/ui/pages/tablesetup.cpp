// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tablesetup.h"

#include "models/livetable.h"
#include "models/settings.h"
#include "ui/widgets/tableview.h"

#include <QHeaderView>

namespace pilothouse {

void setUpTable(TableView &view, LiveTable &model, const char *name, int sortColumn,
                Qt::SortOrder order)
{
    const QString id = QLatin1String(name);
    view.setObjectName(id);
    view.setModel(&model);
    view.setContextMenuPolicy(Qt::CustomContextMenu);
    view.setSelectionMode(QAbstractItemView::ExtendedSelection);
    QHeaderView *header = view.horizontalHeader();
    header->setStretchLastSection(false);
    for (int column = 0; column < model.columnCount(); ++column) {
        view.setColumnHidden(column, !model.column(column).shown);
        view.setColumnWidth(column, model.column(column).width);
    }
    view.sortByColumn(sortColumn, order);
    if (const QByteArray layout = settings::tableLayout(id); !layout.isEmpty())
        header->restoreState(layout); // sorts as it says
    for (int column = 0; column < model.columnCount(); ++column) {
        if (model.column(column).spare)
            view.setSpareColumn(column, model.column(column).width);
    }
    const auto remember = [header, id] { settings::setTableLayout(id, header->saveState()); };
    QObject::connect(header, &QHeaderView::sectionResized, &view, remember);
    QObject::connect(header, &QHeaderView::sectionMoved, &view, remember);
    QObject::connect(header, &QHeaderView::sortIndicatorChanged, &view, remember);
}

} // namespace pilothouse
