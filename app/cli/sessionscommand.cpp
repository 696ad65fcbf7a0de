// trailloupe-cli sessions: who was behind the events: persons, keys, sessions, and what issued
// them.
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "model/base/asciitext.h"
#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"
#include "model/base/visibletext.h"
#include "model/identity/resolve.h"

#include <algorithm>

namespace trailloupe::cli {
namespace {

using identity::Confidence;
using identity::Identities;
using identity::kNoTime;
using identity::LinkReason;
using identity::MissingLog;
using identity::Principal;
using identity::PrincipalId;
using identity::PrincipalType;
using identity::Session;
using identity::SessionId;
using identity::SessionKind;

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

// Which sessions --actor asks for: those that it names, what is above them and what is below.
class Choice
{
public:
    Choice(const Identities& identities, std::string_view actor)
        : m_identities(identities)
        , m_chosen(identities.sessions().size(), actor.empty())
    {
        if (actor.empty())
            return;
        std::vector<SessionId> open;
        for (std::uint32_t i = 0; i < m_chosen.size(); ++i) {
            if (!isNamed(SessionId(i), actor))
                continue;
            open.push_back(SessionId(i));
            for (const SessionId above : identities.chain(SessionId(i)))
                m_chosen[above.index()] = true;
        }
        std::vector<bool> entered(m_chosen.size());
        while (!open.empty()) {
            const SessionId id = open.back();
            open.pop_back();
            if (entered[id.index()])
                continue;
            entered[id.index()] = true;
            m_chosen[id.index()] = true;
            const auto below = identities.children(id);
            open.insert(open.end(), below.begin(), below.end());
        }
    }

    bool has(SessionId id) const { return m_chosen[id.index()]; }

private:
    bool isNamed(SessionId id, std::string_view text) const
    {
        const Session& session = m_identities.session(id);
        const auto names = [&](std::string_view of) {
            return containsFolded(of, text);
        };
        const auto isNamedBy = [&](PrincipalId principal) {
            const Principal& of = m_identities.principal(principal);
            return names(of.name) || names(of.arn) || names(of.uniqueId);
        };
        return names(session.accessKey) || names(session.name) || names(session.sourceIdentity)
            || isNamedBy(session.principal)
            || (!session.parent.isValid() && isNamedBy(session.rootPrincipal));
    }

    const Identities& m_identities;
    std::vector<bool> m_chosen;
};

class SessionsText
{
    Q_DECLARE_TR_FUNCTIONS(trailloupe::cli::SessionsText)

public:
    SessionsText(const Identities& identities, const Choice& choice)
        : m_identities(identities)
        , m_choice(choice)
    { }

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
    QString nameOf(PrincipalId id) const;
    QString whatItIs(const Session& session) const;
    QString whence(const Session& session) const;
    static QString reasonText(LinkReason reason);
    static QString confidenceText(Confidence confidence);
    static QString missingText(const Session& session);
    std::string principalJson(PrincipalId id) const;
    std::string sessionJson(SessionId id) const;
    std::string issuingEventId(const Session& session) const;

