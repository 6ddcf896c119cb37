// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/heatmapmodes.h"

#include "models/text.h"
#include "ui/theme/tokens.h"

#include <QHash>
#include <algorithm>
#include <limits>

namespace pilothouse {

namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kCool = 25; // °C, the ramp's ends for temperatures
constexpr double kHot = 90;

double share(const CenterView &view, Metric metric, AcceleratorIndex accelerator)
{
    if (view.isStale(view.topology().accelerators[accelerator].node))
        return kMissing;
    const double value = view.value(metric, accelerator);
    const AcceleratorInfo &info = view.topology().info(accelerator);
    switch (metric) {
    case Metric::MemoryUsed:
        return info.memoryBytes == 0 ? kMissing : value / static_cast<double>(info.memoryBytes);
    case Metric::Power:
        return info.powerLimitWatts <= 0 ? kMissing : value / info.powerLimitWatts;
    case Metric::Temperature:
        return (value - kCool) / (kHot - kCool);
    default:
        return value;
    }
}

void byJob(const CenterView &view, HeatmapColours &colours)
{
    for (const JobPtr &job : view.jobOf)
        colours.categories.push_back(job ? jobColour(job->id) : -1);
}

void byTenant(const CenterView &view, HeatmapColours &colours)
{
    QHash<QString, int> index;
    for (const Tenant &tenant : view.book->tenants) {
        index.insert(text::from(tenant.name), static_cast<int>(index.size()));
        colours.names << text::from(tenant.name);
    }
    for (const JobPtr &job : view.jobOf)
        colours.categories.push_back(job ? index.value(text::from(job->tenant), -1) : -1);
}

} // namespace

int jobColour(JobId job)
{
    // Neighbouring ids get colours far apart.
    return static_cast<int>((job * 7) % kCategoryCount);
}

HeatmapColours heatmapColours(const CenterView &view, const QString &mode)
{
    HeatmapColours colours;
    colours.categorical = mode == QLatin1String("job") || mode == QLatin1String("tenant");
    if (mode == QLatin1String("job")) {
        byJob(view, colours);
        return colours;
    }
    if (mode == QLatin1String("tenant")) {
        byTenant(view, colours);
        return colours;
    }
    const Metric metric = findMetric(mode.toStdString()).value_or(Metric::TensorActive);
    colours.values.reserve(view.topology().accelerators.size());
    for (AcceleratorIndex accelerator = 0; accelerator < view.topology().accelerators.size();
         ++accelerator)
        colours.values.push_back(share(view, metric, accelerator));
    const bool celsius = metric == Metric::Temperature;
    colours.low = celsius ? text::value(kCool, Unit::Celsius) : text::value(0, Unit::Ratio);
    colours.high = celsius ? text::value(kHot, Unit::Celsius) : text::value(1, Unit::Ratio);
    return colours;
}

} // namespace pilothouse
