// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace pilothouse {

// A batch script to begin with, for one of the frameworks of the submit dialog: how that framework
// starts one process per accelerator on every node of a Slurm job. The user puts the program in.
[[nodiscard]] QString jobTemplate(const QString &framework);

} // namespace pilothouse
