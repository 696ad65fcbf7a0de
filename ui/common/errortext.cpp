#include "ui/common/errortext.h"

#include "ui/words/evidencetext.h"

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

QString caseErrorText(const Error& error)
{
    const QString path = visibleText(QString::fromStdString(error.source));
    const QString detail = visibleText(QString::fromStdString(error.detail));
    QString words;
    switch (error.kind) {
    case Error::Kind::Unsupported:
        words = detail.contains(QStringLiteral("read-only"))
            ? QCoreApplication::translate(
                "Error",
                "It is of an older version and cannot be written to, so it cannot be "
                "brought up to date (%1).")
            : QCoreApplication::translate("Error",
                                          "It was written by a newer version of Trailloupe (%1).");
        break;
    case Error::Kind::Malformed:
        words = QCoreApplication::translate("Error", "It is no case file, or a broken one (%1).");
        break;
    case Error::Kind::Conflict:
        words = QCoreApplication::translate("Error", "Another program keeps it busy (%1).");
        break;
    case Error::Kind::Io:
        words = QCoreApplication::translate("Error", "The system says: %1.");
        break;
    default:
        words = errorText(error) + QStringLiteral(" (%1)");
        break;
    }
    words = words.arg(detail);
    return path.isEmpty() ? words : QCoreApplication::translate("Error", "%1: %2").arg(path, words);
}

} // namespace trailloupe::ui
