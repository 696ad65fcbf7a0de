// Starts the built program on a virtual X server and works with it by keyboard, as a person would.
#include "tests/e2e/virtualdesktop.h"
#include "tests/support/incident/incident.h"
#include "tests/support/testsupport.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

#include <functional>
#include <set>

using namespace trailloupe;

namespace {

constexpr int kPatienceMs = 30000;

// How many colours a part of the screen has: one or two where nothing is drawn.
int coloursIn(const QImage& image)
{
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 2) {
        for (int x = 0; x < image.width(); ++x)
            colours.insert(image.pixel(x, y));
    }
    return int(colours.size());
}

} // namespace

class EndToEndTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { test::failOnAnyWarning(); }
    void theWindowWelcomes();
    void theSampleOpensByKeyboard();
    void theEventsAreListedInOrderOfTime();
    void theTableScrollsToItsEndAndBack();
    void aColumnSortsTheEvents();
    void theHistogramChoosesTime();
    void theDetailTellsTheSelectedEvent();
    void theLeakedKeyIsFoundInFiveInteractions();
    void whoOpenedAPortIsFoundInSixInteractions();
    void theLedgerNamesWhatWasNotInOrder();
    void theProgramEndsByKeyboard();
    void cleanupTestCase();

private:
    using Condition = std::function<bool(const QJsonObject&)>;

    QJsonObject state() const;
    QJsonObject table() const { return state()[QStringLiteral("table")].toObject(); }
    // Waits until the program shows it; false when it never does.
    bool awaitState(const Condition& shown);
    bool awaitPage(const QString& page);
    // Waits for one of "rows" or "links" with these words and clicks it.
    bool clickOn(const char* kind, const QString& words, int times = 1);

    QTemporaryDir m_home;
    e2e::VirtualDesktop m_desktop;
    QProcess m_program;
    qint64 m_delivered = 0; // different events in files that can be read whole
    QStringList m_names; // of the events delivered, sorted
    qint64 m_made = 0; // all events, those of the file that is cut off too
};

void EndToEndTest::initTestCase()
{
    const QString missing = e2e::VirtualDesktop::missingProgram();
    if (!missing.isEmpty())
        QSKIP(qPrintable(missing + QStringLiteral(" is not installed")));

    const incident::Incident incident = incident::makeIncident();
    std::set<std::string> whole;
    for (const auto& [path, file] : incident.files) {
        if (path != incident.truncatedFile)
            whole.insert(file.eventIds.begin(), file.eventIds.end());
    }
    m_delivered = qint64(whole.size());
    for (const incident::Event& event : incident.events) {
        if (whole.contains(event.json["eventID"].get<std::string>()))
            m_names.append(QString::fromStdString(event.json["eventName"].get<std::string>()));
    }
    m_names.sort();
    m_made = qint64(incident.events.size());

    QVERIFY2(m_desktop.start(), qPrintable(m_desktop.error()));
    QProcessEnvironment environment = m_desktop.environment();
    environment.insert(QStringLiteral("TRAILLOUPE_STATE_FILE"),
                       m_home.filePath(QStringLiteral("state.json")));
    environment.insert(QStringLiteral("HOME"), m_home.path());
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_home.path());
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_home.path());
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    m_program.setProcessEnvironment(environment);
    m_program.setProcessChannelMode(QProcess::ForwardedChannels);
    m_program.start(QStringLiteral(TRAILLOUPE_PROGRAM), QStringList());
    QVERIFY(m_program.waitForStarted());
}

