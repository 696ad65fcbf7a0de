#include "app/cli/command.h"

#include "app/cli/output.h"

#include <cstdio>

namespace trailloupe::cli {

namespace {

bool mayRepeat(const QString& option)
{
    static const QStringList names{QStringLiteral("event"), QStringLiteral("ignore"),
                                   QStringLiteral("field"), QStringLiteral("columns"),
                                   QStringLiteral("type")};
    return names.contains(option);
}

} // namespace

Command::Command(const QString& name, const QString& description, Subject subject)
    : m_name(name)
    , m_description(description)
    , m_subject(subject)
{
    m_parser.addOption({{QStringLiteral("h"), QStringLiteral("help")}, tr("Shows this text.")});
    if (subject == Subject::Filter) {
        m_parser.addPositionalArgument(QStringLiteral("FILTER"), tr("The text of a filter."));
        m_parser.addPositionalArgument(QStringLiteral("EXPORT"),
                                       tr("What to take numbers from, if anything."),
                                       QStringLiteral("[EXPORT...]"));
        return;
    }
    if (subject == Subject::Case)
        m_parser.addPositionalArgument(QStringLiteral("CASE"), tr("A case file (.tlcase)."));
    m_parser.addPositionalArgument(
        QStringLiteral("EXPORT"),
        tr("A folder, a zip or tar archive, or a file (.json, .json.gz, JSON lines, CSV); several "
           "are read as one export."),
        QStringLiteral("EXPORT..."));
}

void Command::addFormatOption()
{
    m_hasFormat = true;
    m_parser.addOption({QStringLiteral("format"),
                        tr("table (default), csv (RFC 4180, exact values) or jsonl (one JSON "
                           "object a line)."),
                        QStringLiteral("format"), QStringLiteral("table")});
}

std::optional<int> Command::parse(const QStringList& arguments)
{
    if (!m_parser.parse(arguments))
        return wrong(m_parser.errorText());
    if (m_parser.isSet(QStringLiteral("help"))) {
        Output out;
        out.write(helpText().toStdString());
        return out.finish() ? kRead : kCouldNotRun;
    }
    for (const QString& name : m_parser.optionNames()) {
        // Of a switch there is no value that one of them could lose.
        if (!mayRepeat(name) && m_parser.values(name).size() > 1
            && m_parser.optionNames().count(name) > 1)
            return wrong(tr("--%1 was given twice.").arg(name));
    }
    if (m_hasFormat) {
        const QString format = m_parser.value(QStringLiteral("format"));
        if (format == QStringLiteral("table"))
            m_format = Format::Table;
        else if (format == QStringLiteral("csv"))
            m_format = Format::Csv;
        else if (format == QStringLiteral("jsonl"))
            m_format = Format::JsonLines;
        else
            return wrong(tr("No such format: '%1'. There are table, csv and jsonl.").arg(format));
    }
    const qsizetype given = m_parser.positionalArguments().size();
    if (given == 0)
        return wrong(m_subject == Subject::Filter     ? tr("No filter was given.")
                         : m_subject == Subject::Case ? tr("No case file was given.")
                                                      : tr("No export was given."));
    if (given == 1 && m_subject == Subject::Case)
        return wrong(tr("No export was given."));
    return std::nullopt;
}

std::optional<int> Command::readNumber(const QString& name, std::size_t& value) const
{
    if (!m_parser.isSet(name))
        return std::nullopt;
    bool ok = false;
    const QString text = m_parser.value(name);
    const qulonglong number = text.toULongLong(&ok);
    if (!ok)
        return wrong(tr("'%1' is no number for --%2.").arg(text, name));
    value = static_cast<std::size_t>(number);
    return std::nullopt;
}

int Command::wrong(const QString& what) const
{
    printError(tr("%1: %2").arg(m_name, what));
    printError(tr("'trailloupe-cli %1 --help' shows what it takes.").arg(m_name));
    return kCouldNotRun;
}

QString Command::helpText() const
{
    QString options = m_parser.helpText();
    // The first line names the program as it was started; ours names the command.
    options.remove(0, options.indexOf(QLatin1Char('\n')) + 1);
    const QString subject = m_subject == Subject::Filter ? QStringLiteral("FILTER [EXPORT...]")
        : m_subject == Subject::Case                     ? QStringLiteral("CASE EXPORT...")
                                                         : QStringLiteral("EXPORT...");
    return tr("Usage: trailloupe-cli %1 [options] %2\n\n%3\n").arg(m_name, subject, m_description)
        + options
        + tr("\nExit code: 0 everything was read, 1 read with problems ('trailloupe-cli ledger "
             "--problems'\nshows them), 2 could not run.\n")
        + (m_examples.isEmpty() ? QString() : tr("\nExamples:\n") + m_examples);
}

void printError(const QString& text)
{
    std::fprintf(stderr, "trailloupe-cli: %s\n", qPrintable(text));
}

} // namespace trailloupe::cli
