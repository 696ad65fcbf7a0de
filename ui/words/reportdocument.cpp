#include "ui/words/reportdocument.h"

#include "model/base/visibletext.h"
#include "ui/words/evidencetext.h"
#include "ui/words/identitywords.h"
#include "ui/words/numbertext.h"
#include "ui/words/reportparts.h"
#include "ui/words/summarywords.h"

#include <QCoreApplication>

namespace trailloupe::words {
namespace {

using casefile::Mark;
using casefile::Report;
using casefile::ReportEvent;
using casefile::ReportItem;
using casefile::Subject;
using ui::countText;
using ui::visible;
using Style = Run::Style;
using Fact = Block::Fact;

constexpr qsizetype kMostRecord = 200'000; // of a record

class ReportWriter
{
    Q_DECLARE_TR_FUNCTIONS(trailloupe::words::Report)

public:
    ReportWriter(const Report& report, const ReportStyle& style)
        : m_report(report)
        , m_style(style)
    { }

    Document write();

private:
    void writeHead();
    void writeOverview();
    void writeItem(std::size_t place);
    void writeEvent(const ReportItem& item);
    void writeSession(const ReportItem& item);
    void writeSpan(const ReportItem& item);
    void writeComparison(const ReportItem& item);
    void writePicture(const ReportItem& item);
    void writeEvidence(const ReportEvent& event, const QString& what);
    void writeRecord(const ReportEvent& event);
    void writeFilters();
    QList<Fact> storyOf(const ReportEvent& event) const;
    QString itemTitle(const ReportItem& item) const;
    QString itemTime(const ReportItem& item) const;
    QString eventTitle(const ReportEvent& event) const;
    Runs tags(const Mark& mark) const;
    QString filterText(const std::string& filter) const;
    QString anchorOf(std::size_t place) const { return QStringLiteral("mark-%1").arg(place + 1); }

