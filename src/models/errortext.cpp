// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/errortext.h"

#include <QCoreApplication>

namespace pilothouse {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(pilothouse::ErrorText)
};

QString headline(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Cancelled:
        return Words::tr("Cancelled.");
    case ErrorCode::InvalidArgument:
        return Words::tr("That cannot be understood. Check what was entered.");
    case ErrorCode::NotFound:
        return Words::tr("Not found. It may have ended or been removed.");
    case ErrorCode::PermissionDenied:
        return Words::tr("Not permitted for this user.");
    case ErrorCode::Unaudited:
        return Words::tr("Not done: the audit log cannot be written.");
    case ErrorCode::Refused:
        return Words::tr("The scheduler refused.");
    case ErrorCode::Unavailable:
        return Words::tr("Nobody answers. Check the address and that the server runs.");
    case ErrorCode::DeadlineExceeded:
        return Words::tr("No answer in time. It is tried again.");
    case ErrorCode::WrongProtocol:
        return Words::tr("Something else answers there. Check the port.");
    case ErrorCode::IncompatibleVersion:
        return Words::tr("Of another major version. Update the older side.");
    case ErrorCode::Malformed:
        return Words::tr("What came is not what was announced. It was left out.");
    case ErrorCode::TooLarge:
        return Words::tr("Larger than this console accepts.");
    case ErrorCode::Corrupt:
        return Words::tr(
            "The file is damaged. It was left as it is; move it away to begin a new one.");
    case ErrorCode::ReadOnly:
        return Words::tr(
            "The folder cannot be written to. Choose another with --data, or mend its rights.");
    case ErrorCode::DiskFull:
        return Words::tr("The disk is full. Make room; recording goes on by itself.");
    case ErrorCode::InUse:
        return Words::tr(
            "Another console is recording there. Close it, or choose another folder with --data.");
    case ErrorCode::Io:
        return Words::tr("Reading or writing failed.");
    case ErrorCode::Internal:
        break;
    }
    return Words::tr("An unexpected error.");
}

} // namespace

QString errorText(const Error &error)
{
    const QString detail = QString::fromStdString(error.detail);
    return detail.isEmpty() ? headline(error.code) : headline(error.code) + u' ' + detail;
}

} // namespace pilothouse