    const Identities& m_identities;
    const Choice& m_choice;
};

// The chosen sessions below a principal, each before those below it. No recursion: chains may be
// as long as an export has events.
template<typename Use>
void SessionsText::eachBelow(PrincipalId principal, const Use& use) const
{
    std::vector<Entry> open;
    const auto add = [&](std::span<const SessionId> sessions, int depth) {
        for (auto it = sessions.rbegin(); it != sessions.rend(); ++it) {
            if (m_choice.has(*it))
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

QString SessionsText::nameOf(PrincipalId id) const
{
    const Principal& principal = m_identities.principal(id);
    if (principal.type == PrincipalType::None)
        return tr("events without userIdentity");
    const QString type = QLatin1String(identity::principalTypeKey(principal.type));
    return principal.name.empty() ? type : type + QLatin1Char(' ') + shown(principal.name);
}

QString SessionsText::principalLine(PrincipalId id) const
{
    const Principal& principal = m_identities.principal(id);
    std::uint64_t events = 0;
    std::uint64_t sessions = 0;
    eachBelow(id, [&](const Entry& entry) {
        events += m_identities.session(entry.session).events;
        ++sessions;
    });
    QString line = nameOf(id);
    if (!principal.account.empty() && principal.account != principal.name)
        line += tr("  account %1").arg(shown(principal.account));
    if (!principal.uniqueId.empty() && principal.uniqueId != principal.account
        && principal.uniqueId != principal.name)
        line += QStringLiteral("  ") + shown(principal.uniqueId);
    return line + tr("  sessions %1, events %2").arg(count(sessions), count(events));
}

QString SessionsText::whatItIs(const Session& session) const
{
    const auto owner = [&] {
        QString name = nameOf(session.principal);
        if (!session.name.empty())
            name += QLatin1Char('/') + shown(session.name);
        return name;
    };
    const bool isOwn = !session.parent.isValid() && session.rootPrincipal == session.principal
        && session.name.empty();
    switch (session.kind) {
    case SessionKind::SignIn:
        return isOwn ? tr("console sign-in") : tr("console sign-in of %1").arg(owner());
    case SessionKind::NoKey:
        return isOwn ? tr("without a key") : tr("%1, without a key").arg(owner());
    case SessionKind::LongTermKey:
    case SessionKind::TemporaryKey:
        return isOwn ? tr("key %1").arg(shown(session.accessKey))
                     : tr("key %1 of %2").arg(shown(session.accessKey), owner());
    case SessionKind::Named:
        break;
    }
    return tr("session of %1").arg(owner());
}

QString SessionsText::reasonText(LinkReason reason)
{
    switch (reason) {
    case LinkReason::None:
        break;
    case LinkReason::KeyIssued:
        return tr("its access key was issued there");
    case LinkReason::KeyCreated:
        return tr("its key was created there");
    case LinkReason::RoleSession:
        return tr("this role session was issued there");
    case LinkReason::SignInSession:
        return tr("same sign-in session");
    case LinkReason::SignIn:
        return tr("created at the moment of the sign-in");
    case LinkReason::SwitchRole:
        return tr("the role was switched there");
    case LinkReason::SharedEvent:
        return tr("issued there, by the other account's copy of the event");
    case LinkReason::SessionIssuer:
        return tr("sessionIssuer");
    case LinkReason::LinkedService:
        return tr("service-linked role");
    case LinkReason::RoleDelivery:
        return tr("the role was delivered by the service");
    case LinkReason::IdentityCenter:
        return tr("handed out by IAM Identity Center");
    case LinkReason::IdentityCenterRole:
        return tr("role of IAM Identity Center, session named by user");
    case LinkReason::SourceIdentity:
        return tr("sourceIdentity");
    case LinkReason::SessionName:
        return tr("name of the session");
    }
    return {};
}

QString SessionsText::confidenceText(Confidence confidence)
{
    switch (confidence) {
    case Confidence::None:
        break;
    case Confidence::Possible:
        return tr("possible");
    case Confidence::Likely:
        return tr("likely");
    case Confidence::Strong:
        return tr("strong");
    case Confidence::Certain:
        return tr("certain");
    }
    return {};
}

QString SessionsText::missingText(const Session& session)
{
    const QString account =
        session.missingAccount.empty() ? tr("its account") : shown(session.missingAccount);
    switch (session.missing) {
    case MissingLog::None:
        break;
    case MissingLog::AssumeRole:
        return tr("an AssumeRole* event in account %1 would show it (us-east-1, or the Region of "
                  "the STS endpoint)")
            .arg(account);
    case MissingLog::CallerCopy:
        return tr("the log of account %1, the caller's, would show it").arg(account);
    case MissingLog::SignInOrToken:
        return tr("ConsoleLogin or GetSessionToken in account %1 would show it (us-east-1, or the "
                  "Region of the endpoint)")
            .arg(account);
    case MissingLog::AssumeRoot:
        return tr("AssumeRoot in the organization's management account, or in its delegated "
                  "administrator, would show it");
    case MissingLog::FederationToken:
        return tr("GetFederationToken in account %1 would show it").arg(account);
    case MissingLog::IdentityCenter:
        return tr("AssumeRoleWithSAML in account %1, or the log of IAM Identity Center in its home "
                  "Region, would show it")
            .arg(account);
    case MissingLog::Conflict:
        return tr("events contradict each other about who issued whose credentials");
    }
    return {};
}

// Where the session comes from, and what is missing.
QString SessionsText::whence(const Session& session) const
{
    QString text;
    if (session.reason != LinkReason::None) {
        text = tr("  [%1: %2]").arg(reasonText(session.reason), confidenceText(session.confidence));
        if (session.missing != MissingLog::None)
            text += tr("  event not in the export: %1").arg(missingText(session));
    } else if (session.missing != MissingLog::None) {
        text = tr("  origin unknown: %1").arg(missingText(session));
    }
    return text;
}

QString SessionsText::sessionLine(SessionId id) const
{
    const Session& session = m_identities.session(id);
    QString line = whatItIs(session);
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
        if (!m_choice.has(SessionId(i)))
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
        if (m_choice.has(SessionId(i)))
            out.write(std::exchange(separator, ",\n  ") + sessionJson(SessionId(i)));
    }
    out.write("]}\n");
}

void addOptions(Command& command)
{
    QCommandLineParser& parser = command.parser();
    parser.addOption(
        {QStringLiteral("actor"),
         Command::tr("Only what has this text in the name, ARN or id of who acted, in a key or in "
                     "the name of a session; with what stands above and below it."),
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
                    "origin is not in the export, it says which log would show it."));
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
    const Choice choice(**identities,
                        command.parser().value(QStringLiteral("actor")).toStdString());
    const SessionsText text(**identities, choice);
    Output out;
    if (isJson)
        text.writeJson(out);
    else
        text.writeTree(out);
    return out.finish() ? reading->exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
