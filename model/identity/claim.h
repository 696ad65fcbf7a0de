// Claim: what one userIdentity says about who called, and what follows from it: which principal,
// which session. Inside of resolve.h.
//
// Threads: value types, pure functions.  Views are into the store or texts that the owner keeps.
#pragma once

#include "model/identity/identities.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace trailloupe::identity {

// What is read of a userIdentity.
enum class Field : std::uint8_t
{
    Type,
    UniqueId, // principalId
    Arn,
    AccountId,
    AccessKeyId,
    UserName,
    InvokedBy,
    IdentityProvider,
    IssuerType,
    IssuerId,
    IssuerArn,
    IssuerAccount,
    IssuerName,
    SourceIdentity,
    SignInSession,
    Ec2Delivery,
    IssuedTo,
    OnBehalfOf,
    IdentityStore,
    CredentialId,
    UserId,
    AssumedRoot,
    // Beside the userIdentity: events of IAM Identity Center alone name their user there since
    // userIdentity does not.
    SignInName,
};
inline constexpr std::size_t kFieldCount = 23;
const char* fieldPath(Field field);

struct Claim
{
    std::array<std::string_view, kFieldCount> texts;
    std::int64_t created = kNoTime;
    bool hasIdentity = false; // any field at all

    std::string_view operator[](Field field) const
    {
        return texts[static_cast<std::size_t>(field)];
    }
    std::string_view& operator[](Field field) { return texts[static_cast<std::size_t>(field)]; }
};

// Which principal a claim is about.
struct Who
{
    PrincipalType type = PrincipalType::None;
    bool hasUniqueId = false; // else it may be the same as another one by ARN or name
    std::string_view uniqueId;
    std::string_view name;
    std::string_view arn;
    std::string_view account;
    std::string key; // equal for equal principals
};
void readWho(const Claim& claim, Who& who);
// A principal that is known by name alone.
void readPerson(PrincipalType type, std::string_view account, std::string_view name, Who& who);
void readUser(std::string_view account, std::string_view name, Who& who);
void readService(std::string_view service, Who& who);

// Which of the principal's sessions it is. The kind is never SignIn.
struct Which
{
    SessionKind kind = SessionKind::NoKey;
    std::string_view accessKey; // usable, or empty
    std::string_view name;
    std::string_view subject; // "AROA…:session", "account:federated user", or empty
    std::int64_t created = kNoTime;
};
Which readWhich(const Claim& claim, PrincipalType type);

// Appends a part so that no other parts give the same text.
void appendKeyPart(std::string_view part, std::string& key);

} // namespace trailloupe::identity
