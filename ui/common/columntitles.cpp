#include "ui/common/columntitles.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <string_view>

namespace trailloupe::ui {

using query::Column;
using query::Derived;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Columns", text);
}

struct PathTitle
{
    std::string_view path;
    const char* title;
    int width;
};

// Paths that have a name of their own in the console's Event history.
constexpr std::array kPathTitles = {
    PathTitle{"eventName", QT_TRANSLATE_NOOP("Columns", "Event name"), 190},
    PathTitle{"eventSource", QT_TRANSLATE_NOOP("Columns", "Event source"), 170},
    PathTitle{"awsRegion", QT_TRANSLATE_NOOP("Columns", "Region"), 110},
    PathTitle{"recipientAccountId", QT_TRANSLATE_NOOP("Columns", "Account"), 110},
    PathTitle{"sourceIPAddress", QT_TRANSLATE_NOOP("Columns", "Source IP"), 140},
    PathTitle{"readOnly", QT_TRANSLATE_NOOP("Columns", "Read-only"), 84},
    PathTitle{"eventID", QT_TRANSLATE_NOOP("Columns", "Event ID"), 290},
    PathTitle{"requestID", QT_TRANSLATE_NOOP("Columns", "Request ID"), 290},
    PathTitle{"errorCode", QT_TRANSLATE_NOOP("Columns", "Error code"), 170},
    PathTitle{"errorMessage", QT_TRANSLATE_NOOP("Columns", "Error message"), 320},
    PathTitle{"userAgent", QT_TRANSLATE_NOOP("Columns", "User agent"), 240},
    PathTitle{"userIdentity.accessKeyId", QT_TRANSLATE_NOOP("Columns", "Access key"), 180},
    PathTitle{"userIdentity.arn", QT_TRANSLATE_NOOP("Columns", "Caller ARN"), 320},
    PathTitle{"userIdentity.type", QT_TRANSLATE_NOOP("Columns", "Identity type"), 120},
    PathTitle{"userIdentity.invokedBy", QT_TRANSLATE_NOOP("Columns", "Invoked by"), 170},
    PathTitle{"userIdentity.accountId", QT_TRANSLATE_NOOP("Columns", "Caller's account"), 120},
};

const PathTitle* known(const Column& column)
{
    const auto found = std::ranges::find(kPathTitles, column.path, &PathTitle::path);
    return found == kPathTitles.end() ? nullptr : &*found;
}

} // namespace

QString columnTitle(const Column& column, const QString& zoneName)
{
    switch (column.derived) {
    case Derived::Time:
        return zoneName.isEmpty()
            ? QCoreApplication::translate("Columns", "Event time")
            : QCoreApplication::translate("Columns", "Event time (%1)").arg(zoneName);
    case Derived::User:
        return QCoreApplication::translate("Columns", "User name");
    case Derived::Role:
        return QCoreApplication::translate("Columns", "Role");
    case Derived::Resource:
        return QCoreApplication::translate("Columns", "Resources");
    case Derived::ResourceType:
        return QCoreApplication::translate("Columns", "Resource types");
    case Derived::Error:
        return QCoreApplication::translate("Columns", "Error");
    case Derived::Class:
        return QCoreApplication::translate("Columns", "Kind");
    case Derived::Outcome:
        return QCoreApplication::translate("Columns", "Outcome");
    case Derived::Service:
        return QCoreApplication::translate("Columns", "Service");
    case Derived::Verb:
        return QCoreApplication::translate("Columns", "Verb");
    case Derived::Agent:
        return QCoreApplication::translate("Columns", "Program");
    case Derived::Account:
        return QCoreApplication::translate("Columns", "Account (either)");
    case Derived::AccountName:
        return QCoreApplication::translate("Columns", "Account name");
    case Derived::Via:
        return QCoreApplication::translate("Columns", "Via service");
    case Derived::Actor:
        return QCoreApplication::translate("Columns", "Actor");
    case Derived::ActorType:
        return QCoreApplication::translate("Columns", "Actor type");
    case Derived::Session:
        return QCoreApplication::translate("Columns", "Session");
    case Derived::SessionOrigin:
        return QCoreApplication::translate("Columns", "Origin of the session");
    case Derived::SessionRoot:
        return QCoreApplication::translate("Columns", "First session");
    case Derived::Principal:
        return QCoreApplication::translate("Columns", "Credentials of");
    case Derived::None:
        break;
    }
    const PathTitle* title = known(column);
    return title ? tr(title->title) : QString::fromStdString(column.path);
}

