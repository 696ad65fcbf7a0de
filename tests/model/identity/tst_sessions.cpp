#include "tests/model/identity/identityevents.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::identity;
using test::call;
using test::clock;
using test::Json;
using test::kAccount;
using test::kOther;
using test::role;
using test::user;

namespace {

QString treeOf(const std::vector<Json>& events)
{
    const auto identities = test::identitiesOf(events);
    if (!identities)
        return QStringLiteral("not resolved");
    const std::string wrong = identities->checkInvariants();
    return QString::fromStdString(wrong.empty() ? test::treeOf(*identities) : wrong);
}

Json merged(Json a, const Json& b)
{
    a.update(b);
    return a;
}

Json service(const std::string& name)
{
    return {{"type", "AWSService"}, {"invokedBy", name}};
}

// A user's temporary key, created at clock(created).
Json temporary(const std::string& name, const std::string& key, int created)
{
    Json identity = user(name, key);
    identity["sessionContext"]["attributes"]["creationDate"] = clock(created);
    return identity;
}

Json signIn(int seconds, const std::string& name, const char* result = "Success")
{
    Json identity = user(name, "");
    identity.erase("accessKeyId");
    return call(seconds, "ConsoleLogin", identity,
                {{"responseElements", {{"ConsoleLogin", result}}}});
}

Json ssoRole(const std::string& session, const std::string& key, int created)
{
    return role("AWSReservedSSO_Analyst_0a1b2c3d4e5f6a7b", session, key, created);
}

} // namespace

