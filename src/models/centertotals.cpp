// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/centertotals.h"

#include <unordered_map>

namespace pilothouse {

std::string tenantSeries(const std::string &tenant)
{
    return kCenterTenantPrefix + tenant;
}

Layout centerLayout(const std::vector<Tenant> &tenants)
{
    Layout layout;
    layout.hostMetrics = {kCenterCapacity, kCenterAllocated, kCenterActive,
                          kCenterTensor,   kCenterPower,     kCenterQueue};
    for (const Tenant &tenant : tenants)
        layout.hostMetrics.push_back(tenantSeries(tenant.name));
    return layout;
}

std::vector<double> centerValues(const CenterView &view)
{
    const CenterTotals &totals = view.totals;
    std::vector<double> values{
        static_cast<double>(totals.accelerators),
        static_cast<double>(totals.allocated),
        static_cast<double>(totals.uses[static_cast<std::size_t>(Use::Effective)]),
        totals.tensorActive,
        totals.power,
        static_cast<double>(totals.pending),
    };
    std::unordered_map<std::string, double> allocated;
    for (const JobPtr &job : view.jobOf) {
        if (job)
            allocated[job->tenant] += 1;
    }
    for (const Tenant &tenant : view.book->tenants)
        values.push_back(allocated[tenant.name]);
    return values;
}

} // namespace pilothouse