QString fieldTitle(const query::Field& field)
{
    if (field.derived != Derived::None)
        return columnTitle(Column::derivedColumn(field.derived));
    return columnTitle(Column::pathColumn(field.text()));
}

QString columnToolTip(const Column& column)
{
    switch (column.derived) {
    case Derived::Time:
        return QCoreApplication::translate("Columns",
                                           "eventTime. The order of events inside one second "
                                           "is not known.");
    case Derived::User:
        return QCoreApplication::translate("Columns", "The name the console's Event history shows");
    case Derived::Role:
        return QCoreApplication::translate("Columns", "The role behind an assumed-role session");
    case Derived::Resource:
        return QCoreApplication::translate("Columns",
                                           "Names of the resources that the call was about");
    case Derived::ResourceType:
        return QCoreApplication::translate("Columns",
                                           "Types of the resources that the call was about");
    case Derived::Error:
        return QCoreApplication::translate("Columns", "errorCode, or what stands for it");
    case Derived::Class:
        return QCoreApplication::translate("Columns", "Read, write, sensitive, denied or failed");
    case Derived::Outcome:
        return QCoreApplication::translate("Columns", "Success or failure");
    case Derived::Service:
        return QCoreApplication::translate("Columns", "The service, as IAM policies call it");
    case Derived::Verb:
        return QCoreApplication::translate("Columns",
                                           "What the call is for: read, write, sensitive or "
                                           "destructive, whether it succeeded or not");
    case Derived::Agent:
        return QCoreApplication::translate("Columns",
                                           "The kind of program, as the user agent says of "
                                           "itself");
    case Derived::Account:
        return QCoreApplication::translate("Columns",
                                           "recipientAccountId, or the caller's account where "
                                           "there is none");
    case Derived::AccountName:
        return QCoreApplication::translate("Columns",
                                           "The account's alias or name, where an event of the "
                                           "export says it");
    case Derived::Via:
        return QCoreApplication::translate("Columns",
                                           "The AWS service that made the call, for itself or "
                                           "on someone's behalf");
    case Derived::Actor:
        return QCoreApplication::translate("Columns",
                                           "Who acted: the person or service at the top of the "
                                           "chain of sessions, roles resolved");
    case Derived::ActorType:
        return QCoreApplication::translate("Columns", "What the actor is: user, root, service …");
    case Derived::Session:
        return QCoreApplication::translate("Columns",
                                           "The access key, or what else tells the session apart");
    case Derived::SessionOrigin:
        return QCoreApplication::translate("Columns",
                                           "How the origin of the session is known, or that it is "
                                           "not in the export");
    case Derived::SessionRoot:
        return QCoreApplication::translate("Columns",
                                           "The session at the top of the chain: where it began, "
                                           "keys that others created included");
    case Derived::Principal:
        return QCoreApplication::translate("Columns",
                                           "The user, role or service whose credentials the call "
                                           "was made with");
    case Derived::None:
        break;
    }
    return QString::fromStdString(column.path);
}

int columnWidth(const Column& column)
{
    switch (column.derived) {
    case Derived::Time:
        return 200; // with a star and a tag before it
    case Derived::User:
    case Derived::Role:
    case Derived::Actor:
    case Derived::Principal:
        return 150;
    case Derived::Session:
    case Derived::SessionRoot:
        return 190;
    case Derived::Resource:
        return 230;
    case Derived::ResourceType:
        return 170;
    case Derived::Error:
        return 160;
    case Derived::Class:
    case Derived::Outcome:
    case Derived::Verb:
        return 90;
    case Derived::Service:
    case Derived::Agent:
    case Derived::Account:
    case Derived::AccountName:
    case Derived::Via:
    case Derived::ActorType:
    case Derived::SessionOrigin:
        return 120;
    case Derived::None:
        break;
    }
    const PathTitle* title = known(column);
    return title ? title->width : 180;
}

bool isIdColumn(const Column& column)
{
    constexpr std::array<std::string_view, 5> kIds = {"eventID", "requestID", "sharedEventID",
                                                      "userIdentity.accessKeyId",
                                                      "userIdentity.principalId"};
    return column.derived == Derived::None && std::ranges::find(kIds, column.path) != kIds.end();
}

} // namespace trailloupe::ui
