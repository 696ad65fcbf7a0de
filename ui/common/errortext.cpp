#include "ui/common/errortext.h"

#include <QCoreApplication>

namespace trailloupe::ui {

QString errorText(const Error& error)
{
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("Error", text);
    };
    switch (error.kind) {
    case Error::Kind::Io:
        return tr(QT_TRANSLATE_NOOP("Error", "The system could not read it."));
    case Error::Kind::Malformed:
        return tr(QT_TRANSLATE_NOOP("Error", "The bytes are not what they claim to be."));
    case Error::Kind::TooLarge:
        return tr(QT_TRANSLATE_NOOP("Error", "It is too large."));
    case Error::Kind::Unsupported:
        return tr(QT_TRANSLATE_NOOP("Error", "It is of a kind that cannot be read."));
    case Error::Kind::NotFound:
        return tr(QT_TRANSLATE_NOOP("Error", "It does not exist."));
    case Error::Kind::Conflict:
        return tr(QT_TRANSLATE_NOOP("Error", "It contradicts something else."));
    case Error::Kind::Cancelled:
        return tr(QT_TRANSLATE_NOOP("Error", "It was cancelled."));
    case Error::Kind::Internal:
        break;
    }
    return tr(QT_TRANSLATE_NOOP("Error", "Something went wrong inside the program."));
}

} // namespace trailloupe::ui
