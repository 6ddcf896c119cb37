// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <vector>

class QWidget;

namespace pilothouse {

// Asks why nodes are drained; the engine demands a reason. Nothing: the user thought better of it.
[[nodiscard]] std::optional<QString> askDrainReason(QWidget *parent,
                                                    const std::vector<std::string> &nodes);

} // namespace pilothouse
