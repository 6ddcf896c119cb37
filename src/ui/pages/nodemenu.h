// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

#include <string>
#include <vector>

class QMenu;

namespace pilothouse {

// What can be done with nodes, for the menus of several pages: drain, resume, evacuate. Each makes
// a plan; one that the engine does not offer is disabled and says why. The menu must not outlive
// the call of its exec(); parent owns the dialogs.
void addNodeActions(QMenu &menu, const PageContext &context, QWidget *parent,
                    const std::vector<std::string> &nodes);

// Asks how, then proposes the evacuation.
void proposeEvacuation(const PageContext &context, QWidget *parent,
                       const std::vector<std::string> &nodes);

} // namespace pilothouse
