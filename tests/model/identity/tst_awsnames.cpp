#include "model/identity/awsnames.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::identity;

class TestAwsNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void expirationsAreReadInEverySpelling_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("seconds");
        const auto row = [](const char* text, qint64 seconds) {
            QTest::newRow(text) << QString::fromUtf8(text) << seconds;
        };
        const qint64 moment = 1'722'512'722; // 2024-08-01T11:45:22Z
        row("2024-08-01T11:45:22Z", moment);
        row("20240801T114522Z", moment);
        row("Aug 1, 2024, 11:45:22 AM", moment);
        row("Aug 1, 2024 11:45:22 AM", moment);
        row("Aug 1, 2024, 11:45:22\u202FAM", moment);
        row("Aug 1, 2024, 11:45:22 PM", moment + 12 * 3600);
        row("Aug 1, 2024, 12:45:22 AM", moment - 11 * 3600);
        row("Aug 1, 2024, 12:45:22 PM", moment + 3600);
        row("1722512722", moment);
        row("1722512722000", moment);
        row("1722512722.0", moment);
        for (const char* none :
             {"", "soon", "Aug", "Aug 1", "Aug 1, 2024", "Aug 1, 2024, 11", "Aug 1, 2024, 11:45",
              "Aug 1, 2024, 11:45:22", "Aug 1, 2024, 11:45:22 XM", "Aug 99, 2024, 11:45:22 AM",
              "Aug 1, 2024, 13:45:22 AM", "Xxx 1, 2024, 11:45:22 AM", "-5", "99999999999999999999",
              "Aug 1, 99999999999, 11:45:22 AM"})
            row(none, kNoTime);
    }
    void expirationsAreReadInEverySpelling()
    {
        QFETCH(QString, text);
        QFETCH(qint64, seconds);
        QCOMPARE(qint64{parseExpiration(text.toStdString())}, seconds);
    }

    void arnsAreTakenApart()
    {
        const RoleAndSession session =
            roleOf("arn:aws-cn:sts::111122223333:assumed-role/admin/bob");
        QCOMPARE(session.account, std::string_view("111122223333"));
        QCOMPARE(session.role, std::string_view("admin"));
        QCOMPARE(session.session, std::string_view("bob"));
        QCOMPARE(roleOf("arn:aws:iam::1:role/a/b/c").role, std::string_view("c"));
        QCOMPARE(roleOf("arn:aws:iam::1:user/a").role, std::string_view());
        QCOMPARE(roleOf("arn:aws:sts::1:assumed-role/admin").session, std::string_view());
        QCOMPARE(splitArn("arn:aws:s3").resource, std::string_view());
        QCOMPARE(splitArn("nra:aws:iam::1:role/a").resource, std::string_view());
        QCOMPARE(splitArn("arn:aws:iam::1:a:b:c").resource, std::string_view("a:b:c"));
    }

    void whatIsMaskedSaysNothing()
    {
        for (const char* text : {"", "HIDDEN_DUE_TO_SECURITY_REASONS", "AKIA****************"})
            QVERIFY2(saysNothing(text), text);
        QVERIFY(!saysNothing("AKIAIOSFODNN7EXAMPLE"));
        QVERIFY(!isUsableKey(std::string(129, 'A')));
        QVERIFY(isUsableKey("AKIAIOSFODNN7EXAMPLE"));
    }

    void rolesOfServicesAndOfIdentityCenterAreKnown()
    {
        QCOMPARE(serviceOfLinkedRole("arn:aws:iam::1:role/aws-service-role/config.amazonaws.com/"
                                     "AWSServiceRoleForConfig"),
                 std::string_view("config.amazonaws.com"));
        QCOMPARE(serviceOfLinkedRole("arn:aws:iam::1:role/AWSServiceRoleForConfig"),
                 std::string_view());
        QCOMPARE(permissionSetOf("AWSReservedSSO_Data_Analyst_0a1b2c3d4e5f6a7b"),
                 std::string_view("Data_Analyst"));
        QCOMPARE(permissionSetOf("AWSReservedSSO_x"), std::string_view());
        QCOMPARE(permissionSetOf("admin"), std::string_view());
    }

    void idsAreToldApart()
    {
        QVERIFY(isUserId("AIDACKCEVSQ6C2EXAMPLE"));
        QVERIFY(isRoleId("AROACKCEVSQ6C2EXAMPLE"));
        QVERIFY(!isUserId("AROACKCEVSQ6C2EXAMPLE"));
        QVERIFY(!isUserId("AIDA"));
        QVERIFY(!isUserId("AIDAckcevsq6c2example"));
        const IdAndSession both = splitPrincipalId("AROACKCEVSQ6C2EXAMPLE:a:b");
        QCOMPARE(both.id, std::string_view("AROACKCEVSQ6C2EXAMPLE"));
        QCOMPARE(both.session, std::string_view("a:b"));
    }
};

QTEST_GUILESS_MAIN(TestAwsNames)
#include "tst_awsnames.moc"
