#include "ui/words/identitywords.h"

#include "model/identity/subject.h"

namespace trailloupe::words {

using identity::Confidence;
using identity::LinkReason;
using identity::MissingLog;
using identity::Principal;
using identity::PrincipalId;
using identity::PrincipalType;
using identity::Session;
using identity::SessionKind;

QString IdentityWords::principal(PrincipalId id) const
{
    const Principal& principal = m_identities.principal(id);
    if (principal.type == PrincipalType::None)
        return tr("events without userIdentity");
    const QString type = QLatin1String(identity::principalTypeKey(principal.type));
    return principal.name.empty() ? type : type + QLatin1Char(' ') + m_evidence(principal.name);
}

QString IdentityWords::session(const Session& session, Owner owner) const
{
    const auto ownerWords = [&] {
        QString name = principal(session.principal);
        if (!session.name.empty())
            name += QLatin1Char('/') + m_evidence(session.name);
        return name;
    };
    if (owner == Owner::Never && !session.name.empty())
        return session.accessKey.empty()
            ? tr("session %1").arg(m_evidence(session.name))
            : tr("session %1, key %2").arg(m_evidence(session.name), m_evidence(session.accessKey));
    const bool isOwn = owner == Owner::Never
        || (owner == Owner::WhereNeeded && !session.parent.isValid()
            && session.rootPrincipal == session.principal && session.name.empty());
    switch (session.kind) {
    case SessionKind::SignIn:
        return isOwn ? tr("console sign-in") : tr("console sign-in of %1").arg(ownerWords());
    case SessionKind::NoKey:
        return isOwn ? tr("without a key") : tr("%1, without a key").arg(ownerWords());
    case SessionKind::LongTermKey:
    case SessionKind::TemporaryKey:
        return isOwn ? tr("key %1").arg(m_evidence(session.accessKey))
                     : tr("key %1 of %2").arg(m_evidence(session.accessKey), ownerWords());
    case SessionKind::Named:
        break;
    }
    return tr("session of %1").arg(ownerWords());
}

QString IdentityWords::countedFor(PrincipalId id) const
{
    const auto scope = identity::subjectOf(m_identities, id).scope;
    return scope == identity::Subject::Scope::Credentials ? tr("events made with its credentials")
                                                          : tr("events that it was behind");
}

QString IdentityWords::reason(LinkReason reason)
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

QString IdentityWords::confidence(Confidence confidence)
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

QString IdentityWords::missing(const Session& session) const
{
    const QString account =
        session.missingAccount.empty() ? tr("its account") : m_evidence(session.missingAccount);
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

QString IdentityWords::link(const Session& session)
{
    if (session.reason == LinkReason::None)
        return {};
    return tr("%1: %2").arg(reason(session.reason), confidence(session.confidence));
}

QString IdentityWords::gap(const Session& session) const
{
    if (session.missing == MissingLog::None)
        return {};
    return (session.reason == LinkReason::None ? tr("origin unknown: %1")
                                               : tr("event not in the export: %1"))
        .arg(missing(session));
}

QString IdentityWords::origin(const Session& session) const
{
    QStringList parts{link(session), gap(session)};
    parts.removeAll(QString());
    return parts.join(QStringLiteral("; "));
}

QString IdentityWords::briefMissing(const Session& session) const
{
    const QString account =
        session.missingAccount.empty() ? tr("its account") : m_evidence(session.missingAccount);
    switch (session.missing) {
    case MissingLog::None:
        break;
    case MissingLog::AssumeRole:
        return tr("AssumeRole* in %1").arg(account);
    case MissingLog::CallerCopy:
        return tr("log of %1").arg(account);
    case MissingLog::SignInOrToken:
        return tr("ConsoleLogin, GetSessionToken in %1").arg(account);
    case MissingLog::AssumeRoot:
        return tr("AssumeRoot in the management account");
    case MissingLog::FederationToken:
        return tr("GetFederationToken in %1").arg(account);
    case MissingLog::IdentityCenter:
        return tr("AssumeRoleWithSAML in %1").arg(account);
    case MissingLog::Conflict:
        return tr("contradiction");
    }
    return {};
}

QString IdentityWords::briefOrigin(const Session& session) const
{
    const QString missing = briefMissing(session);
    if (missing.isEmpty())
        return link(session);
    return session.reason == LinkReason::None ? tr("unknown: %1").arg(missing)
                                              : tr("%1; %2").arg(link(session), missing);
}

QString IdentityWords::kind(SessionKind kind)
{
    switch (kind) {
    case SessionKind::LongTermKey:
        return tr("long-term key");
    case SessionKind::TemporaryKey:
        return tr("temporary key");
    case SessionKind::Named:
        return tr("session");
    case SessionKind::SignIn:
        return tr("sign-in");
    case SessionKind::NoKey:
        break;
    }
    return tr("no key");
}

} // namespace trailloupe::words
