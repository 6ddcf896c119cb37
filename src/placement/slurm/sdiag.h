// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/parse/replies.h"

#include <string_view>

namespace pilothouse::slurm {

// What `sdiag` prints. Malformed where it names no number of server threads.
[[nodiscard]] Result<Diagnosis> readDiagnosisText(std::string_view text);

} // namespace pilothouse::slurm
