// trailloupe-cli sessions: who was behind the events: persons, keys, sessions, and what issued
// them.
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"
#include "model/base/visibletext.h"
#include "model/identity/choice.h"
#include "model/identity/resolve.h"
#include "model/identity/tree.h"
#include "ui/words/identitywords.h"

#include <algorithm>

namespace trailloupe::cli {
namespace {

using identity::Identities;
using identity::kNoTime;
using identity::Principal;
using identity::PrincipalId;
using identity::Session;
using identity::SessionId;

// Text of the evidence, fit for a terminal; a very long one is cut.
QString shown(std::string_view text)
{
    constexpr std::size_t kLongest = 200;
    const bool isCut = text.size() > kLongest;
    return QString::fromStdString(visibleText(text.substr(0, kLongest)))
        + (isCut ? QStringLiteral("…") : QString());
}

QString count(std::uint64_t number)
{
    return QString::fromStdString(grouped(number));
}

QString timeText(std::int64_t seconds)
{
    return QString::fromStdString(formatEventTime(seconds));
}

class SessionsText
{
    Q_DECLARE_TR_FUNCTIONS(trailloupe::cli::SessionsText)

public:
    // `chosen` is by session.
    SessionsText(const Identities& identities, std::vector<bool> chosen)
        : m_identities(identities)
        , m_chosen(std::move(chosen))
        , m_words(identities, shown)
    {
        std::vector<identity::Totals> sessions;
        for (const Session& session : identities.sessions())
            sessions.push_back({.events = session.events, .sessions = 1});
        m_totals = identity::principalTotals(identities, sessions);
    }

    bool isEmpty() const { return std::ranges::find(m_chosen, true) == m_chosen.end(); }

    void writeTree(Output& out) const;
    void writeJson(Output& out) const;

private:
    struct Entry
    {
        SessionId session;
        int depth = 0;
    };
    template<typename Use>
    void eachBelow(PrincipalId principal, const Use& use) const;
    QString principalLine(PrincipalId id) const;
    QString sessionLine(SessionId id) const;
    QString whence(const Session& session) const;
    std::string principalJson(PrincipalId id) const;
    std::string sessionJson(SessionId id) const;
    std::string issuingEventId(const Session& session) const;

