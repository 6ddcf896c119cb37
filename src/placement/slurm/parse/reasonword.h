// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

// Private to this folder.
namespace pilothouse::slurm {

struct ReasonWords {
    std::string reason; // Slurm's name for it
    std::string description; // free text that commands print in its place
};

// Commands print the description, where there is one, in place of the reason's name, scontrol with
// "_" for blanks: "ReqNodeNotAvail,_UnavailableNodes:h800-[1-2]". As in a JSON reply, both are
// told.
[[nodiscard]] ReasonWords reasonWords(std::string_view text);

} // namespace pilothouse::slurm
