#include "model/identity/claim.h"

namespace trailloupe::identity {
namespace {

constexpr std::array<const char*, kFieldCount> kPaths{
    "userIdentity.type",
    "userIdentity.principalId",
    "userIdentity.arn",
    "userIdentity.accountId",
    "userIdentity.accessKeyId",
    "userIdentity.userName",
    "userIdentity.invokedBy",
    "userIdentity.identityProvider",
    "userIdentity.sessionContext.sessionIssuer.type",
    "userIdentity.sessionContext.sessionIssuer.principalId",
    "userIdentity.sessionContext.sessionIssuer.arn",
    "userIdentity.sessionContext.sessionIssuer.accountId",
    "userIdentity.sessionContext.sessionIssuer.userName",
    "userIdentity.sessionContext.sourceIdentity",
    "userIdentity.sessionContext.signInSessionArn",
    "userIdentity.sessionContext.ec2RoleDelivery",
    "userIdentity.inScopeOf.credentialsIssuedTo",
    "userIdentity.onBehalfOf.userId",
    "userIdentity.onBehalfOf.identityStoreArn",
    "userIdentity.credentialId",
    "userIdentity.userId",
    "userIdentity.sessionContext.assumedRoot",
    "additionalEventData.UserName",
};

// What keeps kinds of keys apart.
enum class KeyOf : char
{
    Id = 'i',
    Arn = 'a',
    Name = 'n',
    Other = 'o',
};

void makeKey(KeyOf of, std::initializer_list<std::string_view> parts, std::string& key)
{
    key.assign(1, static_cast<char>(of));
    for (const std::string_view part : parts)
        appendKeyPart(part, key);
}

std::string_view typeText(const Who& who)
{
    return principalTypeKey(who.type);
}

std::string_view firstOf(std::string_view a, std::string_view b)
{
    return saysNothing(a) ? b : a;
}

void readIamUser(const Claim& claim, Who& who)
{
    who.type = PrincipalType::IamUser;
    const ArnParts arn = splitArn(who.arn);
    who.account = firstOf(who.account, arn.account);
    who.name = claim[Field::UserName];
    if (who.name.empty())
        who.name = lastPart(arn.resource);
    who.uniqueId = claim[Field::UniqueId];
    who.hasUniqueId = !saysNothing(who.uniqueId);
    if (who.hasUniqueId)
        makeKey(KeyOf::Id, {who.account, who.uniqueId}, who.key);
    else
        readUser(who.account, who.name, who);
}

void readRole(const Claim& claim, Who& who)
{
    who.type = PrincipalType::Role;
    const std::string_view issuerArn = claim[Field::IssuerArn];
    RoleAndSession role = roleOf(issuerArn);
    if (role.role.empty())
        role = roleOf(who.arn);
    const bool isRolesArn = splitArn(who.arn).resource.starts_with("role/");
    who.arn = !issuerArn.empty() ? issuerArn : isRolesArn ? who.arn : std::string_view();
    who.account = firstOf(firstOf(claim[Field::IssuerAccount], role.account), who.account);
    who.name = firstOf(claim[Field::IssuerName], role.role);
    if (who.name.empty())
        who.name = claim[Field::UserName];
    // Some masked records have the session behind the issuer's id as well.
    who.uniqueId = firstOf(splitPrincipalId(claim[Field::IssuerId]).id,
                           splitPrincipalId(claim[Field::UniqueId]).id);
    who.hasUniqueId = !saysNothing(who.uniqueId);
    if (who.hasUniqueId)
        makeKey(KeyOf::Id, {who.account, who.uniqueId}, who.key);
    else
        makeKey(KeyOf::Name, {typeText(who), who.account, who.name}, who.key);
}

void readRoot(const Claim& claim, Who& who)
{
    who.type = PrincipalType::Root;
    if (who.account.empty())
        who.account = firstOf(splitArn(who.arn).account, claim[Field::UniqueId]);
    who.name = "root";
    who.uniqueId = who.account;
    who.hasUniqueId = true;
    makeKey(KeyOf::Name, {typeText(who), who.account}, who.key);
}

// Those that are known by what an identity provider says.
void readExternal(PrincipalType type, const Claim& claim, Who& who)
{
    who.type = type;
    const std::string_view provider = claim[Field::IdentityProvider];
    who.uniqueId = claim[Field::UniqueId];
    who.name = firstOf(claim[Field::UserName], who.uniqueId);
    who.hasUniqueId = true;
    makeKey(KeyOf::Other, {typeText(who), provider, firstOf(who.uniqueId, who.name)}, who.key);
}

void readIdentityCenterUser(const Claim& claim, Who& who)
{
    who.type = PrincipalType::IdentityCenterUser;
    who.uniqueId = firstOf(claim[Field::OnBehalfOf], claim[Field::UserId]);
    who.name = firstOf(claim[Field::UserName], claim[Field::SignInName]);
    who.hasUniqueId = true;
    if (!who.uniqueId.empty()) {
        makeKey(KeyOf::Other, {typeText(who), claim[Field::IdentityStore], who.uniqueId}, who.key);
        return;
    }
    const std::string_view named = firstOf(who.name, firstOf(who.arn, claim[Field::CredentialId]));
    readPerson(who.type, {}, named, who);
}

// The caller as another account sees it.
void readAccount(const Claim& claim, Who& who)
{
    const IdAndSession id = splitPrincipalId(claim[Field::UniqueId]);
    if (isUserId(id.id))
        return readIamUser(claim, who);
    if (isRoleId(id.id))
        return readRole(claim, who);
    who.type = PrincipalType::Account;
    who.name = who.account;
    who.hasUniqueId = true;
    makeKey(KeyOf::Other, {typeText(who), who.account}, who.key);
    if (who.account.empty()) {
        who.name = claim[Field::UniqueId];
        appendKeyPart(who.name, who.key);
    }
}

void readUnknown(const Claim& claim, Who& who)
{
    who.type = PrincipalType::Unknown;
    who.uniqueId = claim[Field::UniqueId];
    who.name = claim[Field::UserName];
    who.hasUniqueId = true;
    for (const Field other : {Field::UniqueId, Field::OnBehalfOf, Field::InvokedBy}) {
        if (who.name.empty())
            who.name = claim[other];
    }
    makeKey(KeyOf::Other,
            {typeText(who), claim[Field::Type], who.account, who.uniqueId, who.arn, who.name},
            who.key);
}

} // namespace

const char* fieldPath(Field field)
{
    return kPaths[static_cast<std::size_t>(field)];
}

void appendKeyPart(std::string_view part, std::string& key)
{
    key += std::to_string(part.size());
    key += ':';
    key += part;
}

void readUser(std::string_view account, std::string_view name, Who& who)
{
    who.type = PrincipalType::IamUser;
    who.account = account;
    who.name = name;
    who.hasUniqueId = false;
    makeKey(KeyOf::Name, {typeText(who), account, name}, who.key);
}

void readPerson(PrincipalType type, std::string_view account, std::string_view name, Who& who)
{
    who.type = type;
    who.account = account;
    who.name = name;
    who.hasUniqueId = false;
    makeKey(KeyOf::Name, {typeText(who), account, name}, who.key);
}

void readService(std::string_view service, Who& who)
{
    who.type = PrincipalType::Service;
    who.name = service;
    who.account = {};
    who.arn = {};
    who.hasUniqueId = true;
    makeKey(KeyOf::Other, {typeText(who), service}, who.key);
}

void readWho(const Claim& claim, Who& who)
{
    const std::string_view type = claim[Field::Type];
    who.arn = claim[Field::Arn];
    who.account = claim[Field::AccountId];
    who.uniqueId = {};
    who.name = {};
    if (type == "AssumedRole" || type == "Role")
        return readRole(claim, who);
    if (type == "IAMUser")
        return readIamUser(claim, who);
    if (type == "Root")
        return readRoot(claim, who);
    if (type == "SAMLUser")
        return readExternal(PrincipalType::SamlUser, claim, who);
    if (type == "WebIdentityUser")
        return readExternal(PrincipalType::WebIdentityUser, claim, who);
    if (type == "IdentityCenterUser")
        return readIdentityCenterUser(claim, who);
    if (type == "AWSAccount")
        return readAccount(claim, who);
    if (type == "AWSService" || (type.empty() && !claim[Field::InvokedBy].empty()))
        return readService(claim[Field::InvokedBy], who);
    if (type == "FederatedUser" || type == "Directory") {
        readExternal(type == "Directory" ? PrincipalType::Directory : PrincipalType::FederatedUser,
                     claim, who);
        const std::string_view known = firstOf(who.uniqueId, firstOf(who.name, who.arn));
        makeKey(KeyOf::Other, {typeText(who), who.account, known}, who.key);
        if (who.type == PrincipalType::FederatedUser && claim[Field::UserName].empty())
            who.name = firstOf(lastPart(splitArn(who.arn).resource), known);
        return;
    }
    if (claim.hasIdentity)
        return readUnknown(claim, who);
    who.type = PrincipalType::None;
    who.hasUniqueId = true;
    makeKey(KeyOf::Other, {typeText(who)}, who.key);
}

Which readWhich(const Claim& claim, PrincipalType type)
{
    Which which;
    which.created = claim.created;
    const std::string_view id = claim[Field::UniqueId];
    if (type == PrincipalType::Role) {
        which.name = firstOf(splitPrincipalId(id).session, roleOf(claim[Field::Arn]).session);
        if (!which.name.empty() && isRoleId(splitPrincipalId(id).id))
            which.subject = id;
    } else if (type == PrincipalType::FederatedUser) {
        which.name =
            firstOf(splitPrincipalId(id).session, lastPart(splitArn(claim[Field::Arn]).resource));
        which.subject = id;
    }
    const std::string_view key = claim[Field::AccessKeyId];
    if (isUsableKey(key)) {
        which.accessKey = key;
        const bool ends = key.starts_with("ASIA") || type == PrincipalType::Role
            || type == PrincipalType::FederatedUser
            || (which.created != kNoTime && !key.starts_with("AKIA"));
        which.kind = ends ? SessionKind::TemporaryKey : SessionKind::LongTermKey;
    } else if (!which.name.empty() || which.created != kNoTime) {
        which.kind = SessionKind::Named;
    }
    return which;
}

} // namespace trailloupe::identity
