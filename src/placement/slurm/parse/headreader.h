// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/parse/replyhead.h"

// Private to this folder.
namespace pilothouse::slurm {

class Json;

[[nodiscard]] ReplyHead headOf(const Json &reply);
// What a body that is no JSON says.
[[nodiscard]] Error textFailure(int status, std::string_view body);

} // namespace pilothouse::slurm