QJsonObject EndToEndTest::state() const
{
    QFile file(m_home.filePath(QStringLiteral("state.json")));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

bool EndToEndTest::awaitState(const Condition& shown)
{
    const bool seen = QTest::qWaitFor([&] { return shown(state()); }, kPatienceMs);
    if (!seen)
        qInfo("the program shows %s", QJsonDocument(state()).toJson().constData());
    return seen;
}

bool EndToEndTest::awaitPage(const QString& page)
{
    return awaitState([&](const QJsonObject& s) {
        return s[QStringLiteral("page")] == page && !s[QStringLiteral("busy")].toBool();
    });
}

bool EndToEndTest::clickOn(const char* kind, const QString& words, int times)
{
    QPoint at;
    const bool isInSight = awaitState([&](const QJsonObject& s) {
        for (const QJsonValue& spot : s[QLatin1String(kind)].toArray()) {
            if (!spot[QStringLiteral("text")].toString().contains(words))
                continue;
            at = {spot[QStringLiteral("x")].toInt(), spot[QStringLiteral("y")].toInt()};
            return !s[QStringLiteral("busy")].toBool();
        }
        return false;
    });
    return isInSight && m_desktop.click(at, times);
}

void EndToEndTest::theWindowWelcomes()
{
    QVERIFY(awaitState([](const QJsonObject& s) {
        return s[QStringLiteral("state")] == QStringLiteral("Empty")
            && s[QStringLiteral("active")].toBool();
    }));
    QTRY_VERIFY_WITH_TIMEOUT(coloursIn(m_desktop.screen()) > 16, kPatienceMs);
}

void EndToEndTest::theSampleOpensByKeyboard()
{
    QVERIFY(m_desktop.press({QStringLiteral("alt+f"), QStringLiteral("s")}));
    QVERIFY(awaitState([](const QJsonObject& s) {
        return s[QStringLiteral("state")] == QStringLiteral("Ready");
    }));
    const qint64 events = state()[QStringLiteral("events")].toInteger();
    QCOMPARE_GE(events, m_delivered);
    QCOMPARE_LE(events, m_made);
}

void EndToEndTest::theEventsAreListedInOrderOfTime()
{
    QVERIFY(m_desktop.press({QStringLiteral("ctrl+2")}));
    QVERIFY(awaitPage(QStringLiteral("events")));
    QVERIFY(awaitState([](const QJsonObject& s) {
        return s[QStringLiteral("table")][QStringLiteral("rows")] == s[QStringLiteral("events")];
    }));
    QCOMPARE(state()[QStringLiteral("sort")].toString(), QStringLiteral("time"));
    QVERIFY(!table()[QStringLiteral("first")].toArray().isEmpty());
}

void EndToEndTest::theTableScrollsToItsEndAndBack()
{
    QVERIFY(awaitState([](const QJsonObject& s) {
        return s[QStringLiteral("table")][QStringLiteral("hasFocus")].toBool();
    }));
    const int rows = table()[QStringLiteral("rows")].toInt();
    QVERIFY(m_desktop.press({QStringLiteral("End")}));
    QVERIFY(awaitState([&](const QJsonObject& s) {
        const QJsonObject shown = s[QStringLiteral("table")].toObject();
        return shown[QStringLiteral("current")].toInt() == rows - 1
            && shown[QStringLiteral("firstVisible")].toInt() > rows - 100;
    }));
    const QString last =
        state()[QStringLiteral("selected")][QStringLiteral("eventTime")].toString();
    QVERIFY(m_desktop.press({QStringLiteral("Home")}));
    QVERIFY(awaitState([](const QJsonObject& s) {
        const QJsonObject shown = s[QStringLiteral("table")].toObject();
        return shown[QStringLiteral("current")].toInt() == 0
            && shown[QStringLiteral("firstVisible")].toInt() == 0;
    }));
    const QString first =
        state()[QStringLiteral("selected")][QStringLiteral("eventTime")].toString();
    const bool descending = state()[QStringLiteral("descending")].toBool();
    QVERIFY2(descending ? first > last : first < last, qPrintable(first + u' ' + last));
}

void EndToEndTest::aColumnSortsTheEvents()
{
    QCOMPARE(table()[QStringLiteral("columns")][1].toString(), QStringLiteral("Event name"));
    QVERIFY(m_desktop.press({QStringLiteral("Right"), QStringLiteral("s")}));
    QVERIFY(awaitState([](const QJsonObject& s) {
        return s[QStringLiteral("sort")] == QStringLiteral("eventName")
            && !s[QStringLiteral("busy")].toBool();
    }));
    QVERIFY(m_desktop.press({QStringLiteral("Home")}));
    QString expected = m_names.first();
    if (state()[QStringLiteral("descending")].toBool())
        expected = m_names.last();
    QVERIFY(awaitState([&](const QJsonObject& s) {
        const QJsonObject shown = s[QStringLiteral("table")].toObject();
        return shown[QStringLiteral("firstVisible")].toInt() == 0
            && shown[QStringLiteral("first")][1].toString() == expected;
    }));
}

void EndToEndTest::theHistogramChoosesTime()
{
    const int all = table()[QStringLiteral("rows")].toInt();
    const auto rowsAre = [](auto condition) {
        return [condition](const QJsonObject& s) {
            return condition(s[QStringLiteral("table")][QStringLiteral("rows")].toInt())
                && !s[QStringLiteral("busy")].toBool();
        };
    };
    const auto isPart = rowsAre([all](int rows) { return rows > 0 && rows < all; });
    const auto isAll = rowsAre([all](int rows) { return rows == all; });
    QVERIFY(
        m_desktop.press({QStringLiteral("h"), QStringLiteral("Home"), QStringLiteral("Return")}));
    QVERIFY(awaitState(isPart));
    QVERIFY(state()[QStringLiteral("histogram")][QStringLiteral("hasFocus")].toBool());
    QVERIFY(m_desktop.press({QStringLiteral("Delete")}));
    QVERIFY(awaitState(isAll));
    // The last bar by the mouse; it has the last event.
    const QJsonObject bars = state()[QStringLiteral("histogram")].toObject();
    const auto part = [&](const char* name) {
        return bars[QLatin1String(name)].toInt();
    };
    QVERIFY(m_desktop.click({part("x") + part("width") - 13, part("y") + part("height") / 2}));
    QVERIFY(awaitState(isPart));
    QVERIFY(m_desktop.press({QStringLiteral("Delete"), QStringLiteral("h")}));
    QVERIFY(awaitState(isAll));
    QVERIFY(m_desktop.press({QStringLiteral("Home")}));
    QVERIFY(awaitState([](const QJsonObject& s) {
        return s[QStringLiteral("table")][QStringLiteral("hasFocus")].toBool();
    }));
}

void EndToEndTest::theDetailTellsTheSelectedEvent()
{
    QVERIFY(m_desktop.press({QStringLiteral("j"), QStringLiteral("j"), QStringLiteral("Return")}));
    QVERIFY(awaitState([](const QJsonObject& s) {
        return s[QStringLiteral("table")][QStringLiteral("current")].toInt() == 2
            && !s[QStringLiteral("busy")].toBool();
    }));
    const QString name =
        state()[QStringLiteral("selected")][QStringLiteral("eventName")].toString();
    QVERIFY(!name.isEmpty());
    QVERIFY(awaitState([&](const QJsonObject& s) {
        const QJsonArray labels = s[QStringLiteral("detail")].toArray();
        return std::any_of(labels.begin(), labels.end(), [&](const QJsonValue& label) {
            return label.toString().contains(name);
        });
    }));
    QTRY_VERIFY_WITH_TIMEOUT(coloursIn(m_desktop.screen()) > 32, kPatienceMs);
}

// docs/sample-incident.md: the key of report-bot was tried at 02:11:07.
void EndToEndTest::theLeakedKeyIsFoundInFiveInteractions()
{
    const auto rowsAre = [](auto condition) {
        return [condition](const QJsonObject& s) {
            return condition(s[QStringLiteral("table")][QStringLiteral("rows")].toInt())
                && !s[QStringLiteral("busy")].toBool();
        };
    };
    // The next key goes where the focus is.
    const auto rowsWithFocusAre = [rowsAre](auto condition) {
        return [shown = rowsAre(condition)](const QJsonObject& s) {
            return shown(s) && s[QStringLiteral("table")][QStringLiteral("hasFocus")].toBool();
        };
    };
    const int all = table()[QStringLiteral("rows")].toInt();
    // As after opening: the last event first.
    QVERIFY(m_desktop.press({QStringLiteral("ctrl+1")}));
    QVERIFY(awaitPage(QStringLiteral("overview")));
    QVERIFY(m_desktop.press({QStringLiteral("ctrl+2")}));
    QVERIFY(awaitState([](const QJsonObject& s) {
        return s[QStringLiteral("table")][QStringLiteral("hasFocus")].toBool();
    }));
    QVERIFY(m_desktop.press({QStringLiteral("Left"), QStringLiteral("Left"), QStringLiteral("s")}));
    QVERIFY(awaitState([](const QJsonObject& s) {
        return s[QStringLiteral("sort")] == QStringLiteral("time")
            && s[QStringLiteral("descending")].toBool();
    }));

    // 1  What was denied?
    QVERIFY(m_desktop.press({QStringLiteral("ctrl+l")}));
    QVERIFY(m_desktop.type(QStringLiteral("class:denied")));
    QVERIFY(m_desktop.press({QStringLiteral("Escape"), QStringLiteral("Return")}));
    QVERIFY(awaitState(rowsWithFocusAre([all](int rows) { return rows > 0 && rows < all / 50; })));
    // 2  With what program that nobody here uses? Values of all fields are searched.
    QVERIFY(m_desktop.press({QStringLiteral("shift+f")}));
    QVERIFY(m_desktop.type(QStringLiteral("kali")));
    const int denied = table()[QStringLiteral("rows")].toInt();
    QVERIFY(awaitState([](const QJsonObject& s) {
        return s[QStringLiteral("facets")] == QJsonArray{QStringLiteral("kali-linux")};
    }));
    // 3  Only that.
    QVERIFY(m_desktop.press({QStringLiteral("Down"), QStringLiteral("Return")}));
    QVERIFY(awaitState(rowsAre([denied](int rows) { return rows > 0 && rows < denied; })));
    // 4  And what else did it do?
    QVERIFY(m_desktop.press({QStringLiteral("ctrl+l"), QStringLiteral("Delete"),
                             QStringLiteral("Escape"), QStringLiteral("Return")}));
    QVERIFY(awaitState(rowsWithFocusAre([denied](int rows) { return rows > denied; })));
    // 5  The first of it.
    QVERIFY(m_desktop.press({QStringLiteral("End")}));
    QVERIFY(awaitState([](const QJsonObject& s) {
        const QJsonValue selected = s[QStringLiteral("selected")];
        bool shown = false;
        for (const QJsonValue& label : s[QStringLiteral("detail")].toArray())
            shown = shown || label.toString().contains(QStringLiteral("203.0.113.66"));
        return shown
            && selected[QStringLiteral("accessKeyId")] == QStringLiteral("AKIAIOSFODNN7EXAMPLE")
            && selected[QStringLiteral("eventName")] == QStringLiteral("GetCallerIdentity")
            && selected[QStringLiteral("eventTime")] == QStringLiteral("2026-03-12T02:11:07Z");
    }));
}

// docs/sample-incident.md: port 22 of a security group was opened to the world at 02:38:50 with a
// key of svc-backup, which was made with the leaked key of report-bot.
void EndToEndTest::whoOpenedAPortIsFoundInSixInteractions()
{
    const QString group = QStringLiteral("sg-0c0ffee5ca1ab1e01");
    // 1  What was found?
    QVERIFY(m_desktop.press({QStringLiteral("ctrl+4")}));
    QVERIFY(awaitState([](const QJsonObject& s) {
        return s[QStringLiteral("page")].toString().startsWith(QStringLiteral("findings"));
    }));
    // 2  A port that was opened.
    QVERIFY(clickOn("rows", QStringLiteral("Security group opened")));
    // 3  The event of it.
    QVERIFY(clickOn("rows", QStringLiteral("AuthorizeSecurityGroupIngress"), 2));
    QVERIFY(awaitPage(QStringLiteral("events")));
    // 4  What became of the security group?
    QVERIFY(clickOn("links", group));
    QVERIFY(awaitState([&](const QJsonObject& s) {
        return s[QStringLiteral("page")] == QStringLiteral("resources")
            && s[QStringLiteral("resource")] == group;
    }));
    // 5  What is behind this state?
    QVERIFY(clickOn("links", QStringLiteral("AuthorizeSecurityGroupIngress")));
    QVERIFY(awaitPage(QStringLiteral("events")));
    // 6  Whose key was that, and where does it come from?
    QVERIFY(m_desktop.press({QStringLiteral("f")}));
    QVERIFY(awaitState([](const QJsonObject& s) {
        QString outline;
        for (const QJsonValue& row : s[QStringLiteral("rows")].toArray())
            outline += row[QStringLiteral("text")].toString() + u'\n';
        return s[QStringLiteral("page")] == QStringLiteral("principals/AKIAI44QH8DHBEXAMPLE")
            && outline.contains(QStringLiteral("key AKIAIOSFODNN7EXAMPLE of IAMUser report-bot"))
            && s[QStringLiteral("selected")][QStringLiteral("eventTime")]
            == QStringLiteral("2026-03-12T02:38:50Z");
    }));
}

void EndToEndTest::theLedgerNamesWhatWasNotInOrder()
{
    QVERIFY(m_desktop.press({QStringLiteral("ctrl+shift+l")}));
    QVERIFY(awaitPage(QStringLiteral("ledger")));
    // Problems come first.
    QVERIFY(awaitState([](const QJsonObject& s) {
        QString line;
        for (const QJsonValue& text : s[QStringLiteral("table")][QStringLiteral("first")].toArray())
            line += text.toString() + u' ';
        return line.contains(QStringLiteral("ap-northeast-1_20260311"));
    }));
}

void EndToEndTest::theProgramEndsByKeyboard()
{
    QVERIFY(m_desktop.press({QStringLiteral("ctrl+q")}));
    QVERIFY(m_program.waitForFinished(kPatienceMs));
    QCOMPARE(m_program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_program.exitCode(), 0);
}

void EndToEndTest::cleanupTestCase()
{
    if (m_program.state() != QProcess::NotRunning) {
        m_program.kill();
        m_program.waitForFinished();
    }
}

QTEST_GUILESS_MAIN(EndToEndTest)
#include "tst_endtoend.moc"
