#include "model/compare/policydifference.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <algorithm>

using namespace trailloupe;
using namespace trailloupe::compare;
using query::FieldTree;

namespace {

FieldTree treeOf(const QByteArray& json)
{
    auto tree = FieldTree::build(json.toStdString());
    if (!tree)
        qFatal("no JSON: %s", json.constData());
    return std::move(tree).value();
}

QByteArray differences(const QByteArray& before, const QByteArray& after)
{
    const FieldTree a = treeOf(before);
    const FieldTree b = treeOf(after);
    QByteArray text;
    for (const PolicyChange& change : differPolicies(a, 0, b, 0))
        text += QByteArray::fromStdString(policyChangeText(change)) + '\n';
    return text;
}

QByteArray policy(const QByteArray& statements)
{
    return R"({"Version":"2012-10-17","Statement":)" + statements + '}';
}

} // namespace

class TestPolicyDifference : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void meaningTheSameIsMoreThanNoChange()
    {
        const auto areSame = [](const QByteArray& before, const QByteArray& after) {
            const FieldTree a = treeOf(before);
            const FieldTree b = treeOf(after);
            return meanTheSame(a, 0, b, 0);
        };
        const QByteArray one = R"({"Sid":"A","Effect":"Allow","Action":"a:b"})";
        QVERIFY(areSame(policy(one), policy('[' + one + ']')));
        QVERIFY(!areSame(policy(one), policy(QByteArray(one).replace("Sid\":\"A", "Sid\":\"B"))));
        QVERIFY(!areSame(policy(one), policy(QByteArray(one).replace("Allow", "Deny"))));
        QVERIFY(!areSame(policy(one),
                         "{\"Version\":\"2012-10-17\",\"Id\":\"x\",\"Statement\":" + one + '}'));
        QVERIFY(!areSame(
            "{\"Version\":\"2012-10-17\",\"Version\":\"2012-10-17\",\"Statement\":" + one + '}',
            "{\"Version\":\"2012-10-17\",\"Id\":\"x\",\"Statement\":" + one + '}'));
    }

    void meaningIsCompared_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QByteArray>("changes");
        const auto row = [](const char* name, const char* before, const char* after,
                            const char* changes) {
            QTest::newRow(name) << policy(before) << policy(after) << QByteArray(changes);
        };
        row("one value or a list of one, order and case",
            R"({"Effect":"Allow","Action":"s3:GetObject","Resource":["b","a"]})",
            R"([{"Resource":["a","b"],"Action":["S3:getobject"],"Effect":"Allow"}])", "");
        row("an account's id is its root",
            R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"a:b"})",
            R"({"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root"]},"Action":"a:b"})",
            "");
        row("the order of statements",
            R"([{"Effect":"Allow","Action":"a:b","Resource":"*"},{"Effect":"Deny","Action":"c:d","Resource":"*"}])",
            R"([{"Effect":"Deny","Action":"c:d","Resource":"*"},{"Effect":"Allow","Action":"a:b","Resource":"*"}])",
            "");
        row("an action is widened", R"([{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}])",
            R"([{"Effect":"Allow","Action":"s3:*","Resource":"*"}])",
            "Statement 1: Action widened: s3:*, was s3:Get*\n");
        row("a resource is narrowed",
            R"([{"Sid":"Read","Effect":"Allow","Action":"s3:*","Resource":"*"}])",
            R"([{"Sid":"Read","Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b"}])",
            "Read: Resource narrowed: arn:aws:s3:::b, was *\n");
        row("an action comes and one goes",
            R"([{"Effect":"Allow","Action":["a:x","a:y"],"Resource":"*"}])",
            R"([{"Effect":"Allow","Action":["a:y","a:z"],"Resource":"*"}])",
            "Statement 1: Action added: a:z\nStatement 1: Action removed: a:x\n");
        row("an effect changes", R"([{"Sid":"X","Effect":"Deny","Action":"a:x","Resource":"*"}])",
            R"([{"Sid":"X","Effect":"Allow","Action":"a:x","Resource":"*"}])",
            "X: effect Deny is now Allow\n");
        row("a statement is added", R"([{"Effect":"Allow","Action":"a:x","Resource":"*"}])",
            R"([{"Effect":"Allow","Action":"a:x","Resource":"*"},{"Sid":"N","Effect":"Deny","Action":"b:y","Resource":"r"}])",
            "statement added: N: Deny; Action: b:y; Resource: r\n");
        row("a statement is removed",
            R"([{"Sid":"N","Effect":"Deny","Action":"b:y","Resource":"r"}])", "[]",
            "statement removed: N: Deny; Action: b:y; Resource: r\n");
        row("a bucket becomes public",
            R"([{"Sid":"P","Effect":"Allow","Principal":{"AWS":"123"},"Action":"s3:GetObject","Resource":"b"}])",
            R"([{"Sid":"P","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"b"}])",
            "P: principal made public: anybody\nP: Principal.AWS widened: *, was 123\n");
        row("{AWS: *} is *",
            R"([{"Sid":"P","Effect":"Allow","Principal":{"AWS":["*"]},"Action":"s3:GetObject"}])",
            R"([{"Sid":"P","Effect":"Allow","Principal":"*","Action":"s3:GetObject"}])", "");
        row("a new public statement with a condition", "[]",
            R"([{"Sid":"P","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}])",
            "statement added: P: Allow; Action: s3:GetObject; Principal.AWS: *; Condition "
            "IpAddress.aws:SourceIp: 10.0.0.0/8\n"
            "P: principal made public under a condition: anybody who meets it\n");
        row("a condition goes, and with it the bound of what is public",
            R"([{"Sid":"P","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Condition":{"Bool":{"aws:SecureTransport":"true"}}}])",
            R"([{"Sid":"P","Effect":"Allow","Principal":"*","Action":"s3:GetObject"}])",
            "P: principal made public: anybody\n"
            "P: Condition.Bool.aws:SecureTransport removed: was true\n");
        row("no longer public", R"([{"Sid":"P","Effect":"Allow","Principal":"*","Action":"a:b"}])",
            R"([{"Sid":"P","Effect":"Allow","Principal":{"AWS":"1"},"Action":"a:b"}])",
            "P: no longer public\nP: Principal.AWS narrowed: 1, was *\n");
        row("denying everybody is not public", "[]",
            R"([{"Sid":"D","Effect":"Deny","Principal":"*","Action":"a:b"}])",
            "statement added: D: Deny; Action: a:b; Principal.AWS: *\n");
        row("a trust policy gets another account",
            R"([{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:root"},"Action":"sts:AssumeRole"}])",
            R"([{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::1:root","arn:aws:iam::2:root"]},"Action":"sts:AssumeRole"}])",
            "Statement 1: Principal.AWS added: arn:aws:iam::2:root\n");
        row("more exceptions are not wider",
            R"([{"Effect":"Allow","NotAction":"iam:Get*","Resource":"*"}])",
            R"([{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}])",
            "Statement 1: NotAction added: iam:*\nStatement 1: NotAction removed: iam:Get*\n");
        row("? covers a character but no *",
            R"([{"Effect":"Allow","Action":["a:x1","a:x*"],"Resource":"*"}])",
            R"([{"Effect":"Allow","Action":"a:x?","Resource":"*"}])",
            "Statement 1: Action widened: a:x?, was a:x1\nStatement 1: Action removed: a:x*\n");
    }
    void meaningIsCompared()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QTEST(differences(before, after), "changes");
        QCOMPARE(differences(before, before), QByteArray());
        QCOMPARE(differences(after, after), QByteArray());
    }

    void theVersionIsPartOfThePolicy()
    {
        QCOMPARE(differences(R"({"Version":"2008-10-17","Statement":[]})",
                             R"({"Version":"2012-10-17","Statement":[]})"),
                 QByteArray("Version changed: 2012-10-17, was 2008-10-17\n"));
    }

    void oddShapesAreNoPolicies()
    {
        for (const char* json : {"[]", "{}", R"({"Statement":"x"})", R"({"Statement":[1]})",
                                 R"({"statement":[]})", "1"}) {
            const FieldTree tree = treeOf(json);
            QVERIFY2(!isPolicy(tree, 0), json);
        }
    }

    // Whatever stands where AWS would refuse it is told apart all the same.
    void oddValuesAreCompared()
    {
        const QByteArray odd =
            policy(R"([{"Effect":["Allow"],"Action":{"x":1},"Principal":5,"Condition":"c"},{}])");
        QCOMPARE(differences(odd, odd), QByteArray());
        QVERIFY(!differences(policy("[]"), odd).isEmpty());
        QVERIFY(!differences(odd, policy("[]")).isEmpty());
    }

    // More statements than are compared one by one are still told exactly.
    void manyStatementsArePairedByWhatTheySay()
    {
        const auto statements = [](int from, int to, const char* effect) {
            std::string list = "[";
            for (int i = from; i < to; ++i)
                list += std::string(i == from ? "" : ",") + "{'Effect':'" + effect
                    + "','Action':'a:" + std::to_string(i) + "','Resource':'*'}";
            return policy(test::quoted(list + "]").c_str());
        };
        const QByteArray all = statements(0, 3000, "Allow");
        QCOMPARE(differences(all, all), QByteArray());
        // One that went and one that came are the same, changed.
        QCOMPARE(differences(all, statements(1, 3001, "Allow")),
                 QByteArray("Statement 3000: Action added: a:3000\n"
                            "Statement 3000: Action removed: a:0\n"));
        const QByteArray told = differences(all, statements(200, 3200, "Allow"));
        QCOMPARE(told.count("statement removed: "), 200);
        QCOMPARE(told.count("statement added: "), 200);
        QCOMPARE(told.count('\n'), 400);
        QVERIFY(
            told.contains("statement added: Statement 3000: Allow; Action: a:3199; Resource: *\n"));
        QCOMPARE(differences(all, statements(0, 3000, "Deny")).count('\n'), 6000);
    }

    void aNewPolicyIsDescribed()
    {
        const FieldTree tree =
            treeOf(policy(R"({"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"})"));
        const auto changes = describePolicy(tree, 0);
        QCOMPARE(changes.size(), std::size_t{2});
        QVERIFY(changes[0].kind == PolicyChange::Kind::StatementAdded);
        QVERIFY(changes[1].kind == PolicyChange::Kind::MadePublic);
    }
};

QTEST_APPLESS_MAIN(TestPolicyDifference)
#include "tst_policydifference.moc"
