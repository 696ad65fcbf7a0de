#include "model/base/visibletext.h"
#include "ui/words/numbertext.h"
#include "ui/words/reportparts.h"
#include "ui/words/summarywords.h"

#include <QCoreApplication>

namespace trailloupe::words {
namespace {

using compare::Line;
using ui::visible;
using Style = Run::Style;

const QString kEqual = QStringLiteral("=");
const QString kIgnored = QStringLiteral("\u00b7"); // its values may differ
constexpr qsizetype kMostValue = 2000; // characters

QString tr(const char* text)
{
    return QCoreApplication::translate("trailloupe::words::Report", text);
}

Runs comparedCell(const compare::Comparison& comparison, std::uint32_t row, std::size_t event)
{
    if (comparison.rows()[row].isContainer)
        return {};
    if (!comparison.has(row, event))
        return {{tr("not there"), Style::Quiet}};
    const std::string_view text = comparison.text(row, event);
    const QString value = shortened(QString::fromStdString(visibleText(text)), kMostValue);
    return {code(value.isEmpty() ? QStringLiteral("\"\"") : value)};
}

Run stateMark(const compare::Comparison& comparison, std::uint32_t row)
{
    const compare::Row& at = comparison.rows()[row];
    if (at.isIgnored)
        return {kIgnored, Style::Quiet};
    if (at.state == compare::RowState::Equal)
        return {kEqual, Style::Quiet};
    if (at.state == compare::RowState::Changed)
        return {QStringLiteral("~"), Style::Changed};
    return comparison.has(row, 0) ? Run{QStringLiteral("−"), Style::Missing}
                                  : Run{QStringLiteral("+"), Style::Added};
}

QList<Runs> comparedRow(const compare::Comparison& comparison, const Line& line)
{
    const std::size_t events = comparison.events().size();
    const compare::Row& row = comparison.rows()[line.row];
    QList<Runs> cells;
    if (line.kind == Line::Kind::Policy) {
        const QString words =
            QString::fromStdString(visibleText(compare::policyChangeText(line.change)));
        cells = {{{QStringLiteral("~"), Style::Changed}},
                 {{tr("policy, %1: %2").arg(line.event + 1).arg(words), Style::Strong}}};
    } else if (line.kind != Line::Kind::Row) {
        const QString folded = line.kind == Line::Kind::FoldedIgnored
            ? tr("%1 ignored values").arg(line.folded)
            : line.ignored > 0
            ? tr("%1 equal values, %2 ignored").arg(line.folded).arg(line.ignored)
            : tr("%1 equal values").arg(line.folded);
        const QString mark = line.kind == Line::Kind::FoldedIgnored ? kIgnored : kEqual;
        cells = {{{mark, Style::Quiet}}, {{folded, Style::Quiet}}};
    } else {
        Runs path{code(visible(compare::pathWithElements(comparison, line.row)))};
        if (row.note != compare::RowNote::None)
            path.append({QStringLiteral("  ") + QString::fromStdString(compare::noteText(row.note)),
                         Style::Quiet});
        if (row.isIgnored)
            path.append({QStringLiteral("  ") + tr("ignored"), Style::Quiet});
        cells = {{stateMark(comparison, line.row)}, path};
        for (std::size_t event = 0; event < events; ++event)
            cells.append(comparedCell(comparison, line.row, event));
        return cells;
    }
    for (std::size_t event = 0; event < events; ++event)
        cells.append(Runs());
    return cells;
}

} // namespace

void writeCompared(const casefile::ReportItem& item, const QStringList& columns, Document& document)
{
    const compare::Counts& counts = item.comparison->counts();
    document.paragraph({{tr("%1 different, %2 equal, %3 ignored.")
                             .arg(counts.different)
                             .arg(counts.equal)
                             .arg(counts.ignored)}});
    QList<QList<Runs>> rows;
    for (const Line& line : item.lines) {
        const compare::Row& row = item.comparison->rows()[line.row];
        // A path without values of its own is that of the rows below it.
        if (line.kind == Line::Kind::Row && row.isContainer && row.note == compare::RowNote::None)
            continue;
        rows.append(comparedRow(*item.comparison, line));
    }
    document.table(columns, rows);
    QStringList paths;
    for (const std::string& path : item.marked.subject.ignored)
        paths.append(visible(path));
    if (!paths.isEmpty())
        document.paragraph(
            {{tr("Ignored: "), Style::Quiet}, {paths.join(QStringLiteral(", ")), Style::Code}});
}

} // namespace trailloupe::words
