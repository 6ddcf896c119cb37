// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/reasontext.h"

#include "models/text.h"
#include "placement/reason.h"

#include <QCoreApplication>
#include <QHash>

namespace pilothouse::text {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(pilothouse::Text)
};

struct Plain {
    const char *name;
    const char *words;
};

// The names of Slurm 22.05 to 25.11 that stand for themselves.
constexpr Plain kPlain[] = {
    {"Resources", QT_TRANSLATE_NOOP("pilothouse::Text", "waits for free accelerators")},
    {"Priority", QT_TRANSLATE_NOOP("pilothouse::Text", "jobs of higher priority go first")},
    {"JobHeldUser", QT_TRANSLATE_NOOP("pilothouse::Text", "held by its user")},
    {"JobHeldAdmin", QT_TRANSLATE_NOOP("pilothouse::Text", "held by an administrator")},
    {"ReqNodeNotAvail",
     QT_TRANSLATE_NOOP("pilothouse::Text", "a node that it requires is not available")},
    {"BeginTime", QT_TRANSLATE_NOOP("pilothouse::Text", "its begin time has not come")},
    {"Dependency", QT_TRANSLATE_NOOP("pilothouse::Text", "waits for another job")},
    {"DependencyNeverSatisfied",
     QT_TRANSLATE_NOOP("pilothouse::Text",
                       "the job that it depends on ended in another way; it will never start")},
    {"PartitionNodeLimit", QT_TRANSLATE_NOOP("pilothouse::Text", "larger than its pool allows")},
    {"PartitionTimeLimit",
     QT_TRANSLATE_NOOP("pilothouse::Text", "its time limit is longer than its pool allows")},
    {"PartitionDown", QT_TRANSLATE_NOOP("pilothouse::Text", "its pool starts no jobs")},
    {"PartitionInactive", QT_TRANSLATE_NOOP("pilothouse::Text", "its pool is inactive")},
    {"PartitionConfig",
     QT_TRANSLATE_NOOP("pilothouse::Text", "its pool does not allow such a job")},
    {"Licenses", QT_TRANSLATE_NOOP("pilothouse::Text", "waits for a software licence")},
    {"Reservation", QT_TRANSLATE_NOOP("pilothouse::Text", "waits for its reservation to begin")},
    {"ReservationDeleted",
     QT_TRANSLATE_NOOP("pilothouse::Text", "its reservation was deleted; held")},
    {"JobArrayTaskLimit",
     QT_TRANSLATE_NOOP("pilothouse::Text", "as many tasks of its array run as it allows itself")},
    {"Prolog", QT_TRANSLATE_NOOP("pilothouse::Text", "its nodes are being prepared")},
    {"Cleaning", QT_TRANSLATE_NOOP("pilothouse::Text", "its last run is being cleaned up")},
    {"JobHoldMaxRequeue", QT_TRANSLATE_NOOP("pilothouse::Text", "held: it was requeued too often")},
    {"JobLaunchFailure", QT_TRANSLATE_NOOP("pilothouse::Text", "could not be launched")},
    {"NonZeroExitCode", QT_TRANSLATE_NOOP("pilothouse::Text", "ended with an error")},
    {"RaisedSignal", QT_TRANSLATE_NOOP("pilothouse::Text", "ended by a signal")},
    {"OutOfMemory", QT_TRANSLATE_NOOP("pilothouse::Text", "used more memory than it asked for")},
    {"TimeLimit", QT_TRANSLATE_NOOP("pilothouse::Text", "ran into its time limit")},
    {"InactiveLimit", QT_TRANSLATE_NOOP("pilothouse::Text", "was idle for too long")},
    {"NodeDown", QT_TRANSLATE_NOOP("pilothouse::Text", "a node went down")},
    {"BadConstraints",
     QT_TRANSLATE_NOOP("pilothouse::Text", "no nodes can ever meet what it asks for")},
    {"InvalidAccount", QT_TRANSLATE_NOOP("pilothouse::Text", "its tenant is not known")},
    {"AccountNotAllowed",
     QT_TRANSLATE_NOOP("pilothouse::Text", "its tenant may not use this pool")},
    {"InvalidQOS", QT_TRANSLATE_NOOP("pilothouse::Text", "its QOS is not known")},
    {"QOSNotAllowed", QT_TRANSLATE_NOOP("pilothouse::Text", "its QOS may not be used here")},
    {"QOSUsageThreshold",
     QT_TRANSLATE_NOOP("pilothouse::Text", "its usage is above the threshold of its QOS")},
    {"AccountingPolicy",
     QT_TRANSLATE_NOOP("pilothouse::Text", "a limit of its tenant or QOS is reached")},
    {"AssociationJobLimit",
     QT_TRANSLATE_NOOP("pilothouse::Text", "its tenant runs as many jobs as it may")},
    {"AssociationResourceLimit",
     QT_TRANSLATE_NOOP("pilothouse::Text", "its tenant has reached its quota")},
    {"AssociationTimeLimit",
     QT_TRANSLATE_NOOP("pilothouse::Text", "its tenant has used up its time")},
    {"QOSJobLimit", QT_TRANSLATE_NOOP("pilothouse::Text", "its QOS runs as many jobs as it may")},
    {"QOSResourceLimit", QT_TRANSLATE_NOOP("pilothouse::Text", "its QOS has reached its limit")},
    {"QOSTimeLimit", QT_TRANSLATE_NOOP("pilothouse::Text", "its QOS has used up its time")},
    {"MaxMemPerLimit",
     QT_TRANSLATE_NOOP("pilothouse::Text", "asks for more memory than its pool allows")},
    {"DeadLine", QT_TRANSLATE_NOOP("pilothouse::Text", "could not end before its deadline")},
    {"FrontEndDown", QT_TRANSLATE_NOOP("pilothouse::Text", "a front-end node is down")},
    {"SchedDefer",
     QT_TRANSLATE_NOOP("pilothouse::Text", "the scheduler puts off immediate starts")},
    {"SystemFailure", QT_TRANSLATE_NOOP("pilothouse::Text", "the system failed")},
    {"FedJobLock", QT_TRANSLATE_NOOP("pilothouse::Text", "another cluster decides about it")},
    {"BurstBufferResources",
     QT_TRANSLATE_NOOP("pilothouse::Text", "waits for room in the burst buffer")},
    {"BurstBufferStageIn",
     QT_TRANSLATE_NOOP("pilothouse::Text", "its data is being staged into the burst buffer")},
    {"BurstBufferOperation",
     QT_TRANSLATE_NOOP("pilothouse::Text", "an operation on the burst buffer failed")},
    {"PowerNotAvail", QT_TRANSLATE_NOOP("pilothouse::Text", "not enough power is available")},
    {"PowerReserved", QT_TRANSLATE_NOOP("pilothouse::Text", "the power that it needs is reserved")},
    {"MaxPowerPerLimit",
     QT_TRANSLATE_NOOP("pilothouse::Text", "asks for more power than is allowed")},
    {"WaitForScheduling",
     QT_TRANSLATE_NOOP("pilothouse::Text", "has not been looked at by the scheduler yet")},
};

