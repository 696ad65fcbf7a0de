#include "ui/common/errortext.h"

#include <QCoreApplication>

namespace trailloupe::ui {

QString errorText(const Error& error)
{
    switch (error.kind) {
    case Error::Kind::Io:
        return QCoreApplication::translate("Error", "The system could not read it.");
    case Error::Kind::Malformed:
        return QCoreApplication::translate("Error", "The bytes are not what they claim to be.");
    case Error::Kind::TooLarge:
        return QCoreApplication::translate("Error", "It is too large.");
    case Error::Kind::Unsupported:
        return QCoreApplication::translate("Error", "It is of a kind that cannot be read.");
    case Error::Kind::NotFound:
        return QCoreApplication::translate("Error", "It does not exist.");
    case Error::Kind::Conflict:
        return QCoreApplication::translate("Error", "It contradicts something else.");
    case Error::Kind::Cancelled:
        return QCoreApplication::translate("Error", "It was cancelled.");
    case Error::Kind::Internal:
        break;
    }
    return QCoreApplication::translate("Error", "Something went wrong inside the program.");
}

} // namespace trailloupe::ui
