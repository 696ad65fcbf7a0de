// All the *.qtest files of this folder; README.md says what stands in them.
#include "model/query/evaluator.h"
#include "model/query/filterpattern.h"
#include "model/query/messagematcher.h"
#include "model/workspace/filter.h"
#include "tests/query/qtestfile.h"
#include "tests/support/slowevaluator.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QDir>
#include <QTemporaryDir>

#include <algorithm>
#include <map>

using namespace trailloupe;
using namespace trailloupe::query;
using namespace trailloupe::test;

namespace {

using Ids = std::vector<std::string>;

const char* nameOf(BarError::Code code)
{
    static constexpr std::array kNames{"TooLong",          "TooDeep",         "ControlCharacter",
                                       "UnclosedQuote",    "UnclosedBracket", "UnexpectedBracket",
                                       "MissingCondition", "MissingValue",    "MissingField",
                                       "BadRegex",         "BadNetwork",      "BadTime",
                                       "BadRange",         "BadOperator",     "BadPath"};
    return kNames[static_cast<std::size_t>(code)];
}

const char* nameOf(PatternError::Code code)
{
    static const std::map<PatternError::Code, const char*> kNames{
#define TRAILLOUPE_CODE(name) {PatternError::Code::name, #name}
        TRAILLOUPE_CODE(TooLong),
        TRAILLOUPE_CODE(TooDeep),
        TRAILLOUPE_CODE(ControlCharacter),
        TRAILLOUPE_CODE(UnclosedBrace),
        TRAILLOUPE_CODE(UnclosedBracket),
        TRAILLOUPE_CODE(UnclosedParenthesis),
        TRAILLOUPE_CODE(UnclosedQuote),
        TRAILLOUPE_CODE(UnclosedRegex),
        TRAILLOUPE_CODE(UnexpectedText),
        TRAILLOUPE_CODE(MissingSelector),
        TRAILLOUPE_CODE(BadSelector),
        TRAILLOUPE_CODE(BadComparison),
        TRAILLOUPE_CODE(MissingValue),
        TRAILLOUPE_CODE(OrderNeedsNumber),
        TRAILLOUPE_CODE(RegexNeedsEquality),
        TRAILLOUPE_CODE(BadRegex),
        TRAILLOUPE_CODE(ExistsAlone),
        TRAILLOUPE_CODE(IsNot),
        TRAILLOUPE_CODE(BadConnective),
        TRAILLOUPE_CODE(NoNegation),
        TRAILLOUPE_CODE(SymbolInTerm),
        TRAILLOUPE_CODE(DuplicateEllipsis),
        TRAILLOUPE_CODE(BadFieldName),
        TRAILLOUPE_CODE(OtherField)};
#undef TRAILLOUPE_CODE
    const auto it = kNames.find(code);
    return it == kNames.end() ? "?" : it->second;
}

// What a text is read as.
struct Parsed
{
    PredicatePtr predicate;
    std::string error;
    TextSpan where;
    std::optional<std::string> fix;
    std::optional<FilterPattern> pattern;
};

Parsed parse(const QueryCase& one)
{
    Parsed parsed;
    const auto note = [&](const auto& error) {
        if (!error)
            return;
        parsed.error = nameOf(error->code);
        parsed.where = error->where;
        parsed.fix = error->fix;
    };
    if (one.isPattern) {
        parsed.pattern = parseFilterPattern(one.text);
        parsed.predicate = parsed.pattern->predicate;
        note(parsed.pattern->error);
    } else {
        const BarQuery query =
            parseBar(one.text, workspace::barOptions(QByteArray::fromStdString(one.zone)));
        parsed.predicate = query.predicate;
        note(query.error);
    }
    return parsed;
}

// The slow evaluator knows no derived columns, and regular expressions without RE2's own signs.
bool isBeyondTheSlow(const Predicate& predicate)
{
    const auto isOfRe2 = [](const std::string& regex) {
        return regex.find("(?") != regex.npos || regex.find("\\C") != regex.npos;
    };
    if (predicate.kind() == Predicate::Kind::Field) {
        const FieldTest& test = predicate.field();
        return test.field.derived != Derived::None
            || (test.op == FieldTest::Op::Regex
                && std::any_of(test.operands.begin(), test.operands.end(), isOfRe2));
    }
    if (predicate.kind() == Predicate::Kind::Text)
        return predicate.text().op == TextTest::Op::Regex && isOfRe2(predicate.text().operand);
    return std::any_of(predicate.children().begin(), predicate.children().end(),
                       [](const PredicatePtr& child) { return isBeyondTheSlow(*child); });
}

std::string joined(Ids ids)
{
    std::sort(ids.begin(), ids.end());
    std::string text;
    for (const std::string& id : ids)
        text += (text.empty() ? "" : " ") + id;
    return text.empty() ? "none" : text;
}

// The events of a file: as a store, and one by one.
class Events
{
public:
    explicit Events(const std::vector<std::string>& events)
    {
        // Two segments, so that nothing is true of the first only.
        StoreBuilding building;
        const std::size_t half = events.size() / 2;
        for (const bool first : {true, false}) {
            std::string text = "{\"Records\":[";
            for (std::size_t i = first ? 0 : half; i < (first ? half : events.size()); ++i)
                text += (text.back() == '[' ? "" : ",") + events[i];
            building.read(text + "]}");
            building.seal();
        }
        m_store = building.store();
        for (const RowId row : m_store->timeOrder()) {
            std::string json;
            m_store->json(row, json);
            m_json.push_back(std::move(json));
            m_ids.push_back(idOf(row));
        }
        if (m_store->datedCount() > 0)
            m_last = *m_store->time(m_store->timeOrder()[m_store->datedCount() - 1]);
    }

