// Command: what the commands of trailloupe-cli share: exit codes, arguments, help.
//
// Threads: main thread only.
#pragma once

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <optional>

namespace trailloupe::cli {

enum ExitCode
{
    kRead = 0,
    kReadWithProblems = 1,
    kCouldNotRun = 2,
};

enum class Format
{
    Table,
    Csv,
    JsonLines,
};

// The arguments of one command. Options are added to parser(); then parse() says whether to go on.
class Command
{
    Q_DECLARE_TR_FUNCTIONS(trailloupe::cli::Command)

public:
    // What a command is about: exports, a filter with exports behind it or not, a case and exports.
    enum class Subject
    {
        Exports,
        Filter,
        Case,
    };
    Command(const QString& name, const QString& description, Subject subject = Subject::Exports);

    QCommandLineParser& parser() { return m_parser; }
    void addFormatOption();
    // Text below the options in the help: examples.
    void setExamples(const QString& examples) { m_examples = examples; }

    // An exit code when the command is over: help was asked for, or the arguments are wrong (said
    // on stderr). `arguments` starts with the name of the command.
    std::optional<int> parse(const QStringList& arguments);

    QStringList exports() const
    {
        return m_parser.positionalArguments().mid(m_subject == Subject::Exports ? 0 : 1);
    }
    // REQUIRES Subject::Filter and that parse() went well.
    QString filterText() const { return m_parser.positionalArguments().front(); }
    // REQUIRES Subject::Case and that parse() went well.
    QString casePath() const { return m_parser.positionalArguments().front(); }
    Format format() const { return m_format; }
    // The number that option `name` gives, if it is set; else `value` stays. An exit code when it
    // is no number.
    std::optional<int> readNumber(const QString& name, std::size_t& value) const;
    // Says what is wrong with the arguments, and where help is; gives kCouldNotRun.
    int wrong(const QString& what) const;

private:
    QString helpText() const;

    QString m_name;
    QString m_description;
    Subject m_subject;
    QString m_examples;
    bool m_hasFormat = false;
    Format m_format = Format::Table;
    QCommandLineParser m_parser;
};

void printError(const QString& text); // one line on stderr, after the name of the program

int runSummary(const QStringList& arguments);
int runEvents(const QStringList& arguments);
int runLedger(const QStringList& arguments);
int runFacets(const QStringList& arguments);
int runHistogram(const QStringList& arguments);
int runCompare(const QStringList& arguments);
int runPeriods(const QStringList& arguments);
int runSessions(const QStringList& arguments);
int runConfig(const QStringList& arguments);
int runExplain(const QStringList& arguments);
int runReport(const QStringList& arguments);

} // namespace trailloupe::cli
