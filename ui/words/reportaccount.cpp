#include "ui/words/numbertext.h"
#include "ui/words/reportparts.h"
#include "ui/words/summarywords.h"

#include <QCoreApplication>

namespace trailloupe::words {
namespace {

using ui::countText;
using ui::visible;
using Style = Run::Style;

QString tr(const char* text)
{
    return QCoreApplication::translate("trailloupe::words::Report", text);
}

QString shownText(std::uint64_t shown, std::uint64_t items)
{
    return items == 0
        ? tr("%1 shown").arg(countText(shown))
        : tr("%1 events + %2 Config items").arg(countText(shown - items), countText(items));
}

void writeLedger(const casefile::Report& report, Document& document)
{
    const ingest::LedgerTotals& totals = report.input.ledger->totals();
    document.heading(2, QStringLiteral("ledger"), {{tr("The account of the evidence")}});
    QList<Block::Fact> facts;
    addFact(facts, tr("Sources"),
            tr("%1: %2 read, %3 read in part, %4 skipped (no event logs), %5 failed")
                .arg(countText(totals.sources), countText(totals.read), countText(totals.partial),
                     countText(totals.skipped), countText(totals.failed)));
    addFact(facts, tr("Records"),
            tr("%1 read = %2 + %3 duplicates + %4 rejected")
                .arg(countText(totals.records), shownText(totals.shown, totals.items),
                     countText(totals.duplicates), countText(totals.rejected)));
    addFact(facts, tr("Undated"), tr("%1 of those shown").arg(countText(totals.undated)));
    addFact(facts, tr("Size"),
            tr("%1 stored, %2 of text")
                .arg(ui::sizeText(totals.bytesStored), ui::sizeText(totals.bytesText)));
    document.facts(facts);
    if (!totals.reconciles())
        document.warning(tr("These numbers do not add up; that is a fault of the program."));
    if (totals.problems == 0) {
        document.paragraph({{tr("No source had a problem.")}});
        return;
    }
    document.paragraph(
        {{report.problems.size() == totals.problems
              ? tr("Sources that had a problem: %1").arg(countText(totals.problems))
              : tr("Sources that had a problem: %1 of %2 (trailloupe-cli ledger --problems lists "
                   "all):")
                    .arg(countText(report.problems.size()), countText(totals.problems))}});
    QList<QList<Runs>> rows;
    for (const ingest::SourceEntry& source : report.problems) {
        QStringList issues;
        for (const ingest::Issue& issue : source.issues) {
            if (issue.isProblem())
                issues.append(QString::fromLatin1(ingest::issueCodeText(issue.code))
                              + (issue.count > 1 ? tr(" (%1 times)").arg(countText(issue.count))
                                                 : QString()));
        }
        rows.append({{code(visible(source.path))}, {{issues.join(QStringLiteral(", "))}}});
    }
    document.table({tr("Source"), tr("Problem")}, rows);
}

void writeFiles(const casefile::Report& report, Document& document)
{
    if (report.cited.empty())
        return;
    document.heading(2, QStringLiteral("files"), {{tr("Files cited")}});
    for (const auto& [id, source] : report.cited) {
        document.heading(4, fileAnchor(id), {{visible(source.path), Style::Code}});
        QList<Block::Fact> facts;
        addFact(facts, tr("SHA-256"),
                source.sha256 ? QString::fromStdString(*source.sha256)
                              : tr("not known: it could not be read whole"),
                Style::Code);
        addFact(facts, tr("Size"), tr("%1 bytes").arg(countText(source.bytesStored)));
        addFact(facts, tr("Records"),
                tr("%1 read = %2 + %3 duplicates + %4 rejected")
                    .arg(countText(source.records), shownText(source.shown, source.items),
                         countText(source.duplicates), countText(source.rejected)));
        document.facts(facts);
    }
}

} // namespace

Run code(const QString& text)
{
    return {text, Style::Code};
}

void addFact(QList<Block::Fact>& facts, const QString& label, const QString& value, Style style)
{
    if (!value.isEmpty())
        facts.append({label, {{{value, style}}}});
}

QString shortened(const QString& text, qsizetype most)
{
    return text.size() <= most ? text
                               : text.left(most)
            + tr("… (%1 of %2 characters)")
                  .arg(countText(static_cast<quint64>(most)),
                       countText(static_cast<quint64>(text.size())));
}

QString fileAnchor(SourceId source)
{
    return QStringLiteral("file-%1").arg(source.value() + 1);
}

void writeAccount(const casefile::Report& report, Document& document)
{
    writeLedger(report, document);
    writeFiles(report, document);
}

} // namespace trailloupe::words