    const Report& m_report;
    const ReportStyle& m_style;
    Document m_document;
};

Fact fact(const QString& label, const Runs& line)
{
    return {label, {line}};
}

Document ReportWriter::write()
{
    m_document.title = tr("Report on %1").arg(visible(m_report.input.title));
    m_document.footer =
        tr("Made by %1 from a case file and the evidence named above; nothing was written to "
           "either.")
            .arg(QString::fromStdString(m_report.input.program));
    writeHead();
    writeOverview();
    for (std::size_t i = 0; i < m_report.items.size(); ++i)
        writeItem(i);
    writeFilters();
    writeAccount(m_report, m_document);
    return std::move(m_document);
}

void ReportWriter::writeHead()
{
    const casefile::ReportInput& input = m_report.input;
    QList<Fact> facts;
    QList<Runs> sources;
    for (const std::string& source : input.sources)
        sources.append({code(visible(source))});
    facts.append({tr("Evidence"), sources});
    addFact(facts, tr("Fingerprint"), QString::fromStdString(m_report.fingerprint), Style::Code);
    if (m_report.first)
        addFact(facts, tr("Events"),
                tr("%1, from %2 to %3")
                    .arg(countText(input.events->rowCount()), m_style.time(*m_report.first),
                         m_style.time(*m_report.last)));
    else
        addFact(facts, tr("Events"), countText(input.events->rowCount()));
    addFact(facts, tr("Case"), visible(input.casePath), Style::Code);
    addFact(facts, tr("Made"),
            tr("%1 by %2")
                .arg(QString::fromStdString(input.madeAt), QString::fromStdString(input.program)));
    addFact(facts, tr("Times"), tr("in the zone %1").arg(m_style.zone));
    m_document.facts(facts);
    if (!input.isComplete)
        m_document.warning(tr("The evidence was not read to its end when this was made: there may "
                              "be more events than are counted here."));
}

// Which moments, one line each, as links to what is said of them.
void ReportWriter::writeOverview()
{
    std::size_t missing = 0;
    QList<QList<Runs>> rows;
    for (std::size_t i = 0; i < m_report.items.size(); ++i) {
        const ReportItem& item = m_report.items[i];
        const bool isThere = std::ranges::all_of(
            item.events, [](const ReportEvent& event) { return event.row.has_value(); });
        missing += isThere ? 0 : 1;
        Runs what{{itemTitle(item), Style::Plain, 0, anchorOf(i)}};
        if (!isThere)
            what.append({tr(" (not in this evidence)"), Style::Quiet});
        const QString whole = QString::fromStdString(item.marked.mark.note);
        QString note = shortened(whole.section(u'\n', 0, 0), 160);
        if (whole.contains(u'\n'))
            note += QStringLiteral(" …");
        rows.append({{{itemTime(item)}},
                     {{item.marked.mark.isStarred ? QStringLiteral("★") : QString()}},
                     what,
                     tags(item.marked.mark),
                     {{ui::visibleText(note)}}});
    }
    m_document.heading(2, QStringLiteral("marks"), {{tr("What was marked")}});
    if (rows.isEmpty()) {
        m_document.paragraph({{tr("Nothing is starred, tagged or noted in this case.")}});
        return;
    }
    m_document.paragraph({{tr("Marks: %1, by time.").arg(countText(m_report.items.size()))}});
    if (missing > 0)
        m_document.warning(tr("Marks about events that this evidence does not hold: %1. They are "
                              "named by what the case knows of them.")
                               .arg(countText(missing)));
    m_document.table({tr("Time"), QStringLiteral("★"), tr("What"), tr("Tags"), tr("Note")}, rows);
    m_document.heading(2, QStringLiteral("findings"), {{tr("What they say, and the evidence")}});
}

QString ReportWriter::eventTitle(const ReportEvent& event) const
{
    if (!event.summary)
        return event.key.eventId.empty() ? tr("an event without an id")
                                         : tr("event %1").arg(visible(event.key.eventId));
    return tr("%1 by %2").arg(ui::actionName(*event.summary), ui::actorName(*event.summary));
}

QString ReportWriter::itemTitle(const ReportItem& item) const
{
    const Subject& subject = item.marked.subject;
    const QString title = visible(item.marked.mark.title);
    switch (subject.kind) {
    case Subject::Kind::Event:
        return item.events.front().summary || title.isEmpty() ? eventTitle(item.events.front())
                                                              : title;
    case Subject::Kind::Session:
        return tr("Session %1").arg(visible(subject.session));
    case Subject::Kind::Span:
        return tr("Span of time");
    case Subject::Kind::Comparison:
        return title.isEmpty() ? tr("Comparison of %1 events").arg(subject.events.size()) : title;
    case Subject::Kind::Picture:
        return title.isEmpty() ? tr("Picture of the timeline") : title;
    }
    return {};
}

QString ReportWriter::itemTime(const ReportItem& item) const
{
    const Subject& subject = item.marked.subject;
    if (!subject.from)
        return tr("no time");
    if (subject.to)
        return tr("%1 to %2").arg(m_style.time(*subject.from), m_style.time(*subject.to));
    return m_style.time(*subject.from);
}

Runs ReportWriter::tags(const Mark& mark) const
{
    Runs runs;
    for (const std::string& name : mark.tags) {
        int color = 0;
        for (const casefile::Tag& tag : m_report.input.contents.tags) {
            if (tag.name == name)
                color = tag.color;
        }
        if (!runs.isEmpty())
            runs.append({QStringLiteral(" ")});
        runs.append({visible(name), Style::Tag, color, {}});
    }
    return runs;
}

void ReportWriter::writeItem(std::size_t place)
{
    const ReportItem& item = m_report.items[place];
    const Mark& mark = item.marked.mark;
    Runs heading;
    if (mark.isStarred)
        heading.append({QStringLiteral("★ ")});
    heading.append({itemTitle(item)});
    heading.append({QStringLiteral("  ") + itemTime(item), Style::Quiet});
    m_document.heading(3, anchorOf(place), heading);
    if (!mark.tags.empty())
        m_document.paragraph(tags(mark));
    if (!mark.note.empty())
        m_document.note(ui::visibleText(QString::fromStdString(mark.note), ui::LineBreaks::Kept));
    switch (item.marked.subject.kind) {
    case Subject::Kind::Event:
        return writeEvent(item);
    case Subject::Kind::Session:
        return writeSession(item);
    case Subject::Kind::Span:
        return writeSpan(item);
    case Subject::Kind::Comparison:
        return writeComparison(item);
    case Subject::Kind::Picture:
        return writePicture(item);
    }
}

QList<Fact> ReportWriter::storyOf(const ReportEvent& event) const
{
    const query::EventSummary& summary = *event.summary;
    QList<Fact> facts;
    Runs who{{ui::actorName(summary), Style::Strong}};
    if (const QString words = ui::actorWords(summary); !words.isEmpty())
        who.append({QStringLiteral(", ") + words});
    facts.append({tr("Who"), {who}});
    addFact(facts, tr("Caller"), visible(summary.actor.arn), Style::Code);
    addFact(facts, tr("Key"), visible(summary.actor.accessKeyId), Style::Code);
    if (event.session && m_report.input.names) {
        const auto& identities = *m_report.input.identities;
        const identity::Session& session = identities.session(*event.session);
        const QString actor = session.actor.isValid()
            ? visible(m_report.input.names->principal(session.actor))
            : QString();
        const IdentityWords words(identities, [](std::string_view text) {
            return QString::fromStdString(visibleText(text));
        });
        if (!actor.isEmpty())
            addFact(facts, tr("Actor"),
                    words.origin(session).isEmpty()
                        ? actor
                        : tr("%1 (%2)").arg(actor, words.origin(session)));
        addFact(facts, tr("Session"), visible(m_report.input.names->session(*event.session)),
                Style::Code);
    }
    addFact(facts, tr("Did"), tr("%1 (%2)").arg(ui::actionName(summary), ui::actionWords(summary)));
    if (!summary.action.errorCode.empty())
        addFact(facts, tr("Error"),
                visible(summary.action.errorCode)
                    + (summary.action.errorMessage.empty()
                           ? QString()
                           : QStringLiteral(": ") + visible(summary.action.errorMessage)));
    QList<Runs> targets;
    for (const query::ResourceRef& target : summary.targets)
        targets.append(
            {code(visible(target.name)),
             {target.type.empty() ? QString() : QStringLiteral("  ") + visible(target.type),
              Style::Quiet}});
    if (!targets.isEmpty())
        facts.append({tr("To"), targets});
    addFact(facts, tr("How"), ui::viaWords(summary));
    addFact(facts, tr("Where"),
            summary.accountId.empty()
                ? visible(summary.region)
                : tr("%1, account %2").arg(visible(summary.region), visible(summary.accountId)));
    if (!summary.seconds)
        addFact(facts, tr("When"), tr("the record has no time that can be read"));
    return facts;
}

// What proves that the event is in the evidence.
void ReportWriter::writeEvidence(const ReportEvent& event, const QString& what)
{
    QList<Fact> facts;
    if (!what.isEmpty())
        facts.append(fact(tr("Statement"), {{what}}));
    addFact(facts, tr("eventID"),
            event.key.eventId.empty() ? tr("none") : visible(event.key.eventId), Style::Code);
    addFact(facts, tr("SHA-256 of the event"), QString::fromStdString(event.key.sha256),
            Style::Code);
    if (!event.row) {
        facts.append(fact(tr("Found"), {{tr("not in this evidence"), Style::Missing}}));
        return m_document.facts(facts);
    }
    QList<Runs> places;
    for (const store::Occurrence& occurrence : event.occurrences) {
        const ingest::SourceEntry& source = m_report.cited.at(occurrence.source);
        places.append({{visible(source.path), Style::Code, 0, fileAnchor(occurrence.source)},
                       {tr(", record %1, byte %2 of its text")
                            .arg(countText(occurrence.record), countText(occurrence.offset))},
                       {tr(", file SHA-256 "), Style::Quiet},
                       source.sha256 ? code(QString::fromStdString(*source.sha256))
                                     : Run{tr("not known: it could not be read whole")}});
    }
    facts.append(
        {places.size() > 1 ? tr("Found %1 times").arg(places.size()) : tr("Found"), places});
    m_document.facts(facts);
}

void ReportWriter::writeRecord(const ReportEvent& event)
{
    if (event.row)
        m_document.code(
            tr("The record of %1").arg(visible(event.key.eventId)),
            shortened(ui::visibleText(QString::fromStdString(event.json), ui::LineBreaks::Kept),
                      kMostRecord));
}

void ReportWriter::writeEvent(const ReportItem& item)
{
    const ReportEvent& event = item.events.front();
    if (event.summary)
        m_document.facts(storyOf(event));
    writeEvidence(event, {});
    writeRecord(event);
}

void ReportWriter::writeSession(const ReportItem& item)
{
    if (!item.session) {
        m_document.warning(tr("This evidence does not know this session."));
        return;
    }
    const identity::Identities& identities = *m_report.input.identities;
    const IdentityWords words(identities, [](std::string_view text) {
        return QString::fromStdString(visibleText(text));
    });
    QList<Runs> chain;
    const auto up = identities.chain(*item.session);
    for (auto id = up.rbegin(); id != up.rend(); ++id) {
        const identity::Session& session = identities.session(*id);
        Runs line{{words.session(session, IdentityWords::Owner::Always)}};
        if (const QString origin = words.origin(session); !origin.isEmpty())
            line.append({QStringLiteral("  ") + origin, Style::Quiet});
        chain.append(line);
    }
    QList<Fact> facts;
    facts.append({tr("Chain"), chain});
    const identity::Session& session = identities.session(*item.session);
    if (session.actor.isValid())
        addFact(facts, tr("Actor"), visible(m_report.input.names->principal(session.actor)));
    addFact(facts, tr("Calls"),
            session.first == identity::kNoTime
                ? countText(item.count)
                : tr("%1, from %2 to %3")
                      .arg(countText(item.count), m_style.time(session.first),
                           m_style.time(session.last)));
    m_document.facts(facts);
    for (const ReportEvent& event : item.events) {
        const bool isOwn = event.session == item.session;
        writeEvidence(event,
                      isOwn ? tr("%1: a call of the session").arg(eventTitle(event))
                            : tr("%1: issued credentials of the chain").arg(eventTitle(event)));
    }
}

void ReportWriter::writeSpan(const ReportItem& item)
{
    m_document.paragraph({{tr("Events of the evidence in it: %1").arg(countText(item.count))}});
    for (std::size_t i = 0; i < item.events.size(); ++i)
        writeEvidence(item.events[i],
                      (i == 0 ? tr("%1: the first of them") : tr("%1: the last of them"))
                          .arg(eventTitle(item.events[i])));
}

void ReportWriter::writeComparison(const ReportItem& item)
{
    QStringList columns{QString(), tr("Path")};
    for (std::size_t i = 0; i < item.events.size(); ++i) {
        const ReportEvent& event = item.events[i];
        columns.append(QString::number(i + 1));
        m_document.paragraph(
            {{tr("%1: ").arg(i + 1), Style::Strong},
             {eventTitle(event)},
             {event.key.time ? QStringLiteral("  ") + m_style.time(*event.key.time) : QString(),
              Style::Quiet}});
        writeEvidence(event, {});
    }
    if (!item.comparison) {
        m_document.warning(
            tr("It cannot be compared: not all of its events are in this evidence."));
        return;
    }
    writeCompared(item, columns, m_document);
}

void ReportWriter::writePicture(const ReportItem& item)
{
    const Mark& mark = item.marked.mark;
    m_document.picture(
        item.marked.subject.svg,
        {{tr("%1, %2. Filter: %3").arg(itemTitle(item), itemTime(item), filterText(mark.filter))}});
    m_document.facts({fact(tr("SHA-256 of the picture"),
                           {code(QString::fromStdString(item.marked.subject.sha256))})});
}

QString ReportWriter::filterText(const std::string& filter) const
{
    return filter.empty() ? tr("none, all events") : visible(filter);
}

void ReportWriter::writeFilters()
{
    if (m_report.filters.empty())
        return;
    m_document.heading(2, QStringLiteral("filters"), {{tr("Filters used")}});
    m_document.paragraph(
        {{tr("What was asked for when these were marked, and what it finds in this evidence.")}});
    const QString all = countText(m_report.input.events->rowCount());
    QList<QList<Runs>> rows;
    for (const casefile::ReportFilter& filter : m_report.filters) {
        Runs text{filter.text.empty() ? Run{filterText({}), Style::Quiet}
                                      : code(visible(filter.text))};
        if (!filter.text.empty() && !filter.zone.empty())
            text.append({QStringLiteral("  ") + visible(filter.zone), Style::Quiet});
        Runs marks;
        for (const std::size_t item : filter.items) {
            if (!marks.isEmpty())
                marks.append({QStringLiteral(", ")});
            marks.append({QString::number(item + 1), Style::Plain, 0, anchorOf(item)});
        }
        rows.append({text,
                     {{filter.found ? tr("%1 of %2").arg(countText(*filter.found), all)
                                    : tr("cannot be read as one filter")}},
                     marks});
    }
    m_document.table({tr("Filter"), tr("Finds"), tr("Marks")}, rows);
}

} // namespace

Document reportDocument(const Report& report, const ReportStyle& style)
{
    return ReportWriter(report, style).write();
}

} // namespace trailloupe::words
