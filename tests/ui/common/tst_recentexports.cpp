#include "tests/support/testsupport.h"
#include "ui/common/recentexports.h"

#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ui;

class TestRecentExports : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_dir.path());
        QCoreApplication::setOrganizationName(QStringLiteral("trailloupe-test"));
    }
    void init()
    {
        test::failOnAnyWarning();
        recentexports::clear();
    }

    void theNewestIsFirstAndListedOnce()
    {
        const QStringList a = make({QStringLiteral("a.zip")});
        const QStringList b = make({QStringLiteral("b.zip"), QStringLiteral("c.json")});
        recentexports::add(a);
        recentexports::add(b);
        recentexports::add(a);
        QCOMPARE_EQ(recentexports::list(), (QList<QStringList>{a, b}));
        QCOMPARE_EQ(recentexports::label(a), QStringLiteral("a.zip"));
        QCOMPARE_EQ(recentexports::label(b).startsWith(QStringLiteral("b.zip and 1")), true);
    }

    void whatIsGoneIsNotOffered()
    {
        recentexports::add({m_dir.filePath(QStringLiteral("never-was"))});
        QVERIFY(recentexports::list().isEmpty());
    }

    void theListIsShort()
    {
        for (int i = 0; i < 40; ++i)
            recentexports::add(make({QStringLiteral("%1.zip").arg(i)}));
        QCOMPARE_EQ(recentexports::list().size(), recentexports::kMaxListed);
        QCOMPARE_EQ(recentexports::label(recentexports::list().front()), QStringLiteral("39.zip"));
    }

private:
    QStringList make(const QStringList& names)
    {
        QStringList paths;
        for (const QString& name : names) {
            paths.append(m_dir.filePath(name));
            QFile file(paths.back());
            if (!file.open(QIODevice::WriteOnly))
                qFatal("cannot write a file");
        }
        return paths;
    }

    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(TestRecentExports)
#include "tst_recentexports.moc"