class TestSessions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aRoleChainOfThreeLeadsToTheKey()
    {
        const std::vector<Json> events{
            call(0, "AssumeRole", user("alice", "AKIA1"), test::assumed("one", "a", "ASIA1")),
            call(9, "AssumeRole", role("one", "a", "ASIA1", 0), test::assumed("two", "b", "ASIA2")),
            call(19, "AssumeRole", role("two", "b", "ASIA2", 9),
                 test::assumed("three", "c", "ASIA3")),
            call(29, "GetObject", role("three", "c", "ASIA3", 19))};
        QCOMPARE(treeOf(events),
                 QStringLiteral("IAMUser alice\n"
                                "  longTermKey AKIA1 1\n"
                                "    temporaryKey ASIA1 Role one/a 1 keyIssued certain\n"
                                "      temporaryKey ASIA2 Role two/b 1 keyIssued certain\n"
                                "        temporaryKey ASIA3 Role three/c 1 keyIssued certain\n"));
        const auto identities = test::identitiesOf(events);
        const auto order = identities->events()->timeOrder();
        const Session& last = identities->session(identities->sessionOf(order.back()));
        QCOMPARE(identities->principal(last.actor).name, std::string_view("alice"));
        QCOMPARE(identities->principal(last.principal).name, std::string_view("three"));
        QCOMPARE(identities->session(last.root).accessKey, std::string_view("AKIA1"));
        QCOMPARE(last.issuingRow, order[2]);
        QCOMPARE(last.expires, *parseEventTime("2026-03-01T11:00:00Z"));
        QCOMPARE(last.weakest, Confidence::Certain);
        QCOMPARE(identities->chain(identities->sessionOf(order.back())).size(), std::size_t{4});
        QCOMPARE(identities->rowsOf(identities->sessionOf(order.back())),
                 std::vector<RowId>{order[3]});
    }

    void credentialsThatNobodyUsedAreThere()
    {
        QCOMPARE(treeOf({call(0, "AssumeRole", user("alice", "AKIA1"),
                              test::assumed("one", "a", "ASIA1"))}),
                 QStringLiteral("IAMUser alice\n"
                                "  longTermKey AKIA1 1\n"
                                "    temporaryKey ASIA1 Role one/a 0 keyIssued certain\n"));
    }

    void aRefusedAssumeRoleIssuesNothing()
    {
        QCOMPARE(treeOf({call(0, "AssumeRole", user("alice", "AKIA1"),
                              {{"errorCode", "AccessDenied"}, {"responseElements", nullptr}})}),
                 QStringLiteral("IAMUser alice\n  longTermKey AKIA1 1\n"));
    }

    void aNameOfARoleSessionIsWeakerThanItsKey()
    {
        // The key is masked: the moment of creation still tells.
        QCOMPARE(treeOf({call(0, "AssumeRole", user("alice", "AKIA1"),
                              test::assumed("one", "a", "ASIA************")),
                         call(9, "X", role("one", "a", "ASIA1", 0))}),
                 QStringLiteral("IAMUser alice\n"
                                "  longTermKey AKIA1 1\n"
                                "    temporaryKey ASIA1 Role one/a 1 roleSession strong\n"));
        // Nor is that moment known: within the life of the credentials.
        QCOMPARE(
            treeOf({call(0, "AssumeRole", user("alice", "AKIA1"), test::assumed("one", "a", "")),
                    call(99, "X", role("one", "a", "ASIA1", -1))}),
            QStringLiteral("IAMUser alice\n"
                           "  longTermKey AKIA1 1\n"
                           "    temporaryKey ASIA1 Role one/a 1 roleSession likely\n"));
        // Too late.
        QCOMPARE(
            treeOf({call(0, "AssumeRole", user("alice", "AKIA1"), test::assumed("one", "a", "")),
                    call(7200, "X", role("one", "a", "ASIA1", -1))}),
            QStringLiteral("IAMUser alice\n"
                           "  longTermKey AKIA1 1\n"
                           "    named Role one/a 0 roleSession strong\n"
                           "Role one\n"
                           "  temporaryKey ASIA1 Role one/a 1 ?assumeRole 111122223333\n"));
    }

    void anotherKeyOfThatNameIsAnotherSession()
    {
        QCOMPARE(treeOf({call(0, "AssumeRole", user("alice", "AKIA1"),
                              test::assumed("one", "a", "ASIA1")),
                         call(50, "X", role("one", "a", "ASIA2", 40))}),
                 QStringLiteral("IAMUser alice\n"
                                "  longTermKey AKIA1 1\n"
                                "    temporaryKey ASIA1 Role one/a 0 keyIssued certain\n"
                                "Role one\n"
                                "  temporaryKey ASIA2 Role one/a 1 ?assumeRole 111122223333\n"));
    }

    void eventsWithoutKeyBelongToTheSessionCreatedAtThatMoment()
    {
        Json byService = role("one", "a", "", 0);
        byService["invokedBy"] = "athena.amazonaws.com";
        QCOMPARE(treeOf({call(5, "X", role("one", "a", "ASIA1", 0)), call(6, "Y", byService)}),
                 QStringLiteral("Role one\n"
                                "  temporaryKey ASIA1 Role one/a 2 ?assumeRole 111122223333\n"));
    }

    void aKeyUsedBeforeItWasIssuedIsDoubted()
    {
        QCOMPARE(treeOf({call(0, "X", role("one", "a", "ASIA1", 0)),
                         call(900, "AssumeRole", user("alice", "AKIA1"),
                              test::assumed("one", "a", "ASIA1"))}),
                 QStringLiteral("IAMUser alice\n"
                                "  longTermKey AKIA1 1\n"
                                "    temporaryKey ASIA1 Role one/a 1 keyIssued likely\n"));
    }

    void theCallersCopyTellsWhoCalledAcrossAccounts()
    {
        const Json shared{{"sharedEventID", "800fe8f9-d584-4921-9382-91052956eb77"}};
        Json foreign{{"type", "AWSAccount"}, {"accountId", kAccount}};
        foreign["principalId"] = user("alice", "")["principalId"];
        const auto ofOwner = merged(test::assumed("data", "n", "ASIA1", kOther),
                                    merged(shared, {{"recipientAccountId", kOther}}));
        Json ofCaller = merged(test::assumed("data", "n", "ASIA1", kOther), shared);
        const Json used = call(9, "GetObject", role("data", "n", "ASIA1", 0, kOther));
        // Both copies have the answer.
        QCOMPARE(treeOf({call(0, "AssumeRole", foreign, ofOwner),
                         call(0, "AssumeRole", user("alice", "AKIA1"), ofCaller), used}),
                 QStringLiteral("IAMUser alice\n"
                                "  longTermKey AKIA1 2\n"
                                "    temporaryKey ASIA1 Role data/n 1 keyIssued certain\n"));
        // Only the owner's has it.
        ofCaller["responseElements"] = nullptr;
        QCOMPARE(treeOf({call(0, "AssumeRole", foreign, ofOwner),
                         call(0, "AssumeRole", user("alice", "AKIA1"), ofCaller), used}),
                 QStringLiteral("IAMUser alice\n"
                                "  longTermKey AKIA1 2\n"
                                "    temporaryKey ASIA1 Role data/n 1 sharedEvent certain\n"));
        // The caller's account is not in the export: its unique id says who, not with which key.
        QCOMPARE(treeOf({call(0, "AssumeRole", foreign, ofOwner), used}),
                 QStringLiteral("IAMUser\n"
                                "  noKey 1 ?callerCopy 111122223333\n"
                                "    temporaryKey ASIA1 Role data/n 1 keyIssued certain\n"));
        // An event of somebody else with that id is no copy.
        QCOMPARE(treeOf({call(0, "AssumeRole", foreign, ofOwner),
                         call(0, "AssumeRole", user("bobby", "AKIA2"), ofCaller), used}),
                 QStringLiteral("IAMUser\n"
                                "  noKey 1 ?callerCopy 111122223333\n"
                                "    temporaryKey ASIA1 Role data/n 1 keyIssued certain\n"
                                "IAMUser bobby\n"
                                "  longTermKey AKIA2 1\n"));
    }

    void anAccountThatCalledIsTheOneOfTheOtherCopy()
    {
        const Json shared{{"sharedEventID", "800fe8f9-d584-4921-9382-91052956eb77"}};
        const Json foreign{
            {"type", "AWSAccount"}, {"accountId", kAccount}, {"principalId", kAccount}};
        QCOMPARE(
            treeOf({call(0, "Decrypt", foreign, merged(shared, {{"recipientAccountId", kOther}})),
                    call(0, "Decrypt", role("one", "a", "ASIA1", 0), shared)}),
            QStringLiteral("Role one\n"
                           "  temporaryKey ASIA1 Role one/a 2 ?assumeRole 111122223333\n"));
    }

    void aSessionTokenIsTheUsers()
    {
        QCOMPARE(
            treeOf({call(0, "GetSessionToken", user("alice", "AKIA1"),
                         {{"responseElements", {{"credentials", {{"accessKeyId", "ASIA1"}}}}}}),
                    call(9, "X", temporary("alice", "ASIA1", 0))}),
            QStringLiteral("IAMUser alice\n"
                           "  longTermKey AKIA1 1\n"
                           "    temporaryKey ASIA1 IAMUser alice 1 keyIssued certain\n"));
    }

    void aFederatedUserIsBelowWhoeverFederated()
    {
        Json federated{{"type", "FederatedUser"},
                       {"principalId", kAccount + ":carol"},
                       {"arn", "arn:aws:sts::" + kAccount + ":federated-user/carol"},
                       {"accountId", kAccount},
                       {"accessKeyId", "ASIA1"}};
        const Json used = call(9, "X", federated);
        const Json issued =
            call(0, "GetFederationToken", user("alice", "AKIA1"),
                 {{"responseElements",
                   {{"credentials",
                     {{"accessKeyId", "ASIA1"}, {"expiration", "Mar 1, 2026 1:00:00 PM"}}},
                    {"federatedUser",
                     {{"federatedUserId", kAccount + ":carol"},
                      {"arn", "arn:aws:sts::" + kAccount + ":federated-user/carol"}}}}}});
        QCOMPARE(treeOf({issued, used}),
                 QStringLiteral("IAMUser alice\n"
                                "  longTermKey AKIA1 1\n"
                                "    temporaryKey ASIA1 FederatedUser carol/carol 1 keyIssued "
                                "certain\n"));
        // Without that event, the record names the issuer.
        federated["sessionContext"]["sessionIssuer"] = user("alice", "");
        federated["sessionContext"]["sessionIssuer"].erase("accessKeyId");
        QCOMPARE(treeOf({call(0, "Y", user("alice", "AKIA1")), call(9, "X", federated)}),
                 QStringLiteral("IAMUser alice\n"
                                "  longTermKey AKIA1 1\n"
                                "  temporaryKey ASIA1 FederatedUser carol/carol 1 sessionIssuer "
                                "strong ?federationToken 111122223333\n"));
    }

    void samlAndWebIdentityAreTheTopOfTheirRoles()
    {
        const Json saml{{"type", "SAMLUser"},
                        {"principalId", "q:dora"},
                        {"userName", "dora"},
                        {"identityProvider", "q"}};
        QCOMPARE(treeOf({call(0, "AssumeRoleWithSAML", saml, test::assumed("one", "d", "ASIA1")),
                         call(9, "X", role("one", "d", "ASIA1", 0))}),
                 QStringLiteral("SAMLUser dora\n"
                                "  noKey 1\n"
                                "    temporaryKey ASIA1 Role one/d 1 keyIssued certain\n"));
        const Json web{{"type", "WebIdentityUser"},
                       {"principalId", "ci:app:repo"},
                       {"userName", "repo"},
                       {"identityProvider", "ci"}};
        QCOMPARE(
            treeOf({call(0, "AssumeRoleWithWebIdentity", web, test::assumed("one", "r", "ASIA1")),
                    call(9, "X", role("one", "r", "ASIA1", 0))}),
            QStringLiteral("WebIdentityUser repo\n"
                           "  noKey 1\n"
                           "    temporaryKey ASIA1 Role one/r 1 keyIssued certain\n"));
    }

    void identityCenterLeadsToItsUser()
    {
        // Only the role is known: its sessions are named by user.
        QCOMPARE(treeOf({call(9, "X", ssoRole("carol@example.com", "ASIA1", 0)),
                         call(999, "X", ssoRole("carol@example.com", "ASIA2", 990))}),
                 QStringLiteral(
                     "IdentityCenterUser carol@example.com\n"
                     "  temporaryKey ASIA1 Role AWSReservedSSO_Analyst_0a1b2c3d4e5f6a7b/"
                     "carol@example.com 1 identityCenterRole strong ?identityCenter 111122223333\n"
                     "  temporaryKey ASIA2 Role AWSReservedSSO_Analyst_0a1b2c3d4e5f6a7b/"
                     "carol@example.com 1 identityCenterRole strong ?identityCenter "
                     "111122223333\n"));
        // The event of Identity Center that handed it out.
        const Json center{{"type", "IdentityCenterUser"},
                          {"accountId", kOther},
                          {"userName", "carol@example.com"},
                          {"onBehalfOf", {{"userId", "u-1"}, {"identityStoreArn", "arn:x"}}}};
        const Json grant =
            call(0, "Federate", center,
                 {{"eventSource", "sso.amazonaws.com"},
                  {"serviceEventDetails", {{"role_name", "Analyst"}, {"account_id", kAccount}}}});
        QCOMPARE(treeOf({grant, call(9, "X", ssoRole("carol@example.com", "ASIA1", 1))}),
                 QStringLiteral("IdentityCenterUser carol@example.com\n"
                                "  noKey 1\n"
                                "    temporaryKey ASIA1 Role AWSReservedSSO_Analyst_"
                                "0a1b2c3d4e5f6a7b/carol@example.com 1 identityCenter strong\n"));
        // It was handed to somebody else.
        QVERIFY(treeOf({grant, call(9, "X", ssoRole("mallory", "ASIA1", 1))})
                    .contains(QStringLiteral("IdentityCenterUser mallory\n")));
    }

    // As AWS writes it now: an id in userIdentity, the name in one event of the sign-in alone.
    void whoSignedInToIdentityCenterIsNamedByThatEvent()
    {
        const Json center{{"type", "IdentityCenterUser"},
                          {"accountId", kOther},
                          {"onBehalfOf", {{"userId", "u-1"}, {"identityStoreArn", "arn:x"}}}};
        const Json signedIn = call(0, "UserAuthentication", center,
                                   {{"eventSource", "signin.amazonaws.com"},
                                    {"additionalEventData", {{"UserName", "carol@example.com"}}}});
        const Json grant =
            call(1, "Federate", center,
                 {{"eventSource", "sso.amazonaws.com"},
                  {"serviceEventDetails", {{"role_name", "Analyst"}, {"account_id", kAccount}}}});
        const Json used = call(9, "X", ssoRole("carol@example.com", "ASIA1", 2));
        const QString below = QStringLiteral("    temporaryKey ASIA1 Role AWSReservedSSO_Analyst_"
                                             "0a1b2c3d4e5f6a7b/carol@example.com 1 ");
        QCOMPARE(treeOf({signedIn, grant, used}),
                 QStringLiteral("IdentityCenterUser carol@example.com\n  noKey 2\n") + below
                     + QStringLiteral("identityCenter strong\n"));
        // Nothing names the user.
        QCOMPARE(treeOf({grant, used}),
                 QStringLiteral("IdentityCenterUser u-1\n  noKey 1\n") + below
                     + QStringLiteral("identityCenter likely\n"));
        QVERIFY(treeOf({signedIn, grant, call(9, "X", ssoRole("mallory", "ASIA1", 2))})
                    .contains(QStringLiteral("IdentityCenterUser mallory\n")));
        // The name alone makes no identity.
        Json bare = call(0, "X", Json::object(), {{"additionalEventData", {{"UserName", "x"}}}});
        bare.erase("userIdentity");
        QVERIFY(!treeOf({bare}).contains(QStringLiteral("IdentityCenterUser")));
    }

    void consoleSessionsAreBelowTheirSignIn()
    {
        QCOMPARE(treeOf({signIn(0, "alice", "Failure"), signIn(60, "alice"),
                         call(90, "X", temporary("alice", "ASIA1", 60)),
                         call(91, "X", temporary("alice", "ASIA2", 60)),
                         call(999, "X", temporary("alice", "ASIA3", 500))}),
                 QStringLiteral("IAMUser alice\n"
                                "  noKey 1\n"
                                "  signIn 1\n"
                                "    temporaryKey ASIA1 IAMUser alice 1 signIn strong\n"
                                "    temporaryKey ASIA2 IAMUser alice 1 signIn strong\n"
                                "  temporaryKey ASIA3 1 ?signInOrToken 111122223333\n"));
    }

    void aSignInSessionArnIsSurer()
    {
        const std::string arn = "arn:aws:signin:us-east-1:" + kAccount + ":session/s-1";
        Json login = signIn(0, "alice");
        login["userIdentity"]["sessionContext"]["signInSessionArn"] = arn;
        Json used = temporary("alice", "ASIA1", 300);
        used["sessionContext"]["signInSessionArn"] = arn;
        QCOMPARE(treeOf({login, call(310, "X", used)}),
                 QStringLiteral("IAMUser alice\n"
                                "  signIn 1\n"
                                "    temporaryKey ASIA1 IAMUser alice 1 signInSession certain\n"));
    }

    void aSwitchOfRolesNamesWhoSwitched()
    {
        const Json switched =
            call(100, "SwitchRole", role("admin", "alice", "", 100),
                 {{"responseElements", {{"SwitchRole", "Success"}}},
                  {"additionalEventData",
                   {{"SwitchFrom", "arn:aws:iam::" + kAccount + ":user/alice"}}}});
        QCOMPARE(treeOf({signIn(0, "alice"), switched,
                         call(110, "X", role("admin", "alice", "ASIA1", 100))}),
                 QStringLiteral("IAMUser alice\n"
                                "  signIn 1\n"
                                "    temporaryKey ASIA1 Role admin/alice 2 switchRole strong\n"));
    }

    void servicesAreTheOriginOfTheirRoles()
    {
        Json linked = role("AWSServiceRoleForConfig", "s", "ASIA1", 0);
        linked["sessionContext"]["sessionIssuer"]["arn"] =
            "arn:aws:iam::1:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";
        Json instance = role("web", "i-0123456789abcdef0", "ASIA2", 1);
        instance["sessionContext"]["ec2RoleDelivery"] = "2.0";
        Json function = role("fn", "resize", "ASIA3", 2);
        function["inScopeOf"]["credentialsIssuedTo"] =
            "arn:aws:lambda:us-east-1:" + kAccount + ":function:resize";
        QCOMPARE(treeOf({call(5, "X", linked), call(6, "X", instance), call(7, "X", function)}),
                 QStringLiteral(
                     "AWSService ec2.amazonaws.com\n"
                     "  temporaryKey ASIA2 Role web/i-0123456789abcdef0 1 roleDelivery strong\n"
                     "AWSService config.amazonaws.com\n"
                     "  temporaryKey ASIA1 Role AWSServiceRoleForConfig/s 1 linkedService strong\n"
                     "AWSService lambda.amazonaws.com\n"
                     "  temporaryKey ASIA3 Role fn/resize 1 roleDelivery strong\n"));
        // The event is better.
        QCOMPARE(treeOf({call(0, "AssumeRole", service("ec2.amazonaws.com"),
                              test::assumed("web", "i-0123456789abcdef0", "ASIA2")),
                         call(6, "X", instance)}),
                 QStringLiteral("AWSService ec2.amazonaws.com\n"
                                "  noKey 1\n"
                                "    temporaryKey ASIA2 Role web/i-0123456789abcdef0 1 keyIssued "
                                "certain\n"));
    }

    void whatAnAnswerLeavesOutIsTakenFromTheRequest()
    {
        Json bare = test::assumed("web", "i-1", "ASIA1");
        bare["responseElements"].erase("assumedRoleUser");
        QCOMPARE(treeOf({call(0, "AssumeRole", service("ec2.amazonaws.com"), bare),
                         call(6, "X", role("web", "i-1", "ASIA1", 0))}),
                 QStringLiteral("AWSService ec2.amazonaws.com\n"
                                "  noKey 1\n"
                                "    temporaryKey ASIA1 Role web/i-1 1 keyIssued certain\n"));
    }

    void aNameThatNamesAPersonIsOnlyPossible()
    {
        QCOMPARE(treeOf({call(0, "X", user("alice", "AKIA1")),
                         call(9, "X", role("one", "alice", "ASIA1", 5)),
                         call(19, "X", role("one", "bob@example.com", "ASIA2", 5)),
                         call(29, "X", role("one", "botocore-session-1", "ASIA3", 5))}),
                 QStringLiteral("IAMUser alice\n"
                                "  longTermKey AKIA1 1\n"
                                "  temporaryKey ASIA1 Role one/alice 1 sessionName possible "
                                "?assumeRole 111122223333\n"
                                "Role one\n"
                                "  temporaryKey ASIA3 Role one/botocore-session-1 1 ?assumeRole "
                                "111122223333\n"
                                "Person bob@example.com\n"
                                "  temporaryKey ASIA2 Role one/bob@example.com 1 sessionName "
                                "possible ?assumeRole 111122223333\n"));
    }

    void theMatchingEventIsBelievedMoreThanTheName()
    {
        QCOMPARE(treeOf({call(0, "X", user("alice", "AKIA1")),
                         call(1, "AssumeRole", user("mallory", "AKIA2"),
                              test::assumed("one", "alice", "ASIA1")),
                         call(9, "X", role("one", "alice", "ASIA1", 1))}),
                 QStringLiteral("IAMUser alice\n"
                                "  longTermKey AKIA1 1\n"
                                "IAMUser mallory\n"
                                "  longTermKey AKIA2 1\n"
                                "    temporaryKey ASIA1 Role one/alice 1 keyIssued certain\n"));
    }

    void aSourceIdentityNamesWhoItWas()
    {
        Json identity = role("one", "x", "ASIA1", 5);
        identity["sessionContext"]["sourceIdentity"] = "alice";
        QCOMPARE(treeOf({call(0, "X", user("alice", "AKIA1")), call(9, "X", identity)}),
                 QStringLiteral("IAMUser alice\n"
                                "  longTermKey AKIA1 1\n"
                                "  temporaryKey ASIA1 Role one/x 1 sourceIdentity likely "
                                "?assumeRole 111122223333\n"));
        QCOMPARE(treeOf({call(9, "X", identity)}),
                 QStringLiteral("Person alice\n"
                                "  temporaryKey ASIA1 Role one/x 1 sourceIdentity likely "
                                "?assumeRole 111122223333\n"));
    }

    void aKeyIsBelowWhoCreatedItButActsForItsOwner()
    {
        const std::vector<Json> events{
            call(0, "CreateAccessKey", user("alice", "AKIA1"),
                 {{"eventSource", "iam.amazonaws.com"},
                  {"requestParameters", {{"userName", "backup"}}},
                  {"responseElements",
                   {{"accessKey",
                     {{"accessKeyId", "AKIA2"}, {"userName", "backup"}, {"status", "Active"}}}}}}),
            call(60, "AssumeRole", user("backup", "AKIA2"), test::assumed("one", "b", "ASIA1")),
            call(90, "X", role("one", "b", "ASIA1", 60))};
        QCOMPARE(treeOf(events),
                 QStringLiteral("IAMUser alice\n"
                                "  longTermKey AKIA1 1\n"
                                "    longTermKey AKIA2 IAMUser backup 1 keyCreated certain\n"
                                "      temporaryKey ASIA1 Role one/b 1 keyIssued certain\n"));
        const auto identities = test::identitiesOf(events);
        const Session& last =
            identities->session(identities->sessionOf(identities->events()->timeOrder().back()));
        QCOMPARE(identities->principal(last.actor).name, std::string_view("backup"));
        QCOMPARE(identities->principal(last.rootPrincipal).name, std::string_view("alice"));
    }

    void anAssumedRootIsBelowWhoAssumedIt()
    {
        Json root{{"type", "Root"},
                  {"principalId", kOther},
                  {"arn", "arn:aws:iam::" + kOther + ":root"},
                  {"accountId", kOther},
                  {"accessKeyId", "ASIA1"}};
        root["sessionContext"] = {{"assumedRoot", "true"},
                                  {"attributes", {{"creationDate", clock(0)}}}};
        const Json used = call(9, "X", root);
        QCOMPARE(
            treeOf({call(0, "AssumeRoot", user("alice", "AKIA1"),
                         {{"requestParameters", {{"targetPrincipal", kOther}}},
                          {"responseElements", {{"credentials", {{"accessKeyId", "ASIA1"}}}}}}),
                    used}),
            QStringLiteral("IAMUser alice\n"
                           "  longTermKey AKIA1 1\n"
                           "    temporaryKey ASIA1 Root root 1 keyIssued certain\n"));
        QCOMPARE(treeOf({used}), QStringLiteral("Root root\n  temporaryKey ASIA1 1 ?assumeRoot\n"));
    }

    void sessionsThatClaimToHaveIssuedEachOtherMakeNoCircle()
    {
        const std::vector<Json> events{
            call(5, "AssumeRole", role("one", "a", "ASIA1", 0), test::assumed("two", "b", "ASIA2")),
            call(5, "AssumeRole", role("two", "b", "ASIA2", 0), test::assumed("one", "a", "ASIA1")),
            call(5, "AssumeRole", role("six", "s", "ASIA6", 0),
                 test::assumed("six", "s", "ASIA6"))};
        QCOMPARE(treeOf(events),
                 QStringLiteral("Role one\n"
                                "  temporaryKey ASIA1 Role one/a 1 ?conflict\n"
                                "    temporaryKey ASIA2 Role two/b 1 keyIssued certain\n"
                                "Role six\n"
                                "  temporaryKey ASIA6 Role six/s 1 ?assumeRole 111122223333\n"));
    }

    void answersOfWrongKindsIssueNothing()
    {
        for (const char* answer :
             {"17", "'x'", "[]", "{'credentials':7}", "{'credentials':{'accessKeyId':{}}}",
              "{'credentials':{'accessKeyId':17,'expiration':[]},'assumedRoleUser':[]}",
              "{'accessKey':{'accessKeyId':null}}", "{'assumedRoleUser':{'assumedRoleId':true}}",
              "{'ConsoleLogin':{}}", "{'SwitchRole':'Success'}"}) {
            const auto identities =
                test::identitiesOf({call(0, "AssumeRole", user("alice", "AKIA1"),
                                         {{"responseElements", Json::parse(test::quoted(answer))},
                                          {"sharedEventID", 17},
                                          {"requestParameters", "none"}}),
                                    call(9, "X", role("one", "a", "ASIA1", 0))});
            QVERIFY2(identities, answer);
            QCOMPARE(identities->checkInvariants(), std::string());
            QVERIFY2(test::treeOf(*identities).find("IAMUser alice\n") != std::string::npos,
                     answer);
        }
    }
};

QTEST_GUILESS_MAIN(TestSessions)
#include "tst_sessions.moc"
