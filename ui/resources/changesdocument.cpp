#include "ui/resources/changesdocument.h"

#include "model/compare/policydifference.h"
#include "model/compare/textdifference.h"
#include "ui/common/momenttext.h"
#include "ui/resources/timelinewords.h"
#include "ui/words/causewords.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/summarywords.h"

#include <QCoreApplication>
#include <QTextDocument>

#include <algorithm>
#include <array>

namespace trailloupe::ui {
namespace {

using config::Cause;
using config::CauseConfidence;
using config::Change;
using config::ItemCauses;
using config::kNoTime;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ConfigChanges)
};

constexpr int kIndent = 16; // pixels
constexpr int kAboveTitle = 12;
constexpr std::size_t kMostOthers = 3; // that are told by name

QString sectionTitle(Change::Section section)
{
    switch (section) {
    case Change::Section::Configuration:
        return Words::tr("Configuration");
    case Change::Section::Supplementary:
        return Words::tr("Supplementary configuration");
    case Change::Section::Tags:
        return Words::tr("Tags");
    case Change::Section::Relationships:
        return Words::tr("Relationships");
    case Change::Section::Metadata:
        break;
    }
    return Words::tr("Metadata");
}

// The section says the first step of it.
std::string_view pathInSection(const Change& change)
{
    std::string_view path = change.path;
    for (const std::string_view first :
         {std::string_view("configuration."), std::string_view("supplementaryConfiguration."),
          std::string_view("tags.")}) {
        if (path.starts_with(first))
            return path.substr(first.size());
    }
    return path;
}

// A relationship and a rule are their own values.
bool isSelf(const Change& change)
{
    return change.section == Change::Section::Relationships
        || change.path.ends_with('[' + (change.before.empty() ? change.after : change.before)
                                 + ']');
}

QString shown(std::string_view text)
{
    return visibleText(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
}

QString counted(quint64 count, const QString& one, const QString& many)
{
    return count == 1 ? one : many.arg(countText(count));
}

bool isLong(const Change& change)
{
    const auto limit = static_cast<std::size_t>(ChangesDocument::kLongValue);
    return change.before.size() > limit || change.after.size() > limit;
}

} // namespace

QString ChangesDocument::moment(std::int64_t ns) const
{
    return ns == kNoTime ? Words::tr("an unknown time") : momentText(ns, m_zone);
}

QString ChangesDocument::capturedOf(std::uint32_t block) const
{
    return moment(m_timeline.history().blocks[block].capturedNs);
}

QString ChangesDocument::capturedWithZone(std::uint32_t block) const
{
    const std::int64_t ns = m_timeline.history().blocks[block].capturedNs;
    return ns == kNoTime ? moment(ns) : momentTextWithZone(ns, m_zone);
}

QString ChangesDocument::heading() const
{
    const auto pair = m_timeline.compared();
    const auto current = m_timeline.current();
    if (!current)
        return Words::tr("Nothing of it was recorded until then.");
    if (!pair && m_timeline.history().blocks[*current].capturedNs == kNoTime)
        return Words::tr("A state without a time");
    if (!pair)
        return Words::tr("%1, %2").arg(
            capturedWithZone(*current),
            stateWords(m_timeline.history().blocks[*current], m_timeline.changes(*current)));
    const QString span =
        Words::tr("From %1 to %2").arg(capturedOf(pair->before), capturedWithZone(pair->after));
    const std::uint32_t between = pair->after - pair->before - 1;
    return between == 0 ? span
                        : Words::tr("%1, over %2")
                              .arg(span,
                                   counted(between, Words::tr("1 state in between"),
                                           Words::tr("%1 states in between")));
}

QString ChangesDocument::verdict() const
{
    using Kind = config::Block::Kind;
    const auto current = m_timeline.current();
    if (!current)
        return {};
    const config::Block& block = m_timeline.history().blocks[*current];
    if (!m_timeline.compared()) {
        if (m_timeline.base())
            return Words::tr("This is the state that was chosen to compare with.");
        if (block.kind == Kind::NotRecorded)
            return Words::tr("Its type is excluded from recording: nothing is known of its state, "
                             "so that there is nothing to compare.");
        if (block.kind == Kind::Undated)
            return Words::tr("This state has no time, so that none is before it. Choose one to "
                             "compare it with.");
        if (block.kind == Kind::Deleted)
            return Words::tr("Only its deletion is recorded: how it was is not in the export.");
        return Words::tr("There is no state before this one: everything in it is new.");
    }
    const auto& comparison = m_timeline.comparison();
    if (!comparison || (m_timeline.isComparing() && comparison->of != *m_timeline.compared()))
        return QStringLiteral("\u2026");
    if (!comparison->diff)
        return Words::tr("These two states cannot be compared: one of them is no JSON object.");
    if (comparison->diff->isEmpty())
        return Words::tr("The same state, recorded again: nothing differs.");
    return {};
}