    const Identities& m_identities;
    std::vector<bool> m_chosen;
    words::IdentityWords m_words;
    std::vector<identity::Totals> m_totals; // by principal
};

// The chosen sessions below a principal, each before those below it. No recursion: chains may be
// as long as an export has events.
template<typename Use>
void SessionsText::eachBelow(PrincipalId principal, const Use& use) const
{
    std::vector<Entry> open;
    const auto add = [&](std::span<const SessionId> sessions, int depth) {
        for (auto it = sessions.rbegin(); it != sessions.rend(); ++it) {
            if (m_chosen[it->index()])
                open.push_back({*it, depth});
        }
    };
    add(m_identities.tops(principal), 1);
    while (!open.empty()) {
        const Entry entry = open.back();
        open.pop_back();
        use(entry);
        add(m_identities.children(entry.session), entry.depth + 1);
    }
}

// The numbers that the window shows of it, whatever was chosen; and those of what stands below,
// where they are others: what came of its credentials may be somebody else's.
QString SessionsText::principalLine(PrincipalId id) const
{
    const Principal& principal = m_identities.principal(id);
    std::uint64_t below = 0;
    eachBelow(id, [&](const Entry& entry) { below += m_identities.session(entry.session).events; });
    QString line = m_words.principal(id);
    if (!principal.account.empty() && principal.account != principal.name)
        line += tr("  account %1").arg(shown(principal.account));
    if (!principal.uniqueId.empty() && principal.uniqueId != principal.account
        && principal.uniqueId != principal.name)
        line += QStringLiteral("  ") + shown(principal.uniqueId);
    const identity::Totals& totals = m_totals[id.index()];
    line += tr("  sessions %1, %2 %3")
                .arg(count(totals.sessions), m_words.countedFor(id), count(totals.events));
    return below == totals.events ? line : line + tr(", events below %1").arg(count(below));
}

// Where the session comes from, and what is missing.
QString SessionsText::whence(const Session& session) const
{
    QString text;
    if (const QString link = m_words.link(session); !link.isEmpty())
        text = tr("  [%1]").arg(link);
    if (const QString gap = m_words.gap(session); !gap.isEmpty())
        text += QStringLiteral("  ") + gap;
    return text;
}

QString SessionsText::sessionLine(SessionId id) const
{
    const Session& session = m_identities.session(id);
    QString line = m_words.session(session);
    if (session.events == 0)
        line += tr("  no events in the export");
    else
        line += tr("  events %1").arg(count(session.events));
    if (session.first != kNoTime)
        line += tr("  %1 to %2").arg(timeText(session.first), timeText(session.last));
    else if (session.created != kNoTime)
        line += tr("  issued %1").arg(timeText(session.created));
    if (!session.sourceIdentity.empty())
        line += tr("  sourceIdentity %1").arg(shown(session.sourceIdentity));
    return line + whence(session);
}

void SessionsText::writeTree(Output& out) const
{
    constexpr int kDeepest = 40; // of the indentation
    for (std::uint32_t i = 0; i < m_identities.principals().size(); ++i) {
        const PrincipalId id(i);
        bool isOpen = false;
        eachBelow(id, [&](const Entry& entry) {
            if (!isOpen)
                out.write(principalLine(id).toStdString() + '\n');
            isOpen = true;
            out.write(
                std::string(static_cast<std::size_t>(std::min(entry.depth, kDeepest)) * 2, ' ')
                + sessionLine(entry.session).toStdString() + '\n');
        });
    }
}

void appendText(const char* name, std::string_view text, std::string& json)
{
    json += std::string(",\"") + name + "\":";
    if (text.empty())
        json += "null";
    else
        appendJsonString(text, json);
}

void appendTime(const char* name, std::int64_t seconds, std::string& json)
{
    appendText(name, seconds == kNoTime ? std::string() : formatEventTime(seconds), json);
}

template<typename Id>
void appendId(const char* name, Id id, std::string& json)
{
    json += std::string(",\"") + name
        + "\":" + (id.isValid() ? std::to_string(id.value()) : std::string("null"));
}

std::string SessionsText::principalJson(PrincipalId id) const
{
    const Principal& principal = m_identities.principal(id);
    std::string json = "{\"id\":" + std::to_string(id.value());
    appendText("type", identity::principalTypeKey(principal.type), json);
    appendText("name", principal.name, json);
    appendText("uniqueId", principal.uniqueId, json);
    appendText("arn", principal.arn, json);
    appendText("account", principal.account, json);
    json += ",\"events\":" + std::to_string(principal.events);
    appendTime("first", principal.first, json);
    appendTime("last", principal.last, json);
    return json + '}';
}

std::string SessionsText::issuingEventId(const Session& session) const
{
    std::string text;
    const auto path = m_identities.events()->paths().find("eventID");
    if (session.issuingRow.isValid() && path)
        m_identities.events()->value(session.issuingRow, *path, text);
    return text;
}

std::string SessionsText::sessionJson(SessionId id) const
{
    const Session& session = m_identities.session(id);
    std::string json = "{\"id\":" + std::to_string(id.value());
    appendText("kind", identity::sessionKindKey(session.kind), json);
    appendId("principal", session.principal, json);
    appendId("actor", session.actor, json);
    appendId("rootPrincipal", session.rootPrincipal, json);
    appendId("root", session.root, json);
    appendId("parent", session.parent, json);
    appendText("reason", identity::linkReasonKey(session.reason), json);
    appendText("confidence", identity::confidenceKey(session.confidence), json);
    appendText("weakest", identity::confidenceKey(session.weakest), json);
    appendText("missing", identity::missingLogKey(session.missing), json);
    appendText("missingAccount", session.missingAccount, json);
    appendText("issuingEvent", issuingEventId(session), json);
    appendText("accessKey", session.accessKey, json);
    appendText("name", session.name, json);
    appendText("sourceIdentity", session.sourceIdentity, json);
    appendTime("created", session.created, json);
    appendTime("expires", session.expires, json);
    appendTime("first", session.first, json);
    appendTime("last", session.last, json);
    return json + ",\"events\":" + std::to_string(session.events) + '}';
}

void SessionsText::writeJson(Output& out) const
{
    std::vector<bool> named(m_identities.principals().size());
    for (std::uint32_t i = 0; i < m_identities.sessions().size(); ++i) {
        if (!m_chosen[i])
            continue;
        const Session& session = m_identities.session(SessionId(i));
        for (const PrincipalId id : {session.principal, session.actor, session.rootPrincipal})
            named[id.index()] = true;
    }
    const char* separator = "\n  ";
    out.write("{\"principals\":[");
    for (std::uint32_t i = 0; i < named.size(); ++i) {
        if (named[i])
            out.write(std::exchange(separator, ",\n  ") + principalJson(PrincipalId(i)));
    }
    out.write("],\n\"sessions\":[");
    separator = "\n  ";
    for (std::uint32_t i = 0; i < m_identities.sessions().size(); ++i) {
        if (m_chosen[i])
            out.write(std::exchange(separator, ",\n  ") + sessionJson(SessionId(i)));
    }
    out.write("]}\n");
}

void addOptions(Command& command)
{
    QCommandLineParser& parser = command.parser();
    parser.addOption(
        {QStringLiteral("actor"),
         Command::tr(
             "Only what has this text in the name, ARN, id or account of who acted, in a key "
             "or in the name of a session; with what stands above and below it."),
         QStringLiteral("text")});
    parser.addOption({QStringLiteral("format"),
                      Command::tr("tree (default) or json: principals and sessions by number."),
                      QStringLiteral("format"), QStringLiteral("tree")});
    command.setExamples(
        QStringLiteral("  trailloupe-cli sessions AWSLogs/\n"
                       "  trailloupe-cli sessions AWSLogs/ --actor AKIAIOSFODNN7EXAMPLE\n"
                       "  trailloupe-cli sessions x.zip --format json | jq '.sessions[] | "
                       "select(.missing != \"none\")'\n"));
}

} // namespace

int runSessions(const QStringList& arguments)
{
    Command command(
        QStringLiteral("sessions"),
        Command::tr("Shows who was behind the events, as a tree: person, key, session, and what "
                    "that one issued. Each link has a reason and how sure it is: certain (the "
                    "credentials themselves), strong, likely, possible (only a name). Where the "
                    "origin is not in the export, it says which log would show it. A role's number "
                    "of events is of those made with its credentials, anyone else's of those that "
                    "it was behind: an event of a role session counts for both."));
    addOptions(command);
    if (const auto code = command.parse(arguments))
        return *code;
    const QString format = command.parser().value(QStringLiteral("format"));
    const bool isJson = format == QStringLiteral("json");
    if (!isJson && format != QStringLiteral("tree"))
        return command.wrong(
            Command::tr("No such format: '%1'. There are tree and json.").arg(format));
    const auto reading = readExports(command.exports());
    if (!reading)
        return kCouldNotRun;
    const auto identities = [&] {
        TerminalProgress progress;
        return identity::resolve(reading->evidence.store, progress.context());
    }();
    if (!identities) {
        printError(QString::fromStdString(identities.error().detail));
        return kCouldNotRun;
    }
    const QString actor = command.parser().value(QStringLiteral("actor"));
    const SessionsText text(**identities,
                            identity::chosenSessions(**identities, actor.toStdString()));
    if (!actor.isEmpty() && text.isEmpty())
        printError(Command::tr("note: no principal and no session matches '%1'")
                       .arg(shown(actor.toStdString())));
    Output out;
    if (isJson)
        text.writeJson(out);
    else
        text.writeTree(out);
    return out.finish() ? reading->exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
