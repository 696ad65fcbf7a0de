#include "tests/model/identity/identityevents.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using identity::PrincipalType;
using test::Json;

namespace {

QString treeOf(const std::vector<Json>& events)
{
    const auto identities = test::identitiesOf(events);
    if (!identities)
        return QStringLiteral("not resolved");
    const std::string wrong = identities->checkInvariants();
    return QString::fromStdString(wrong.empty() ? test::treeOf(*identities) : wrong);
}

// JSON written with ' for ".
Json json(const char* text)
{
    return Json::parse(test::quoted(text));
}

} // namespace

class TestPrincipals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void everyTypeOfIdentityIsAPrincipal_data()
    {
        QTest::addColumn<QString>("identity");
        QTest::addColumn<QString>("tree");
        const auto row = [](const char* name, const char* identity, const char* tree) {
            QTest::newRow(name) << QString::fromStdString(test::quoted(identity))
                                << QString::fromUtf8(tree);
        };
        row("root",
            "{'type':'Root','principalId':'111122223333','accountId':'111122223333',"
            "'arn':'arn:aws:iam::111122223333:root','accessKeyId':'AKIAROOT'}",
            "Root root\n  longTermKey AKIAROOT 1\n");
        row("root of an account with an alias",
            "{'type':'Root','principalId':'111122223333','accountId':'111122223333',"
            "'userName':'our-alias'}",
            "Root root\n  noKey 1\n");
        row("user",
            "{'type':'IAMUser','principalId':'AIDAALICEALICEALICE1','userName':'alice',"
            "'arn':'arn:aws:iam::111122223333:user/team/alice',"
            "'accountId':'111122223333','accessKeyId':'AKIA1'}",
            "IAMUser alice\n  longTermKey AKIA1 1\n");
        row("user without a name",
            "{'type':'IAMUser','principalId':'AIDAALICEALICEALICE1',"
            "'arn':'arn:aws:iam::111122223333:user/team/alice',"
            "'accountId':'111122223333','accessKeyId':''}",
            "IAMUser alice\n  noKey 1\n");
        row("temporary key of a user",
            "{'type':'IAMUser','principalId':'AIDAALICEALICEALICE1','userName':'alice',"
            "'accountId':'111122223333','accessKeyId':'ASIA1'}",
            "IAMUser alice\n  temporaryKey ASIA1 1 ?signInOrToken 111122223333\n");
        row("masked key",
            "{'type':'IAMUser','principalId':'AIDAALICEALICEALICE1',"
            "'userName':'alice','accessKeyId':'AKIA****************'}",
            "IAMUser alice\n  noKey 1\n");
        row("assumed role",
            "{'type':'AssumedRole','principalId':'AROAADMINADMINADMIN1:bob',"
            "'arn':'arn:aws:sts::111122223333:assumed-role/admin/bob',"
            "'accountId':'111122223333','accessKeyId':'ASIA1'}",
            "Role admin\n  temporaryKey ASIA1 Role admin/bob 1 ?assumeRole 111122223333\n");
        row("role",
            "{'type':'Role','principalId':'AROAADMINADMINADMIN1','userName':'admin',"
            "'arn':'arn:aws:iam::111122223333:role/x/admin','accountId':'111122223333'}",
            "Role admin\n  noKey 1\n");
        row("federated user",
            "{'type':'FederatedUser','principalId':'111122223333:carol',"
            "'arn':'arn:aws:sts::111122223333:federated-user/carol',"
            "'accountId':'111122223333','accessKeyId':'ASIA1'}",
            "FederatedUser carol\n  temporaryKey ASIA1 FederatedUser carol/carol 1 "
            "?federationToken 111122223333\n");
        row("SAML",
            "{'type':'SAMLUser','principalId':'qualifier:dora@example.com',"
            "'userName':'dora@example.com','identityProvider':'qualifier'}",
            "SAMLUser dora@example.com\n  noKey 1\n");
        row("web identity",
            "{'type':'WebIdentityUser','principalId':'accounts.example.com:app:123',"
            "'userName':'123','identityProvider':'accounts.example.com'}",
            "WebIdentityUser 123\n  noKey 1\n");
        row("Identity Center",
            "{'type':'IdentityCenterUser','accountId':'111122223333',"
            "'onBehalfOf':{'userId':'u-1','identityStoreArn':'arn:x'},"
            "'credentialId':'c-1'}",
            "IdentityCenterUser u-1\n  noKey 1\n");
        row("directory",
            "{'type':'Directory','userName':'erin@example.com',"
            "'accountId':'111122223333'}",
            "Directory erin@example.com\n  noKey 1\n");
        row("account",
            "{'type':'AWSAccount','principalId':'444455556666',"
            "'accountId':'444455556666'}",
            "AWSAccount 444455556666\n  noKey 1 ?callerCopy 444455556666\n");
        row("user of another account",
            "{'type':'AWSAccount','principalId':'AIDAFRANKFRANKFRANK1',"
            "'accountId':'444455556666'}",
            "IAMUser\n  noKey 1 ?callerCopy 444455556666\n");
        row("role of another account",
            "{'type':'AWSAccount','principalId':'AROAFRANKFRANKFRANK1:f',"
            "'accountId':'444455556666'}",
            "Role\n  named Role/f 1 ?callerCopy 444455556666\n");
        row("service", "{'type':'AWSService','invokedBy':'config.amazonaws.com'}",
            "AWSService config.amazonaws.com\n  noKey 1\n");
        row("no type", "{'accountId':'111122223333','invokedBy':'kms.amazonaws.com'}",
            "AWSService kms.amazonaws.com\n  noKey 1\n");
        row("unknown", "{'type':'Unknown','accountId':'111122223333'}", "Unknown\n  noKey 1\n");
        row("a type of the future", "{'type':'Martian','userName':'zork'}",
            "Unknown zork\n  noKey 1\n");
        row("nothing in it", "{}", "None\n  noKey 1\n");
        row("null", "null", "None\n  noKey 1\n");
    }
    void everyTypeOfIdentityIsAPrincipal()
    {
        QFETCH(QString, identity);
        QFETCH(QString, tree);
        QCOMPARE(treeOf({test::call(0, "X", Json::parse(identity.toStdString()))}), tree);
    }

    void anEventWithoutIdentityBelongsToNobody()
    {
        Json event = test::call(0, "X", {});
        event.erase("userIdentity");
        QCOMPARE(treeOf({event}), QStringLiteral("None\n  noKey 1\n"));
    }

    void aUserThatWasMadeAgainIsAnother()
    {
        const auto identities = test::identitiesOf(
            {test::call(0, "A", test::user("alice", "AKIA1", "AIDAFIRSTFIRSTFIRST1")),
             test::call(60, "B", test::user("alice", "AKIA2", "AIDASECONDSECONDSEC1")),
             test::call(61, "C", test::user("alice", "AKIA2", "AIDASECONDSECONDSEC1"))});
        QVERIFY(identities);
        QCOMPARE(identities->checkInvariants(), std::string());
        QCOMPARE(identities->principals().size(), std::size_t{2});
        QCOMPARE(identities->principals()[0].uniqueId, std::string_view("AIDAFIRSTFIRSTFIRST1"));
        QCOMPARE(identities->principals()[0].events, std::uint64_t{1});
        QCOMPARE(identities->principals()[1].uniqueId, std::string_view("AIDASECONDSECONDSEC1"));
        QCOMPARE(identities->principals()[1].events, std::uint64_t{2});
    }

    void aUserThatWasRenamedIsTheSame()
    {
        QCOMPARE(treeOf({test::call(0, "A", test::user("alice", "AKIA1", "AIDAFIRSTFIRSTFIRST1")),
                         test::call(9, "B", test::user("ally", "AKIA1", "AIDAFIRSTFIRSTFIRST1"))}),
                 QStringLiteral("IAMUser ally\n  longTermKey AKIA1 2\n"));
    }

    void aRoleOfTheSameNameInAnotherAccountIsAnother()
    {
        QCOMPARE(treeOf({test::call(0, "A", test::role("admin", "a", "ASIA1", 0)),
                         test::call(1, "B", test::role("admin", "a", "ASIA2", 0, test::kOther))}),
                 QStringLiteral("Role admin\n"
                                "  temporaryKey ASIA1 Role admin/a 1 ?assumeRole 111122223333\n"
                                "Role admin\n"
                                "  temporaryKey ASIA2 Role admin/a 1 ?assumeRole 444455556666\n"));
    }

    void aNameWithoutIdIsTheOnlyOneOfThatName()
    {
        const Json nameless = json("{'type':'IAMUser','accountId':'111122223333',"
                                   "'userName':'alice'}");
        QCOMPARE(treeOf({test::call(0, "A", test::user("alice", "AKIA1", "AIDAFIRSTFIRSTFIRST1")),
                         test::call(1, "B", nameless)}),
                 QStringLiteral("IAMUser alice\n  longTermKey AKIA1 1\n  noKey 1\n"));
        // Of two nobody knows which it is.
        QCOMPARE(treeOf({test::call(0, "A", test::user("alice", "AKIA1", "AIDAFIRSTFIRSTFIRST1")),
                         test::call(1, "B", nameless),
                         test::call(2, "C", test::user("alice", "AKIA2", "AIDASECONDSECOND1"))}),
                 QStringLiteral("IAMUser alice\n  longTermKey AKIA1 1\n"
                                "IAMUser alice\n  noKey 1\n"
                                "IAMUser alice\n  longTermKey AKIA2 1\n"));
    }

    void aKeyTellsWhoseARecordWithoutIdIs()
    {
        const Json nameless = json("{'type':'IAMUser','accessKeyId':'AKIA1','userName':'alice'}");
        QCOMPARE(treeOf({test::call(0, "A", test::user("bob", "AKIA1", "AIDAFIRSTFIRSTFIRST1")),
                         test::call(1, "B", nameless)}),
                 QStringLiteral("IAMUser bob\n  longTermKey AKIA1 2\n"));
    }

    void whatAServiceDidForAUserIsTheUsers()
    {
        Json forUser = test::user("alice", "AKIA1");
        forUser["invokedBy"] = "cloudformation.amazonaws.com";
        QCOMPARE(
            treeOf({test::call(0, "A", test::user("alice", "AKIA1")), test::call(1, "B", forUser)}),
            QStringLiteral("IAMUser alice\n  longTermKey AKIA1 2\n"));
    }

    void malformedIdentitiesDoNoHarm_data()
    {
        QTest::addColumn<QString>("identity");
        const auto row = [](const char* name, const std::string& identity) {
            QTest::newRow(name) << QString::fromStdString(test::quoted(identity));
        };
        row("a text", "'alice'");
        row("a number", "17");
        row("a list", "[{'type':'IAMUser','userName':'alice'}]");
        row("wrong kinds",
            "{'type':17,'principalId':{'a':1},'arn':[1],'accountId':true,"
            "'accessKeyId':null,'userName':{},'sessionContext':'x'}");
        row("wrong kinds below",
            "{'type':'AssumedRole','sessionContext':{'sessionIssuer':[],'attributes':7}}");
        row("a role without anything", "{'type':'AssumedRole'}");
        row("colons", "{'type':'AssumedRole','principalId':':::','arn':':::::::/'}");
        row("an ARN that ends", "{'type':'AssumedRole','arn':'arn:aws:sts::1:assumed-role/'}");
        row("a date that is none",
            "{'type':'AssumedRole','sessionContext':{'attributes':"
            "{'creationDate':'yesterday'}}}");
        row("control characters", "{'type':'IAMUser','userName':'\\u0000\\u001b[2J'}");
        row("a long text", "{'type':'IAMUser','userName':'" + std::string(300'000, 'x') + "'}");
        row(
            "deep", "{'type':'IAMUser','sessionContext':" + [] {
                std::string deep;
                for (int i = 0; i < 400; ++i)
                    deep += "{'a':";
                return deep + "1" + std::string(400, '}');
            }() + "}");
        row("twice", "{'type':'IAMUser','type':'Root','userName':'a','userName':'b'}");
    }
    void malformedIdentitiesDoNoHarm()
    {
        QFETCH(QString, identity);
        const std::string text = test::call(0, "X", "@@").dump();
        std::string event = text;
        event.replace(event.find("\"@@\""), 4, identity.toStdString());
        const auto store =
            test::storeOf({event, test::call(1, "Y", test::user("bob", "AKIA1")).dump()});
        QCOMPARE(store->rowCount(), std::size_t{2});
        const auto identities = identity::resolve(store, JobContext());
        QVERIFY_OK(identities);
        QCOMPARE((*identities)->checkInvariants(), std::string());
    }

    void anEmptyStoreHasNobody()
    {
        const auto identities =
            identity::resolve(std::make_shared<const store::EventStore>(), JobContext());
        QVERIFY_OK(identities);
        QVERIFY((*identities)->principals().empty());
        QVERIFY((*identities)->sessions().empty());
        QCOMPARE((*identities)->checkInvariants(), std::string());
    }

    void aCancelledJobGivesNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto store = test::storeOfEvents({test::call(0, "A", test::user("alice", "AKIA1"))});
        const auto identities = identity::resolve(store, JobContext(stop.get_token()));
        QVERIFY(!identities);
        QCOMPARE(identities.error().kind, Error::Kind::Cancelled);
    }

    void aDuplicateIsCountedOnce()
    {
        const Json event = test::call(0, "A", test::user("alice", "AKIA1"));
        QCOMPARE(treeOf({event, event, test::call(1, "B", test::user("bob", "AKIA2"))}),
                 QStringLiteral("IAMUser alice\n  longTermKey AKIA1 1\n"
                                "IAMUser bob\n  longTermKey AKIA2 1\n"));
    }
};

QTEST_GUILESS_MAIN(TestPrincipals)
#include "tst_principals.moc"
