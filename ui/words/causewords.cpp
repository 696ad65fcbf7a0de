#include "ui/words/causewords.h"

#include "model/query/column.h"
#include "ui/words/evidencetext.h"

#include <QCoreApplication>

namespace trailloupe::ui {
namespace {

using config::CauseConfidence;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Causes)
};

} // namespace

QString confidenceWord(CauseConfidence confidence)
{
    switch (confidence) {
    case CauseConfidence::Possible:
        return Words::tr("possible");
    case CauseConfidence::Likely:
        return Words::tr("likely");
    case CauseConfidence::Certain:
        break;
    }
    return Words::tr("certain");
}

QString confidenceDots(CauseConfidence confidence)
{
    constexpr int kDots = 3; // as many as there are degrees
    const int full = static_cast<int>(confidence) + 1;
    return QString(full, QChar(0x25CF)) + QString(kDots - full, QChar(0x25CB));
}

QString nameOfEvent(const store::EventStore& events, RowId row)
{
    std::string name;
    if (const auto path = events.paths().find("eventName"))
        events.value(row, *path, name);
    return name.empty() ? Words::tr("an event without a name")
                        : visibleText(QString::fromStdString(name));
}

QString callerOf(const std::shared_ptr<const store::EventStore>& events, RowId row)
{
    const query::EventFacts facts(events);
    const QString user = visibleText(QString::fromStdString(facts.user(row)));
    const QString role = visibleText(QString::fromStdString(facts.role(row)));
    if (user.isEmpty() && role.isEmpty())
        return Words::tr("somebody unknown");
    if (role.isEmpty() || role == user)
        return user;
    return user.isEmpty() ? Words::tr("role %1").arg(role)
                          : Words::tr("%1 (role %2)").arg(user, role);
}

} // namespace trailloupe::ui
