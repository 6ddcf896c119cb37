// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/roles.h"
#include "ui/theme/tokens.h"

#include <QtCore/QRectF>
#include <QtCore/QString>

class QPainter;

namespace pilothouse {

// The mark of a state, centred in the box, at most 10 px: Ok a disc, Info a small square, Pending
// three dots, Drained a hatched square, Unknown a hollow ring, Warning a half-filled disc,
// Critical a diamond. None draws nothing.
void paintStateMark(QPainter &painter, const QRectF &box, State state, const ThemeTokens &tokens);

// The colour that goes with a state; of None the text colour.
[[nodiscard]] QColor stateColor(State state, const ThemeTokens &tokens);

// The word for a state, translated; what a screen reader says for the mark.
[[nodiscard]] QString stateName(State state);

// The ring around the self-painted thing that has the keyboard focus.
void paintFocusRing(QPainter &painter, const QRectF &box, const ThemeTokens &tokens,
                    qreal radius = space::kSmallRadius);

} // namespace pilothouse
