#include "app/cli/filteroption.h"

#include "app/cli/output.h"
#include "model/base/visibletext.h"
#include "model/query/barquery.h"
#include "model/query/fieldnames.h"
#include "model/query/filterpattern.h"
#include "model/query/risks.h"

#include <QRegularExpression>

#include <algorithm>

namespace trailloupe::cli {
namespace {

const QString kFilter = QStringLiteral("filter");
const QString kLanguage = QStringLiteral("language");

// The text with a line of marks below the place: tabs and line breaks as spaces, so that they fit.
QString marked(const QString& text, query::TextSpan bytes)
{
    const QByteArray utf8 = text.toUtf8();
    const auto chars = [&](std::size_t end) {
        return QString::fromUtf8(utf8.left(static_cast<qsizetype>(end))).size();
    };
    const auto from = chars(bytes.offset);
    const auto length = std::max<qsizetype>(1, chars(bytes.end()) - from);
    QString line = text;
    line.replace(QRegularExpression(QStringLiteral("\\s")), QStringLiteral(" "));
    constexpr qsizetype kAround = 60;
    const qsizetype start = std::max<qsizetype>(0, from - kAround);
    return QStringLiteral("  ") + line.mid(start, 2 * kAround + std::min(length, kAround))
        + QStringLiteral("\n  ") + QString(from - start, u' ')
        + QString(std::min(length, kAround), u'^');
}

} // namespace

void addFilterOption(QCommandLineParser& parser)
{
    parser.addOption(
        {kFilter,
         Command::tr(
             "Only events that fulfil <text>, in the language of the filter bar: "
             "\"eventSource:iam* and errorCode:* and not user:alice\", "
             "\"eventName:(RunInstances or StopInstances) ip:10.0.0.0/8 time:last 24h\", "
             "\"requestParameters.bucketName ~ backup\". A word alone is looked for in every "
             "field. Times without a zone are UTC. A CloudWatch filter pattern is read too: "
             "\"{ $.userIdentity.type = Root }\"."),
         QStringLiteral("text")});
    addLanguageOption(parser);
}

void addLanguageOption(QCommandLineParser& parser)
{
    parser.addOption({kLanguage,
                      Command::tr("What the filter is written in: bar, or pattern for a CloudWatch "
                                  "filter pattern. Default: told by its looks."),
                      QStringLiteral("language")});
}

QString filterTextOf(const QCommandLineParser& parser)
{
    return parser.value(kFilter);
}

bool isPatternText(const QCommandLineParser& parser, const QString& text)
{
    if (parser.isSet(kLanguage))
        return parser.value(kLanguage) == QStringLiteral("pattern");
    return query::detectLanguage(text.toStdString()) == query::FilterLanguage::Pattern;
}

std::optional<int> parseFilter(const Command& command, const QCommandLineParser& parser,
                               query::PredicatePtr& predicate)
{
    predicate = query::Predicate::everything();
    if (!parser.isSet(kFilter))
        return std::nullopt;
    return readFilter(command, parser, parser.value(kFilter), predicate);
}

std::optional<int> readFilter(const Command& command, const QCommandLineParser& parser,
                              const QString& text, query::PredicatePtr& predicate)
{
    const QString language = parser.value(kLanguage);
    if (!language.isEmpty() && language != QStringLiteral("bar")
        && language != QStringLiteral("pattern"))
        return command.wrong(Command::tr("'%1' is no language of filters.").arg(language));
    const auto wrong = [&](const char* words, const std::string& detail, query::TextSpan where,
                           const std::optional<std::string>& fix) {
        QString what = Command::tr("the filter cannot be read: %1").arg(QString::fromUtf8(words));
        if (!detail.empty())
            what += QStringLiteral(": ") + QString::fromStdString(detail);
        what += u'\n' + marked(text, where);
        if (fix) {
            std::string better = text.toStdString();
            better.replace(where.offset, where.length, *fix);
            what +=
                u'\n' + Command::tr("Write: %1").arg(QString::fromStdString(visibleText(better)));
        }
        return command.wrong(what);
    };
    if (isPatternText(parser, text)) {
        const query::FilterPattern pattern = query::parseFilterPattern(text.toStdString());
        predicate = pattern.predicate;
        if (pattern.error)
            return wrong(query::patternErrorText(pattern.error->code), pattern.error->detail,
                         pattern.error->where, pattern.error->fix);
        return std::nullopt;
    }
    const query::BarQuery query = query::parseBar(text.toStdString());
    predicate = query.predicate;
    if (query.error)
        return wrong(query::barErrorText(query.error->code), query.error->detail,
                     query.error->where, query.error->fix);
    return std::nullopt;
}

std::optional<FilteredExports> readFiltered(const Command& command,
                                            const query::PredicatePtr& predicate)
{
    auto reading = readExports(command.exports());
    if (!reading)
        return std::nullopt;
    FilteredExports filtered{*std::move(reading), std::make_shared<query::Evaluator>(), nullptr};
    TerminalProgress progress;
    addIdentities(filtered.reading, progress.context());
    auto rows = filtered.evaluator->evaluate(filtered.events(), predicate, progress.context());
    if (!rows) {
        printError(QString::fromStdString(rows.error().detail));
        return std::nullopt;
    }
    filtered.rows = *rows;
    noteMissingFields(filtered.events(), predicate);
    return filtered;
}

std::optional<int> parseFields(const Command& command, const QCommandLineParser& parser,
                               std::vector<query::Field>& fields)
{
    for (const QString& name : parser.values(QStringLiteral("field"))) {
        const auto field = query::parseField(name.toStdString());
        if (!field)
            return command.wrong(Command::tr("'%1' is no field.").arg(name));
        fields.push_back(*field);
    }
    return std::nullopt;
}

void noteMissingFields(const std::shared_ptr<const store::EventStore>& events,
                       const query::PredicatePtr& predicate, std::string_view row)
{
    const auto catalog = query::FieldCatalog::make(events, nullptr, JobContext());
    if (!catalog)
        return;
    for (const query::Risk& risk : query::risksOfMissing(*predicate, **catalog))
        printError(QString::fromStdString(visibleText(query::riskText(risk, row))));
}

void noteMissingFields(const std::shared_ptr<const store::EventStore>& events,
                       const std::vector<query::Field>& fields)
{
    if (fields.empty())
        return;
    const auto catalog = query::FieldCatalog::make(events, nullptr, JobContext());
    if (!catalog)
        return;
    for (const query::Field& field : fields) {
        if (const auto risk = query::riskOfMissing(field, **catalog))
            printError(QString::fromStdString(visibleText(query::riskText(*risk))));
    }
}

} // namespace trailloupe::cli
