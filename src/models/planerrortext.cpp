// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/planerrortext.h"

#include "models/errortext.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <array>

namespace pilothouse {

namespace {

struct Form {
    const char *pattern;
    const char *words;
};

constexpr std::array kForms{
    Form{"job (\\d+) has ended \\((\\w+)\\)",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Job %1 has ended (%2).")},
    Form{"job (\\d+) is (\\w+), not (\\w+)",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Job %1 is %2, not %3.")},
    Form{"job (\\d+) is held already",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Job %1 is held already.")},
    Form{"job (\\d+) is not held",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Job %1 is not held.")},
    Form{"job (\\d+) has that priority already",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Job %1 has that priority already.")},
    Form{"job (\\d+) is in pool (.+) already",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Job %1 is in pool %2 already.")},
    Form{"job (\\d+) (?:runs|is to run) on these nodes already",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Job %1 is on these nodes already.")},
    Form{"job (\\d+) asks for (.+), node (.+) has (.+)",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Job %1 asks for %2; node %3 has %4.")},
    Form{"job (\\d+) cannot be requeued",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Job %1 cannot be run again.")},
    Form{"job (\\d+) is so already",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Job %1 is so already.")},
    Form{"job (\\d+) is held, its priority cannot be set",
         QT_TRANSLATE_NOOP("pilothouse::PlanError",
                           "Job %1 is held; release it to set its priority.")},
    Form{"job (\\d+) is (\\w+)", QT_TRANSLATE_NOOP("pilothouse::PlanError", "Job %1 is %2.")},
    Form{"job (\\d+) is not known",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "The scheduler does not know job %1.")},
    Form{"node (.+) is drained already",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Node %1 is drained already.")},
    Form{"node (.+) is (\\w+), not drained",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Node %1 is %2, not drained.")},
    Form{"node (.+) is not known",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "There is no node %1.")},
    Form{"node (.+) is not in pool (.+)",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Node %1 is not in pool %2.")},
    Form{"node (.+) is down already",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Node %1 is down already.")},
    Form{"node (.+) is (\\w+)",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Node %1 is %2 and takes no jobs.")},
    Form{"pool (.+) is not known",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "There is no pool %1.")},
    Form{"the target is too small for the (\\d+) accelerators of job (\\d+)",
         QT_TRANSLATE_NOOP(
             "pilothouse::PlanError",
             "The target is too small for the %1 accelerators of job %2. Name more nodes.")},
    Form{"the move has no target",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Name the nodes or the pool to move to.")},
    Form{"the job wants (\\d+) accelerators, its pool has (\\d+) of that kind",
         QT_TRANSLATE_NOOP("pilothouse::PlanError",
                           "The job wants %1 accelerators; its pool has %2 of that kind.")},
    Form{"these nodes are drained and empty already",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "These nodes are drained and empty already.")},
    Form{"(\\d+) whole nodes are free already",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "%1 whole nodes are free already.")},
    Form{"no way is found to free (\\d+) whole nodes",
         QT_TRANSLATE_NOOP("pilothouse::PlanError",
                           "No way is found to free %1 whole nodes by moving jobs.")},
    Form{"at least one node is to be freed",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "At least one node is to be freed.")},
    Form{"a drain needs a reason",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Say why the nodes are drained.")},
    Form{"taking a node down needs a reason",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Say why the nodes are taken down.")},
    Form{"a signal needs a name", QT_TRANSLATE_NOOP("pilothouse::PlanError", "Name the signal.")},
    Form{"nothing is to be changed",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "Say what is to change.")},
    Form{"a job needs a name", QT_TRANSLATE_NOOP("pilothouse::PlanError", "Give the job a name.")},
    Form{"a job needs at least one accelerator",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "A job needs at least one accelerator.")},
    Form{"a priority is not negative",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "A priority is not negative.")},
    Form{"a time span is not negative",
         QT_TRANSLATE_NOOP("pilothouse::PlanError", "A time span is not negative.")},
};

} // namespace

QString planErrorText(const Error &error)
{
    const QString detail = QString::fromStdString(error.detail);
    for (const Form &form : kForms) {
        const QRegularExpression pattern(
            QRegularExpression::anchoredPattern(QLatin1String(form.pattern)));
        const QRegularExpressionMatch match = pattern.match(detail);
        if (!match.hasMatch())
            continue;
        QString words = QCoreApplication::translate("pilothouse::PlanError", form.words);
        for (int i = 1; i <= match.lastCapturedIndex(); ++i)
            words.replace(u'%' + QString::number(i), match.captured(i));
        return words;
    }
    return errorText(error);
}

} // namespace pilothouse