    const Ids& ids() const { return m_ids; }

    std::optional<Ids> quickly(const PredicatePtr& predicate)
    {
        const auto rows = m_evaluator.evaluate(m_store, predicate, JobContext());
        if (!rows)
            return std::nullopt;
        Ids ids;
        for (const RowId row : (*rows)->filter(m_store->timeOrder()))
            ids.push_back(idOf(row));
        return ids;
    }

    Ids slowly(const Predicate& predicate) const
    {
        Ids ids;
        for (std::size_t i = 0; i < m_json.size(); ++i) {
            if (slowlyFulfils(predicate, m_json[i], m_last))
                ids.push_back(m_ids[i]);
        }
        return ids;
    }

private:
    std::string idOf(RowId row) const
    {
        std::string id;
        m_store->value(row, *m_store->paths().find("eventID"), id);
        return id;
    }

    std::shared_ptr<const store::EventStore> m_store;
    Evaluator m_evaluator{1};
    std::vector<std::string> m_json;
    Ids m_ids;
    std::int64_t m_last = 0;
};

} // namespace

class TestQueryCases : public QObject
{
    Q_OBJECT

private:
    std::vector<QtestFile> m_files;

    static QString folder() { return QStringLiteral(TRAILLOUPE_QUERY_CASES); }

