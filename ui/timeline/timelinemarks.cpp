#include "ui/timeline/timelinemarks.h"

#include "ui/common/markmenu.h"
#include "ui/words/evidencetext.h"

namespace trailloupe::ui::timeline {

using casefile::Subject;
using workspace::Casebook;

namespace {

constexpr qsizetype kLongestWords = 400;

// Where a mark is, without what it says.
std::optional<Mark> placeOf(const Casebook::Entry& entry, const store::EventStore& events)
{
    Mark mark;
    const casefile::Subject& subject = entry.subject;
    if (subject.kind == Subject::Kind::Span && subject.from && subject.to) {
        mark.span = query::TimeSpan{*subject.from, *subject.to};
        return mark;
    }
    const auto place = entry.row ? events.placeInTimeOrder(*entry.row) : std::nullopt;
    if (!place || *place >= events.datedCount())
        return std::nullopt;
    mark.firstPlace = static_cast<std::uint32_t>(*place);
    mark.lastPlace = mark.firstPlace;
    return mark;
}

QString wordsOf(const casefile::Mark& mark)
{
    QString words = visibleText(markText(mark), LineBreaks::Kept);
    if (words.size() > kLongestWords)
        words = words.left(kLongestWords) + QChar(u'…');
    return words;
}

} // namespace

Marks marksOf(const Casebook& casebook, const store::EventStore& events)
{
    std::vector<Mark> marks;
    for (const Casebook::EntryId id : casebook.entries()) {
        const Casebook::Entry& entry = casebook.entry(id);
        auto mark = placeOf(entry, events);
        if (!mark)
            continue;
        mark->words = wordsOf(entry.mark);
        const auto add = [&](Mark::Kind kind, int color, const QString& name) {
            mark->kind = kind;
            mark->color = color;
            mark->name = name;
            marks.push_back(*mark);
        };
        if (entry.mark.isStarred)
            add(Mark::Kind::Star, 0, {});
        for (const casefile::Tag& tag : casebook.tags()) {
            if (entry.mark.tags.contains(tag.name))
                add(Mark::Kind::Tag, tag.color, visibleText(QString::fromStdString(tag.name)));
        }
        if (!entry.mark.note.empty())
            add(Mark::Kind::Note, 0, {});
    }
    return marks.empty() ? nullptr : std::make_shared<const std::vector<Mark>>(std::move(marks));
}

} // namespace trailloupe::ui::timeline