QString plainWords(const QString &name)
{
    static const auto kByName = [] {
        QHash<QString, const char *> words;
        for (const auto &plain : kPlain)
            words.insert(QLatin1String(plain.name), plain.words);
        return words;
    }();
    const auto found = kByName.constFind(name);
    return found == kByName.cend() ? QString()
                                   : QCoreApplication::translate("pilothouse::Text", *found);
}

QString resourceName(Reason::Resource resource)
{
    using Resource = Reason::Resource;
    switch (resource) {
    case Resource::Cpu:
        return Words::tr("CPU cores");
    case Resource::Memory:
        return Words::tr("memory", "of a limit");
    case Resource::Node:
        return Words::tr("nodes", "of a limit");
    case Resource::Gres:
        return Words::tr("accelerators", "of a limit");
    case Resource::Energy:
        return Words::tr("energy", "of a limit");
    case Resource::License:
        return Words::tr("software licences");
    case Resource::BurstBuffer:
        return Words::tr("burst buffer");
    case Resource::Billing:
        return Words::tr("billing units");
    case Resource::Wall:
        return Words::tr("run time");
    default:
        return Words::tr("resources");
    }
}

// Whom a limit binds.
QString boundOf(const Reason &reason, const ReasonContext &context)
{
    if (reason.aggregate == Reason::Aggregate::PerUser)
        return context.user.isEmpty() ? Words::tr("its user")
                                      : Words::tr("the user %1").arg(context.user);
    if (reason.scope == Reason::Scope::Association
        || reason.aggregate == Reason::Aggregate::PerAccount)
        return context.tenant.isEmpty() ? Words::tr("its tenant")
                                        : Words::tr("the tenant %1").arg(context.tenant);
    return context.qos.isEmpty() ? Words::tr("its QOS") : Words::tr("the QOS %1").arg(context.qos);
}