QString ChangesDocument::causeHead(const Cause& cause) const
{
    return nameOfEvent(*m_timeline.events(), cause.event);
}

QString ChangesDocument::causeFacts(const Cause& cause) const
{
    const QString caller = callerOf(m_timeline.events(), cause.event);
    const QString away = durationText(std::abs(cause.beforeNs) / 1'000'000);
    const QString when = cause.beforeNs >= 0 ? Words::tr("%1 before the capture").arg(away)
                                             : Words::tr("%1 after the capture").arg(away);
    return Words::tr("by %1, %2").arg(caller, when);
}

// Nothing but what changes by itself, as far as that is known.
bool ChangesDocument::isUnchanged(const Explained& explained) const
{
    const auto& comparison = m_timeline.comparison();
    if (m_timeline.explanation().size() == 1 && comparison && comparison->diff)
        return comparison->diff->changes.size() == comparison->diff->noise();
    using Outcome = config::BlockChanges::Outcome;
    const auto* changes = m_timeline.changes(explained.block);
    return changes && (changes->outcome == Outcome::Same || changes->outcome == Outcome::OnlyNoise);
}

// What "no cause" means.
QString ChangesDocument::searchedWords(const Explained& explained) const
{
    if (!explained.causes.isSearched())
        return Words::tr("A state without a time has no causes that could be looked for.");
    const config::Searched& searched = explained.causes.searched;
    if (searched.exportFromNs == kNoTime)
        return Words::tr("No cause found: the export has no CloudTrail events of this account and "
                         "Region.");
    if (searched.named == 0 && isUnchanged(explained))
        return Words::tr("Nothing changed that a call would have to explain.");
    const QString span = searched.fromNs == kNoTime
        ? Words::tr("until %1").arg(moment(searched.toNs))
        : Words::tr("between %1 and %2").arg(moment(searched.fromNs), moment(searched.toNs));
    QString text;
    if (searched.events == 0) {
        text = Words::tr("No cause found: there are no events of this account and Region %1.")
                   .arg(span);
    } else {
        QStringList texts;
        for (const std::string& one : searched.texts)
            texts.append(shown(one));
        text =
            Words::tr("No cause found. Searched %1 %2 in this account and Region: %3, %4 (%5).")
                .arg(counted(searched.events, Words::tr("1 event"), Words::tr("%1 events")), span,
                     counted(searched.writes, Words::tr("1 of them can change something"),
                             Words::tr("%1 of them can change something")),
                     searched.named == 0 ? Words::tr("none of these names it")
                                         : counted(searched.named, Words::tr("1 of these names it"),
                                                   Words::tr("%1 of these name it")),
                     texts.join(Words::tr(", ")));
    }
    if (searched.trailStoppedNs != kNoTime)
        text += u' '
            + (searched.trailStartedNs == kNoTime
                   ? Words::tr("A trail of this account was stopped at %1: calls may be missing.")
                         .arg(moment(searched.trailStoppedNs))
                   : Words::tr("A trail of this account was stopped from %1 to %2: calls may be "
                               "missing.")
                         .arg(moment(searched.trailStoppedNs), moment(searched.trailStartedNs)));
    // Where the export does not reach over all of the span.
    if (searched.exportFromNs > searched.fromNs || searched.exportToNs < searched.toNs)
        text += u' '
            + Words::tr("Its events in the export are from %1 to %2.")
                  .arg(moment(searched.exportFromNs), moment(searched.exportToNs));
    return text;
}

QString ChangesDocument::missingWords(const ItemCauses& causes) const
{
    if (causes.missingEvents.empty())
        return {};
    QStringList ids;
    for (const std::string& id : causes.missingEvents)
        ids.append(shown(id));
    return Words::tr("AWS Config names events that the export does not have: %1.")
        .arg(ids.join(Words::tr(", ")));
}

