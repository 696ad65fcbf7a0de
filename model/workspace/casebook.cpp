#include "model/workspace/casebook.h"

#include "model/base/visibletext.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>
#include <limits>
#include <utility>

namespace trailloupe::workspace {

using casefile::Mark;
using casefile::MarkedSubject;
using casefile::Subject;
using casefile::Tag;

namespace {

constexpr int kAgainMs = 3000;

// What was changed between two lists, done to a third.
std::vector<Tag> mergedTags(std::vector<Tag> tags, const std::vector<Tag>& before,
                            const std::vector<Tag>& after)
{
    for (const Tag& tag : before) {
        if (std::ranges::find(after, tag.name, &Tag::name) == after.end())
            std::erase_if(tags, [&tag](const Tag& other) { return other.name == tag.name; });
    }
    for (const Tag& tag : after) {
        const auto known = std::ranges::find(tags, tag.name, &Tag::name);
        if (known == tags.end())
            tags.push_back(tag);
        else if (std::ranges::find(before, tag) == before.end())
            known->color = tag.color;
    }
    return tags;
}

} // namespace

Casebook::Casebook(Workspace& workspace, JobRunner& jobs, QString folder, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_jobs(jobs)
    , m_folder(std::move(folder))
{
    m_again.setInterval(kAgainMs);
    connect(&m_again, &QTimer::timeout, this, [this] {
        if (m_dirty.empty() && !m_tagsAreDirty)
            lookForNews();
        else
            save();
    });
    connect(&m_workspace, &Workspace::evidenceChanged, this, &Casebook::follow);
    connect(&m_workspace, &Workspace::stateChanged, this, &Casebook::follow);
    follow();
}

Casebook::~Casebook()
{
    saveNow();
}

const Casebook::Entry& Casebook::entry(EntryId id) const
{
    static const Entry none;
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? none : found->second;
}

const Mark* Casebook::mark(RowId row) const
{
    const auto found = m_byRow.find(row.value());
    if (found == m_byRow.end())
        return nullptr;
    const Mark& mark = m_entries.at(found->second).mark;
    return mark.isEmpty() ? nullptr : &mark;
}

const Casebook::Entry* Casebook::find(const Subject& subject) const
{
    const auto found = m_byKey.find(subject.key());
    return found == m_byKey.end() ? nullptr : &m_entries.at(found->second);
}

const std::vector<Casebook::EntryId>& Casebook::entries() const
{
    if (std::exchange(m_orderIsKnown, true))
        return m_order;
    m_order.clear();
    for (const auto& [id, entry] : m_entries) {
        if (!entry.mark.isEmpty())
            m_order.push_back(id);
    }
    std::ranges::stable_sort(m_order, {}, [this](EntryId id) {
        return m_entries.at(id).subject.from.value_or(std::numeric_limits<std::int64_t>::max());
    });
    return m_order;
}

Casebook::EntryId Casebook::add(Entry entry)
{
    const EntryId id = ++m_lastEntry;
    if (entry.row)
        m_byRow[entry.row->value()] = id;
    if (entry.subject.kind != Subject::Kind::Event || !entry.subject.sha256.empty())
        m_byKey[entry.subject.key()] = id;
    m_entries.emplace(id, std::move(entry));
    return id;
}

Casebook::EntryId Casebook::entryOf(RowId row)
{
    if (const auto found = m_byRow.find(row.value()); found != m_byRow.end())
        return found->second;
    return add({Subject{.from = m_events->time(row)}, row, {}});
}

Casebook::EntryId Casebook::entryOf(const Subject& subject, const std::string& title)
{
    if (const auto found = m_byKey.find(subject.key()); found != m_byKey.end())
        return found->second;
    return add(
        {subject, std::nullopt, {.title = std::string(cutText(title, casefile::kMaxNameBytes))}});
}

CaseContents Casebook::contents() const
{
    CaseContents all;
    all.contents.tags = m_tags;
    for (const EntryId id : entries()) {
        const Entry& entry = m_entries.at(id);
        all.contents.marks.push_back({entry.subject, entry.mark});
        all.rows.push_back(entry.row);
    }
    return all;
}

// What a mark that is made now says of how it was found.
Mark Casebook::newMark(std::int64_t now) const
{
    Mark mark;
    mark.created = now;
    if (!m_investigation)
        return mark;
    const Filter& filter = m_investigation->filter();
    const auto one = asOneText(filter);
    mark.filter = cutText((one ? *one : wholeText(filter)).toStdString(), casefile::kMaxNoteBytes);
    mark.zone = m_investigation->zone().toStdString();
    return mark;
}

bool Casebook::edit(StepKind kind, const std::vector<EntryId>& of, const Edit& edit)
{
    if (of.size() > kMostAtOnce || m_state == State::None)
        return false;
    Step step{.kind = kind, .marks = {}, .tagsBefore = m_tags, .tagsAfter = m_tags};
    const std::int64_t now = QDateTime::currentSecsSinceEpoch();
    std::optional<Mark> fresh; // asked for once, however many are marked
    for (const EntryId id : of) {
        if (!m_entries.contains(id))
            continue; // of a case that is closed
        const Mark& before = m_entries.at(id).mark;
        Mark after = before;
        edit(after);
        if (after == before)
            continue;
        if (!after.created) {
            if (!fresh)
                fresh = newMark(now);
            after.created = fresh->created;
            after.filter = fresh->filter;
            after.zone = fresh->zone;
        }
        after.changed = now;
        step.marks.push_back({id, before, std::move(after)});
    }
    if (!step.marks.empty())
        push(std::move(step));
    return true;
}

bool Casebook::setStarred(const std::vector<EntryId>& of, bool isStarred)
{
    endNote();
    return edit(isStarred ? StepKind::Star : StepKind::Unstar, of,
                [isStarred](Mark& mark) { mark.isStarred = isStarred; });
}

bool Casebook::setTagged(const std::vector<EntryId>& of, const std::string& tag, bool isTagged)
{
    endNote();
    return edit(isTagged ? StepKind::Tag : StepKind::Untag, of, [&](Mark& mark) {
        if (isTagged)
            mark.tags.insert(tag);
        else
            mark.tags.erase(tag);
    });
}

bool Casebook::clear(const std::vector<EntryId>& of)
{
    endNote();
    return edit(StepKind::Clear, of, [](Mark& mark) {
        mark.isStarred = false;
        mark.tags.clear();
        mark.note.clear();
    });
}

bool Casebook::setNote(EntryId of, const QString& text)
{
    const std::string whole = text.toStdString();
    std::string note(cutText(whole, casefile::kMaxNoteBytes));
    const bool fits = note.size() == whole.size();
    if (!m_entries.contains(of))
        return fits;
    const bool goesOn = m_noteOpen == of && m_done > 0 && m_done == m_steps.size();
    if (!goesOn) {
        const std::size_t before = m_done;
        edit(StepKind::Note, {of}, [&note](Mark& mark) { mark.note = note; });
        m_noteOpen = m_done != before ? of : 0;
    } else if (m_entries.at(of).mark.note != note) {
        // One step from before the first letter to after the last.
        const Mark now = m_entries.at(of).mark;
        Mark after = now;
        after.note = note;
        m_steps.back().marks.front().after.note = std::move(note);
        perform({StepKind::Note, {{of, now, std::move(after)}}, m_tags, m_tags}, true);
    }
    return fits;
}

void Casebook::addTag(const Tag& tag)
{
    endNote();
    Step step{.kind = StepKind::Tags, .marks = {}, .tagsBefore = m_tags, .tagsAfter = m_tags};
    const auto known = std::ranges::find(step.tagsAfter, tag.name, &Tag::name);
    if (known == step.tagsAfter.end())
        step.tagsAfter.push_back(tag);
    else
        known->color = tag.color;
    if (step.tagsAfter != step.tagsBefore && m_state != State::None)
        push(std::move(step));
}

void Casebook::removeTag(const std::string& name)
{
    endNote();
    Step step{.kind = StepKind::Tags, .marks = {}, .tagsBefore = m_tags, .tagsAfter = m_tags};
    std::erase_if(step.tagsAfter, [&name](const Tag& tag) { return tag.name == name; });
    for (const auto& [id, entry] : m_entries) {
        if (!entry.mark.tags.contains(name))
            continue;
        MarkChange change{id, entry.mark, entry.mark};
        change.after.tags.erase(name);
        step.marks.push_back(std::move(change));
    }
    if (step.tagsAfter != step.tagsBefore)
        push(std::move(step));
}

void Casebook::push(Step step)
{
    m_steps.resize(m_done);
    m_steps.push_back(std::move(step));
    ++m_done;
    perform(m_steps.back(), true);
}

void Casebook::perform(const Step& step, bool isForward)
{
    const bool wasSaved = isSaved();
    bool isSameList = true; // of what has a mark, whatever it says now
    // Only what the step changed: the mark may have changed since, here or in another window.
    for (const MarkChange& change : step.marks) {
        Mark& mark = m_entries.at(change.entry).mark;
        const bool wasEmpty = mark.isEmpty();
        mark = isForward ? casefile::merged(mark, change.before, change.after)
                         : casefile::merged(mark, change.after, change.before);
        isSameList = isSameList && wasEmpty == mark.isEmpty();
        ++m_changes;
        // What says again what the file says has nothing to save, unless something else is on its
        // way there.
        const Mark& saved = m_entries.at(change.entry).saved;
        if (!isSaving() && mark.isStarred == saved.isStarred && mark.tags == saved.tags
            && mark.note == saved.note)
            m_dirty.erase(change.entry);
        else
            m_dirty[change.entry] = m_changes;
    }
    if (step.tagsBefore != step.tagsAfter) {
        m_tags = isForward ? mergedTags(m_tags, step.tagsBefore, step.tagsAfter)
                           : mergedTags(m_tags, step.tagsAfter, step.tagsBefore);
        m_tagsAreDirty = true;
        ++m_changes;
    }
    m_orderIsKnown = m_orderIsKnown && isSameList;
    Q_EMIT changed();
    if (isSaved())
        m_saveError.reset();
    if (wasSaved != isSaved())
        Q_EMIT savedChanged();
    save();
}

std::optional<Casebook::StepKind> Casebook::undoKind() const
{
    return m_done == 0 ? std::nullopt : std::optional(m_steps[m_done - 1].kind);
}

std::optional<Casebook::StepKind> Casebook::redoKind() const
{
    return m_done == m_steps.size() ? std::nullopt : std::optional(m_steps[m_done].kind);
}

void Casebook::undo()
{
    endNote();
    if (m_done > 0)
        perform(m_steps[--m_done], false);
}

void Casebook::redo()
{
    endNote();
    if (m_done < m_steps.size())
        perform(m_steps[m_done++], true);
}

std::vector<MarkToSave> Casebook::changesOf(const std::vector<EntryId>& entries) const
{
    std::vector<MarkToSave> marks;
    for (const EntryId id : entries) {
        const Entry& entry = m_entries.at(id);
        marks.push_back({id, entry.row, {entry.subject, entry.saved, entry.mark}});
    }
    return marks;
}

} // namespace trailloupe::workspace