QString ofJobs(const Reason &reason, const QString &bound)
{
    return reason.resource == Reason::Resource::SubmittedJobs
        ? Words::tr("%1 already has as many jobs in the queue as allowed").arg(bound)
        : Words::tr("%1 already runs as many jobs as allowed").arg(bound);
}

QString ofTime(const Reason &reason, const QString &bound)
{
    return reason.aggregate == Reason::Aggregate::PerJob
        ? Words::tr("its time limit is longer than %1 allows").arg(bound)
        : Words::tr("%1 has used up all the run time allowed").arg(bound);
}

QString inTotal(const Reason &reason, const QString &bound, const ReasonContext &context)
{
    const auto what = resourceName(reason.resource);
    switch (reason.measure) {
    case Reason::Measure::Minutes:
        return Words::tr("%1 has used up its budget of %2 × time").arg(bound, what);
    case Reason::Measure::RunMinutes:
        return Words::tr("running jobs of %1 claim all its budget of %2 × time").arg(bound, what);
    case Reason::Measure::AtOnce:
        break;
    }
    const bool isQuota = reason.resource == Reason::Resource::Gres
        && reason.scope == Reason::Scope::Association
        && reason.aggregate == Reason::Aggregate::Group && context.quota > 0;
    if (isQuota)
        return Words::tr("%1 may use at most %Ln accelerators in total; the limit is reached",
                         nullptr, static_cast<int>(context.quota))
            .arg(bound);
    return Words::tr("%1 has reached its limit of %2 in use at once").arg(bound, what);
}

QString limitWords(const Reason &reason, const ReasonContext &context)
{
    using Aggregate = Reason::Aggregate;
    using Resource = Reason::Resource;
    const auto bound = boundOf(reason, context);
    if (reason.resource == Resource::Jobs || reason.resource == Resource::SubmittedJobs)
        return ofJobs(reason, bound);
    if (reason.resource == Resource::Wall)
        return ofTime(reason, bound);
    const auto what = resourceName(reason.resource);
    switch (reason.aggregate) {
    case Aggregate::Group:
    case Aggregate::PerAccount:
    case Aggregate::PerUser:
        return inTotal(reason, bound, context);
    case Aggregate::PerNode:
        return Words::tr("asks for more %1 on one node than %2 allows").arg(what, bound);
    case Aggregate::Least:
        return Words::tr("asks for less %1 than %2 requires").arg(what, bound);
    case Aggregate::PerJob:
        break;
    }
    return reason.measure == Reason::Measure::AtOnce
        ? Words::tr("asks for more %1 than %2 allows one job").arg(what, bound)
        : Words::tr("asks for more %1 × time than %2 allows one job").arg(what, bound);
}

ReasonContext contextOf(const Job &job, const JobBook &book)
{
    ReasonContext context{from(job.tenant), from(job.user), from(job.qos), 0};
    for (const auto &tenant : book.tenants)
        if (tenant.name == job.tenant)
            context.quota = tenant.quota;
    return context;
}

} // namespace

QString reason(const std::string &reason, const ReasonContext &context)
{
    const auto parsed = parseReason(reason);
    if (parsed.kind == Reason::Kind::None)
        return parsed.name.empty() && reason != "None" ? from(reason) : QString();
    const auto words = parsed.kind == Reason::Kind::Limit
        ? limitWords(parsed, context)
        : plainWords(from(std::string(parsed.name)));
    return words.isEmpty() ? from(reason) : words;
}

QString reason(const Job &job, const JobBook &book)
{
    return reason(job.reason, contextOf(job, book));
}

QString reasonInFull(const Job &job, const JobBook &book)
{
    auto full = reason(job, book);
    const auto name = from(job.reason);
    if (!name.isEmpty() && full != name)
        full = Words::tr("%1 (%2)", "a reason and the scheduler's name for it").arg(full, name);
    const auto &description = job.detail().stateDescription;
    if (!description.empty() && description != job.reason)
        full = full.isEmpty()
            ? from(description)
            : Words::tr("%1: %2", "a reason and details").arg(full, from(description));
    return full;
}

QString reason(const std::string &reason)
{
    return text::reason(reason, {});
}

} // namespace pilothouse::text
