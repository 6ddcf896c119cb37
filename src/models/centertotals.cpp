// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/centertotals.h"

#include <algorithm>
#include <limits>
#include <span>
#include <unordered_map>

namespace pilothouse {

namespace {

// A layout is bounded; of more tenants than this, the first are recorded.
constexpr std::size_t kMostTenants = 240;

std::span<const Tenant> recorded(const std::vector<Tenant> &tenants)
{
    return std::span(tenants).first(std::min(tenants.size(), kMostTenants));
}

} // namespace

std::string tenantSeries(const std::string &tenant)
{
    return kCenterTenantPrefix + tenant;
}

Layout centerLayout(const std::vector<Tenant> &tenants)
{
    Layout layout;
    layout.hostMetrics = {kCenterCapacity, kCenterAllocated, kCenterActive,
                          kCenterTensor,   kCenterPower,     kCenterQueue};
    for (const Tenant &tenant : recorded(tenants))
        layout.hostMetrics.push_back(tenantSeries(tenant.name));
    return layout;
}

std::vector<double> centerValues(const CenterView &view)
{
    // Without a scheduler that answers, nothing is known to be allocated.
    const auto placed = [&view](double value) {
        return view.placement == Placement::Live ? value : std::numeric_limits<double>::quiet_NaN();
    };
    const CenterTotals &totals = view.totals;
    std::vector<double> values{
        static_cast<double>(totals.accelerators),
        placed(static_cast<double>(totals.allocated)),
        placed(static_cast<double>(totals.uses[static_cast<std::size_t>(Use::Effective)])),
        totals.tensorActive,
        totals.power,
        placed(static_cast<double>(totals.pending)),
    };
    std::unordered_map<std::string, double> allocated;
    for (const JobPtr &job : view.jobOf) {
        if (job)
            allocated[job->tenant] += 1;
    }
    for (const Tenant &tenant : recorded(view.book->tenants))
        values.push_back(allocated[tenant.name]);
    return values;
}

} // namespace pilothouse
