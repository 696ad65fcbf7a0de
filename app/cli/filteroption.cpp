#include "app/cli/filteroption.h"

#include "app/cli/reading.h"
#include "model/query/barquery.h"

#include <QRegularExpression>

#include <algorithm>

namespace trailloupe::cli {
namespace {

const QString kFilter = QStringLiteral("filter");

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
             "field. Times without a zone are UTC."),
         QStringLiteral("text")});
}

std::optional<int> parseFilter(const Command& command, const QCommandLineParser& parser,
                               query::PredicatePtr& predicate)
{
    predicate = query::Predicate::everything();
    if (!parser.isSet(kFilter))
        return std::nullopt;
    const QString text = parser.value(kFilter);
    const query::BarQuery query = query::parseBar(text.toStdString());
    if (query.predicate) {
        predicate = query.predicate;
        return std::nullopt;
    }
    QString what =
        Command::tr("--filter: %1").arg(QString::fromUtf8(query::barErrorText(query.error->code)));
    if (!query.error->detail.empty())
        what += QStringLiteral(": ") + QString::fromStdString(query.error->detail);
    return command.wrong(what + u'\n' + marked(text, query.error->where));
}

query::RowSetPtr filteredRows(query::Evaluator& evaluator,
                              const std::shared_ptr<const store::EventStore>& events,
                              const query::PredicatePtr& predicate)
{
    TerminalProgress progress;
    auto rows = evaluator.evaluate(events, predicate, progress.context());
    if (rows)
        return *rows;
    printError(QString::fromStdString(rows.error().detail));
    return nullptr;
}

} // namespace trailloupe::cli