QTextCharFormat ChangesDocument::plain() const
{
    QTextCharFormat format;
    format.setForeground(m_colors.text);
    return format;
}

QTextCharFormat ChangesDocument::muted() const
{
    QTextCharFormat format;
    format.setForeground(m_colors.muted);
    return format;
}

void ChangesDocument::beginParagraph(int indent, int above)
{
    QTextBlockFormat format;
    format.setLeftMargin(indent * kIndent);
    format.setTopMargin(above);
    format.setBottomMargin(2);
    if (std::exchange(m_isEmpty, false))
        m_cursor.setBlockFormat(format);
    else
        m_cursor.insertBlock(format, plain());
}

void ChangesDocument::put(const QString& text, const QTextCharFormat& format)
{
    m_cursor.insertText(text, format);
}

void ChangesDocument::putLink(const QString& text, const QString& anchor)
{
    QTextCharFormat format;
    format.setForeground(m_colors.accent);
    format.setFontUnderline(true);
    format.setAnchor(true);
    format.setAnchorHref(anchor);
    m_cursor.insertText(text, format);
}

void ChangesDocument::putTitle(const QString& text)
{
    beginParagraph(0, kAboveTitle);
    QTextCharFormat format = plain();
    format.setFontWeight(QFont::DemiBold);
    put(text, format);
}

void ChangesDocument::putCause(const Cause& cause)
{
    beginParagraph(0, 4);
    QTextCharFormat dots = plain();
    dots.setForeground(cause.confidence == CauseConfidence::Certain      ? m_colors.good
                           : cause.confidence == CauseConfidence::Likely ? m_colors.accent
                                                                         : m_colors.muted);
    put(confidenceDots(cause.confidence) + u' ', dots);
    put(confidenceWord(cause.confidence) + QStringLiteral("  "), muted());
    putLink(causeHead(cause), QStringLiteral("event:%1").arg(cause.event.value()));
    put(u' ' + causeFacts(cause), plain());
    for (const config::CauseReason& reason : cause.reasons) {
        beginParagraph(2);
        put(shown(config::causeReasonText(reason)), muted());
    }
}

void ChangesDocument::putTried(const Explained& explained)
{
    for (const Cause& tried : explained.causes.tried) {
        beginParagraph(0, 4);
        QTextCharFormat bad = plain();
        bad.setForeground(m_colors.bad);
        put(Words::tr("\u2298 tried, failed:") + u' ', bad);
        putLink(causeHead(tried), QStringLiteral("event:%1").arg(tried.event.value()));
        put(u' ' + causeFacts(tried), plain());
    }
    const auto& others = explained.causes.others;
    if (others.empty())
        return;
    beginParagraph(0, 4);
    put(counted(others.size(), Words::tr("One more event names it in this time:"),
                Words::tr("%1 more events name it in this time:"))
            + u' ',
        muted());
    for (std::size_t i = 0; i < std::min(kMostOthers, others.size()); ++i) {
        if (i > 0)
            put(Words::tr(", "), muted());
        putLink(nameOfEvent(*m_timeline.events(), others[i]),
                QStringLiteral("event:%1").arg(others[i].value()));
    }
    if (others.size() > kMostOthers) {
        put(Words::tr(", "), muted());
        putLink(Words::tr("all of them"), QStringLiteral("events:"));
    }
}

void ChangesDocument::putCauses()
{
    if (!m_timeline.current())
        return;
    putTitle(Words::tr("Why"));
    if (m_timeline.isExplaining()) {
        beginParagraph(0, 4);
        put(Words::tr("Looking for causes \u2026"), muted());
        return;
    }
    const auto& explanation = m_timeline.explanation();
    if (explanation.empty()) {
        beginParagraph(0, 4);
        put(Words::tr("Causes could not be looked for."), muted());
    }
    for (const Explained& explained : explanation) {
        if (explanation.size() > 1) {
            beginParagraph(0, 6);
            put(Words::tr("Of the state of %1:").arg(capturedOf(explained.block)), muted());
        }
        for (const Cause& cause : explained.causes.causes)
            putCause(cause);
        if (explained.causes.causes.empty()) {
            beginParagraph(0, 4);
            put(searchedWords(explained), muted());
        }
        if (const QString missing = missingWords(explained.causes); !missing.isEmpty()) {
            beginParagraph(0, 4);
            put(missing, muted());
        }
        putTried(explained);
    }
}

