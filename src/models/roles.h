// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QMetaType>
#include <QtCore/Qt>

namespace pilothouse {

// How a thing is doing. Every state is drawn as a shape of its own and named by a word, so that
// colour never carries it alone. The order is that of severity: a table sorts by it.
enum class State : int {
    None, // nothing to say; no mark is drawn
    Ok,
    Info, // worth a look, nothing wrong
    Pending, // waiting, starting
    Drained, // taken out of service on purpose
    Unknown, // no telemetry
    Warning,
    Critical,
};

// What the item models answer beside Qt::DisplayRole, Qt::TextAlignmentRole, Qt::ToolTipRole and
// Qt::FontRole (of which the tables take the weight).
enum Roles : int {
    ValueRole = Qt::UserRole, // the raw value, for sorting and export: double (NaN: missing),
                              // qint64, QString
    UnitRole, // QString: the unit of ValueRole, for export
    StateRole, // int(State): a mark at the left of the cell
    BarRole, // double, 0 to 1: a bar at the left of the figure; NaN: no bar but its empty place
    StaleRole, // bool: the value is old or its source is silent; drawn muted
    LinkRole, // bool: drawn as a link; a click or Enter opens it
    IdRole, // the stable identity of the row: keeps a selection over a refresh
    SubTextRole, // QString: muted words that follow the text in the same cell
    ToneRole, // int(State): colours the text of the cell (the words say it too)
};

} // namespace pilothouse

Q_DECLARE_METATYPE(pilothouse::State)