    static QtestFile fileOf(const QByteArray& content)
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("x.qtest"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qWarning("a file that cannot be written");
        file.close();
        return QtestFile::read(path.toStdString());
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const QString& name :
             QDir(folder()).entryList({QStringLiteral("*.qtest")}, QDir::Files, QDir::Name))
            m_files.push_back(QtestFile::read((folder() + u'/' + name).toStdString()));
    }
    void init() { failOnAnyWarning(); }

    void filesCanBeRead_data()
    {
        QTest::addColumn<int>("file");
        for (std::size_t i = 0; i < m_files.size(); ++i)
            QTest::addRow("%s", m_files[i].name.c_str()) << static_cast<int>(i);
    }
    void filesCanBeRead()
    {
        QFETCH(int, file);
        const QtestFile& read = m_files[static_cast<std::size_t>(file)];
        QCOMPARE(read.problem, std::string());
        QVERIFY(!read.cases.empty());
        // No event may be taken for another one, or for none.
        if (!read.events.empty())
            QCOMPARE(Events(read.events).ids().size(), read.events.size());
    }

    void casesHold_data()
    {
        QTest::addColumn<int>("file");
        QTest::addColumn<int>("index");
        for (std::size_t f = 0; f < m_files.size(); ++f) {
            for (std::size_t i = 0; i < m_files[f].cases.size(); ++i) {
                const QueryCase& one = m_files[f].cases[i];
                QTest::addRow("%s:%d %.80s", m_files[f].name.c_str(), one.line, one.text.c_str())
                    << static_cast<int>(f) << static_cast<int>(i);
            }
        }
    }
    void casesHold()
    {
        QFETCH(int, file);
        QFETCH(int, index);
        const QtestFile& read = m_files[static_cast<std::size_t>(file)];
        const QueryCase& one = read.cases[static_cast<std::size_t>(index)];
        const Parsed parsed = parse(one);
        QCOMPARE(parsed.error, one.error);
        if (!one.error.empty()) {
            QVERIFY(!parsed.predicate);
            QCOMPARE(parsed.where.offset, one.offset);
            QCOMPARE(parsed.where.length, one.length);
            QCOMPARE(parsed.fix.has_value(), one.fix.has_value());
            if (one.fix)
                QCOMPARE(*parsed.fix, *one.fix);
            return;
        }
        QVERIFY(parsed.predicate);
        if (read.events.empty())
            checkMessages(read, one, parsed);
        else
            checkEvents(read, one, parsed);
    }

    void aFileThatSaysOtherThingsIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("problem");
        const auto row = [](const char* name, const char* content, const char* problem) {
            QTest::newRow(name) << QByteArray(content) << QByteArray(problem);
        };
        row("directive", "events\n{}\nend\nfinds 1\n", "x.qtest:4: unknown directive: finds 1");
        row("language", "language sql\n", "x.qtest:1: unknown directive: language sql");
        row("no end", "events\n{}\n", "x.qtest:3: 'end' is missing");
        row("no fixture", "events from none.jsonl\n", "x.qtest:1: there is no none.jsonl");
        row("no answer", "events\n{}\nend\ncase a\ncase b\nis 1\n",
            "x.qtest:4: a case without an answer");
        row("two answers", "events\n{}\nend\ncase a\nis 1\nis 1\n", "x.qtest:6: a second answer");
        row("answer to nothing", "is 1\n", "x.qtest:1: an answer without a case");
        row("no place", "case a\nerror TooLong\n",
            "x.qtest:2: an error is told as: error CODE OFFSET+LENGTH");
        row("no ids", "case a\nis\n", "x.qtest:2: which ones? 'is none' for none");
        row("no events", "case a\nis none\n",
            "x.qtest:3: there have to be either events or "
            "messages");
    }
    void aFileThatSaysOtherThingsIsRefused()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, problem);
        QCOMPARE(QByteArray::fromStdString(fileOf(content).problem), problem);
    }

private:
    static void checkEvents(const QtestFile& file, const QueryCase& one, const Parsed& parsed)
    {
        Events events(file.events);
        const std::string expected = joined(one.all ? events.ids() : *one.ids);
        const auto quick = events.quickly(parsed.predicate);
        QVERIFY(quick);
        QCOMPARE(joined(*quick), expected);
        if (!isBeyondTheSlow(*parsed.predicate))
            QCOMPARE(joined(events.slowly(*parsed.predicate)), expected);
        if (one.isPattern)
            return;
        const auto printed = printBar(*parsed.predicate);
        QVERIFY(printed);
        const BarQuery again = parseBar(*printed);
        QVERIFY2(again.predicate && again.predicate->sameTree(*parsed.predicate), printed->c_str());
    }

    static void checkMessages(const QtestFile& file, const QueryCase& one, const Parsed& parsed)
    {
        QVERIFY(parsed.pattern);
        const auto matcher = MessageMatcher::compile(*parsed.pattern);
        QVERIFY_OK(matcher);
        Ids found;
        Ids all;
        for (std::size_t i = 0; i < file.messages.size(); ++i) {
            all.push_back(std::to_string(i + 1));
            if (matcher->matches(file.messages[i]))
                found.push_back(all.back());
        }
        QCOMPARE(joined(found), joined(one.all ? all : *one.ids));
    }
};

QTEST_GUILESS_MAIN(TestQueryCases)
#include "tst_querycases.moc"