// The parts that differ are lit; what is long is cut around the first of them.
void ChangesDocument::putValue(const std::string& value, const std::string& other, bool isBefore,
                               bool isWhole, std::size_t number)
{
    QTextCharFormat lit = plain();
    QColor ground = isBefore ? m_colors.bad : m_colors.good;
    ground.setAlphaF(m_colors.dark ? 0.3F : 0.18F);
    lit.setBackground(ground);
    std::vector<compare::TextPart> parts;
    if (other.empty()) {
        parts.push_back({0, value.size()});
    } else {
        const auto differing = isBefore ? compare::differingParts(value, other)
                                        : compare::differingParts(other, value);
        parts = isBefore ? differing.inFirst : differing.inSecond;
    }
    const auto limit = isWhole ? value.size() : static_cast<std::size_t>(kLongValue);
    std::size_t from = 0;
    const auto same =
        static_cast<std::size_t>(std::ranges::mismatch(value, other).in1 - value.begin());
    if (value.size() > limit && !other.empty() && same > limit / 2)
        from = same - limit / 4;
    while (from > 0 && (static_cast<unsigned char>(value[from]) & 0xC0) == 0x80)
        --from; // at a whole character
    std::size_t end = std::min(value.size(), from + limit);
    while (end < value.size() && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80)
        ++end;
    if (from > 0)
        put(QStringLiteral("\u2026"), muted());
    std::size_t at = from;
    const auto piece = [&](std::size_t until) {
        return shown(std::string_view(value).substr(at, until - at));
    };
    for (const compare::TextPart& part : parts) {
        const std::size_t begin = std::clamp(part.offset, at, end);
        const std::size_t stop = std::clamp(part.offset + part.length, begin, end);
        put(piece(begin), plain());
        at = begin;
        put(piece(stop), lit);
        at = stop;
    }
    put(piece(end), plain());
    if (end < value.size() || from > 0) {
        put(end < value.size() ? QStringLiteral("\u2026 ") : QStringLiteral(" "), muted());
        putLink(Words::tr("all %1 characters").arg(countText(value.size())),
                QStringLiteral("whole:%1").arg(number));
    }
}

void ChangesDocument::putChange(const Change& change, std::size_t number, bool isWhole)
{
    beginParagraph(0, 4);
    QTextCharFormat mark = plain();
    mark.setFontWeight(QFont::Bold);
    const bool isAdded = change.kind == Change::Kind::Added;
    const bool isRemoved = change.kind == Change::Kind::Removed;
    mark.setForeground(isAdded ? m_colors.good : isRemoved ? m_colors.bad : m_colors.accent);
    put(isAdded         ? QStringLiteral("+ ")
            : isRemoved ? QStringLiteral("\u2212 ")
                        : QStringLiteral("\u2260 "),
        mark);
    const std::string path(pathInSection(change));
    if (isSelf(change)) {
        put(shown(path), plain());
        return;
    }
    put(shown(path), plain());
    if (!change.policy.empty()) {
        for (const compare::PolicyChange& policy : change.policy) {
            beginParagraph(2);
            put(shown(compare::policyChangeText(policy)), plain());
        }
        return;
    }
    if (change.kind != Change::Kind::Changed) {
        put(QStringLiteral(":  "), muted());
        putValue(isAdded ? change.after : change.before, {}, isRemoved, isWhole, number);
        return;
    }
    const bool isShort = !isLong(change) && change.before.size() + change.after.size() < 48;
    if (isShort)
        put(QStringLiteral(":  "), muted());
    else
        beginParagraph(1);
    putValue(change.before, change.after, true, isWhole, number);
    put(QStringLiteral("  \u2192  "), muted());
    putValue(change.after, change.before, false, isWhole, number);
}

