// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/centerview.h"
#include "models/roles.h"
#include "telemetry/fleet/fleetstate.h"

#include <QString>
#include <unordered_map>
#include <vector>

namespace pilothouse {

// One thing that deserves a look: where, what, and the page that shows it.
struct AttentionItem {
    State severity = State::Info;
    QString title;
    QString detail;
    QString address; // of a page, such as fleet/node/n007
    Micros since = 0;
};

// Keeps watch over what deserves attention: nodes down or silent, faults of the last half hour,
// throttling, and jobs that hold accelerators without using them. GUI thread.
class Attention {
public:
    // Worst first, then the newest; at most limit items.
    [[nodiscard]] std::vector<AttentionItem>
    items(const CenterView &view, const std::vector<FleetEvent> &events, std::size_t limit);

private:
    void addNodes(const CenterView &view, std::vector<AttentionItem> &items) const;
    void addEvents(const CenterView &view, const std::vector<FleetEvent> &events,
                   std::vector<AttentionItem> &items) const;
    void addIdleJobs(const CenterView &view, std::vector<AttentionItem> &items);

    std::unordered_map<JobId, Micros> m_idleSince;
};

} // namespace pilothouse
