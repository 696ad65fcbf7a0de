// What a predicate means, in lines.
#include "model/query/barquery.h"
#include "model/query/filterpattern.h"
#include "model/query/predicatetext.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::query;

class TestPredicateText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aFilterIsToldConditionByCondition()
    {
        const auto bar = parseBar("(eventName:RunInst* or errorCode:*) and not user:\"bob\" "
                                  "and ip:10.0.0.0/8 and time:2026-03-01T00:00:00Z.. and secret");
        QVERIFY(bar.predicate);
        QCOMPARE(QString::fromStdString(predicateText(*bar.predicate, "  ")),
                 QStringLiteral("  all of\n"
                                "      one of\n"
                                "          eventName fits \"RunInst*\"\n"
                                "          errorCode exists\n"
                                "      not\n"
                                "          user is \"bob\"  (letter case counts)\n"
                                "      sourceIPAddress in network \"10.0.0.0/8\"\n"
                                "      time from 2026-03-01T00:00:00Z\n"
                                "      any value contains \"secret\"\n"));
        QCOMPARE(QString::fromStdString(predicateText(*Predicate::everything())),
                 QStringLiteral("every event\n"));
    }

    void whatOnlyPatternsMeanIsSaidToo()
    {
        const auto different = parseFilterPattern("{ $.a != \"x\" }");
        QVERIFY(different.predicate);
        const std::string text = predicateText(*different.predicate);
        QVERIFY2(text.find("letter case counts") != std::string::npos, text.c_str());
        const auto term = parseFilterPattern("ERROR");
        QVERIFY(term.predicate);
        QCOMPARE(QString::fromStdString(predicateText(*term.predicate)),
                 QStringLiteral("the event's JSON contains \"ERROR\"  (letter case counts)\n"));
        // Different meanings, different lines.
        const auto bar = parseBar("a != x");
        QVERIFY(predicateText(*bar.predicate) != text);
    }
};

QTEST_GUILESS_MAIN(TestPredicateText)
#include "tst_predicatetext.moc"