void ChangesDocument::putChanges(const config::ItemDiff& diff, const ChangesShown& shown)
{
    const std::size_t noise = diff.noise();
    const std::size_t telling = diff.changes.size() - noise;
    std::optional<Change::Section> section;
    std::size_t told = 0;
    for (std::size_t i = 0; i < diff.changes.size() && told < shown.most; ++i) {
        const Change& change = diff.changes[i];
        if (change.isNoise)
            continue;
        if (section != change.section) {
            section = change.section;
            const auto size = std::ranges::count_if(diff.changes, [&](const Change& one) {
                return one.section == change.section && !one.isNoise;
            });
            putTitle(Words::tr("%1 (%2)").arg(sectionTitle(change.section),
                                              countText(static_cast<quint64>(size))));
        }
        putChange(change, i, shown.whole.contains(i));
        ++told;
    }
    if (told < telling) {
        beginParagraph(0, 8);
        put(Words::tr("Showing %1 of %2 changes.").arg(countText(told), countText(telling)) + u' ',
            muted());
        putLink(
            Words::tr("Show %1 more").arg(countText(std::min(telling - told, ChangesShown::kStep))),
            QStringLiteral("more:"));
    }
    if (telling == 0) {
        beginParagraph(0, kAboveTitle);
        put(Words::tr("Nothing but what changes by itself."), muted());
    }
    if (noise == 0)
        return;
    beginParagraph(0, kAboveTitle);
    const QString words = counted(noise, Words::tr("1 more that changes by itself"),
                                  Words::tr("%1 more that change by themselves"));
    putLink((shown.showsNoise ? QStringLiteral("\u25BE ") : QStringLiteral("\u25B8 ")) + words,
            QStringLiteral("noise:"));
    for (std::size_t i = 0; shown.showsNoise && i < diff.changes.size(); ++i) {
        if (diff.changes[i].isNoise)
            putChange(diff.changes[i], i, shown.whole.contains(i));
    }
}

void ChangesDocument::write(QTextDocument& document, const ChangesShown& shown)
{
    document.clear();
    document.setUndoRedoEnabled(false);
    m_cursor = QTextCursor(&document);
    m_cursor.beginEditBlock();
    m_isEmpty = true;
    beginParagraph(0);
    QTextCharFormat bold = plain();
    bold.setFontWeight(QFont::DemiBold);
    put(heading(), bold);
    const auto current = m_timeline.current();
    if (current) {
        const QString notes = stateNotes(m_timeline.history(), *current, m_zone);
        if (!notes.isEmpty()) {
            beginParagraph(0);
            put(QString(notes).replace(u'\n', u' '), muted());
        }
    }
    putCauses();
    if (const QString words = verdict(); !words.isEmpty()) {
        putTitle(Words::tr("What changed"));
        beginParagraph(0, 4);
        put(words, muted());
    } else if (current) {
        const bool isEnd = m_timeline.history().blocks[m_timeline.compared()->after].kind
            == config::Block::Kind::Deleted;
        if (isEnd) {
            putTitle(Words::tr("It was deleted, and took along"));
        }
        putChanges(*m_timeline.comparison()->diff, shown);
    }
    m_cursor.endEditBlock();
}

QString ChangesDocument::text() const
{
    QStringList lines{heading()};
    if (m_timeline.current() && !m_timeline.isExplaining()) {
        for (const Explained& explained : m_timeline.explanation()) {
            if (m_timeline.explanation().size() > 1)
                lines.append(Words::tr("Of the state of %1:").arg(capturedOf(explained.block)));
            for (const Cause& cause : explained.causes.causes) {
                lines.append(Words::tr("%1: %2 %3")
                                 .arg(confidenceWord(cause.confidence), causeHead(cause),
                                      causeFacts(cause)));
                for (const config::CauseReason& reason : cause.reasons)
                    lines.append(QStringLiteral("    ") + shown(config::causeReasonText(reason)));
            }
            if (explained.causes.causes.empty())
                lines.append(searchedWords(explained));
            if (const QString missing = missingWords(explained.causes); !missing.isEmpty())
                lines.append(missing);
            for (const Cause& tried : explained.causes.tried)
                lines.append(
                    Words::tr("tried, failed: %1 %2").arg(causeHead(tried), causeFacts(tried)));
        }
    }
    lines.append(QString());
    if (const QString words = verdict(); !words.isEmpty()) {
        lines.append(words);
    } else if (m_timeline.comparison() && m_timeline.comparison()->diff) {
        std::optional<Change::Section> section;
        for (const Change& change : m_timeline.comparison()->diff->changes) {
            if (section != change.section)
                lines.append(sectionTitle(change.section));
            section = change.section;
            lines.append(
                visibleText(QString::fromStdString(config::changeText(change)), LineBreaks::Kept));
        }
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace trailloupe::ui
