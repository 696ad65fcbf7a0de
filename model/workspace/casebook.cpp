#include "model/workspace/casebook.h"

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

const QString kOpenSlot = QStringLiteral("case.open");
const QString kSaveSlot = QStringLiteral("case.save");
const QString kNewsSlot = QStringLiteral("case.news");
const QString kCopySlot = QStringLiteral("case.copy");
constexpr int kAgainMs = 3000;

// To what a file may hold, between characters.
std::string cut(std::string note)
{
    if (note.size() <= casefile::kMaxNoteBytes)
        return note;
    std::size_t end = casefile::kMaxNoteBytes;
    while (end > 0 && (static_cast<unsigned char>(note[end]) & 0xC0) == 0x80)
        --end;
    note.resize(end);
    return note;
}

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

void Casebook::follow()
{
    using WorkspaceState = Workspace::State;
    const WorkspaceState state = m_workspace.state();
    const auto& evidence = m_workspace.evidence();
    if (state == WorkspaceState::Empty || evidence.store->rowCount() == 0) {
        forget();
        return;
    }
    m_events = evidence.store;
    if (m_state == State::None)
        setState(State::Opening);
    const bool isRead = evidence.complete && state != WorkspaceState::Loading;
    if (isRead && m_state == State::Opening && !m_jobs.isRunning(kOpenSlot))
        open(std::nullopt);
}

void Casebook::open(const std::optional<QString>& chosen)
{
    m_error.reset();
    m_jobs.start(
        kOpenSlot, this,
        [events = m_events, folder = m_folder, chosen](const JobContext& context) {
            return openCase(events, folder, chosen, context);
        },
        [this](Result<OpenedCase> opened) {
            if (opened.ok()) {
                adopt(std::move(*opened));
                return;
            }
            m_error = opened.error();
            setState(State::Failed);
        });
}

void Casebook::adopt(OpenedCase opened)
{
    m_kept = std::move(opened.kept);
    const std::vector<Tag> mine = std::exchange(m_tags, std::move(opened.found.contents.tags));
    for (const Tag& tag : mine) {
        if (std::ranges::find(m_tags, tag.name, &Tag::name) == m_tags.end())
            m_tags.push_back(tag);
    }
    for (std::size_t i = 0; i < opened.found.contents.marks.size(); ++i)
        join(opened.found.contents.marks[i], opened.found.rows[i]);
    m_orderIsKnown = false;
    m_again.start();
    setState(State::Ready);
    Q_EMIT changed();
    save();
}

// What the file says, and what was marked before it was open.
void Casebook::join(const MarkedSubject& marked, std::optional<RowId> row)
{
    const auto known = row ? m_byRow.find(row->value()) : m_byRow.end();
    if (known == m_byRow.end()) {
        const auto other = m_byKey.find(marked.subject.key());
        if (other == m_byKey.end()) {
            add({marked.subject, row, marked.mark, marked.mark});
            return;
        }
    }
    const EntryId id = known != m_byRow.end() ? known->second : m_byKey[marked.subject.key()];
    Entry& entry = m_entries[id];
    entry.subject = marked.subject;
    m_byKey[marked.subject.key()] = id;
    entry.saved = marked.mark;
    const Mark mine = std::exchange(entry.mark, marked.mark);
    if (mine.isEmpty())
        return;
    entry.mark.isStarred = entry.mark.isStarred || mine.isStarred;
    entry.mark.tags.insert(mine.tags.begin(), mine.tags.end());
    if (!mine.note.empty() && mine.note != entry.mark.note)
        entry.mark.note =
            cut(entry.mark.note + (entry.mark.note.empty() ? "" : "\n\n") + mine.note);
    m_dirty[id] = ++m_changes;
}

void Casebook::forget()
{
    saveNow();
    leave();
}

void Casebook::leave()
{
    for (const QString& slot : {kOpenSlot, kSaveSlot, kNewsSlot, kCopySlot})
        m_jobs.discard(slot);
    m_again.stop();
    const bool hadMarks = !m_entries.empty();
    m_events.reset();
    m_kept.reset();
    m_entries.clear();
    m_byRow.clear();
    m_byKey.clear();
    m_tags.clear();
    m_orderIsKnown = false;
    m_dirty.clear();
    m_tagsAreDirty = false;
    m_steps.clear();
    m_done = 0;
    m_noteOpen = 0;
    m_error.reset();
    m_saveError.reset();
    // Whoever hears of either finds both done: nobody may ask for an entry that is gone.
    const bool wasOpen = std::exchange(m_state, State::None) != State::None;
    if (hadMarks)
        Q_EMIT changed();
    if (wasOpen)
        Q_EMIT stateChanged();
}

bool Casebook::chooseFile(const QString& path)
{
    const auto events = m_events;
    if (!events || m_state == State::Opening)
        return false;
    // A case that could not be opened takes nothing: what was marked in it has to go elsewhere.
    saveNow();
    if (!isSaved()) {
        if (!m_saveError)
            m_saveError = m_error;
        return false;
    }
    leave();
    m_events = events;
    setState(State::Opening);
    open(path);
    return true;
}

void Casebook::saveAs(const QString& path, std::function<void(Result<void>)> done)
{
    if (!m_events || m_state == State::Opening)
        return;
    std::vector<EntryId> all;
    for (const auto& [id, entry] : m_entries)
        all.push_back(id);
    m_jobs.start(
        kCopySlot, this,
        [kept = m_kept, events = m_events, marks = changesOf(all), tags = m_tags,
         path](const JobContext&) -> Result<bool> {
            if (kept && QFileInfo(path) == QFileInfo(kept->path))
                return true;
            if (auto copied = copyCase(kept, events, marks, tags, path); !copied)
                return copied.error();
            return true;
        },
        [this, path, done = std::move(done), changes = m_changes](const Result<bool>& copied) {
            if (!copied.ok())
                return done(copied.error());
            if (m_changes != changes)
                return saveAs(path, done); // with what was marked meanwhile
            const auto events = m_events;
            leave();
            m_events = events;
            setState(State::Opening);
            open(path);
            done(Result<void>());
        });
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

Casebook::EntryId Casebook::entryOf(const Subject& subject)
{
    if (const auto found = m_byKey.find(subject.key()); found != m_byKey.end())
        return found->second;
    return add({subject, std::nullopt, {}});
}

bool Casebook::edit(StepKind kind, const std::vector<EntryId>& of, const Edit& edit)
{
    if (of.size() > kMostAtOnce || m_state == State::None)
        return false;
    Step step{.kind = kind, .marks = {}, .tagsBefore = m_tags, .tagsAfter = m_tags};
    const std::int64_t now = QDateTime::currentSecsSinceEpoch();
    for (const EntryId id : of) {
        if (!m_entries.contains(id))
            continue; // of a case that is closed
        const Mark& before = m_entries.at(id).mark;
        Mark after = before;
        edit(after);
        if (after == before)
            continue;
        if (!after.created)
            after.created = now;
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
    std::string note = cut(whole);
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
    // Only what the step changed: the mark may have changed since, here or in another window.
    for (const MarkChange& change : step.marks) {
        Mark& mark = m_entries.at(change.entry).mark;
        mark = isForward ? casefile::merged(mark, change.before, change.after)
                         : casefile::merged(mark, change.after, change.before);
        m_dirty[change.entry] = ++m_changes;
    }
    if (step.tagsBefore != step.tagsAfter) {
        m_tags = isForward ? mergedTags(m_tags, step.tagsBefore, step.tagsAfter)
                           : mergedTags(m_tags, step.tagsAfter, step.tagsBefore);
        m_tagsAreDirty = true;
        ++m_changes;
    }
    m_orderIsKnown = false;
    Q_EMIT changed();
    if (wasSaved)
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

std::vector<MarkToSave> Casebook::unsaved() const
{
    std::vector<EntryId> entries;
    for (const auto& [id, change] : m_dirty)
        entries.push_back(id);
    return changesOf(entries);
}

// One job at a time: what changes meanwhile goes with the next.
void Casebook::save()
{
    if (!m_kept || isSaved() || m_jobs.isRunning(kSaveSlot))
        return;
    const auto tags = m_tagsAreDirty ? std::optional(m_tags) : std::nullopt;
    m_jobs.start(
        kSaveSlot, this,
        [kept = m_kept, events = m_events, marks = unsaved(), tags](const JobContext&) {
            return saveMarks(kept, events, marks, tags);
        },
        [this, changes = m_dirty, tags](const Result<std::vector<MarkToSave>>& saved) {
            if (!saved.ok()) {
                m_saveError = saved.error();
                Q_EMIT savedChanged();
                return;
            }
            m_saveError.reset();
            if (tags && *tags == m_tags)
                m_tagsAreDirty = false;
            takeSaved(*saved, changes);
            Q_EMIT savedChanged();
            save();
        });
}

void Casebook::takeSaved(const std::vector<MarkToSave>& saved,
                         const std::map<EntryId, std::uint64_t>& changes)
{
    for (const MarkToSave& mark : saved) {
        Entry& entry = m_entries.at(mark.entry);
        entry.subject = mark.change.subject;
        entry.saved = mark.change.after;
        if (entry.mark.title.empty())
            entry.mark.title = mark.change.after.title;
        m_byKey[entry.subject.key()] = mark.entry;
        const auto dirty = m_dirty.find(mark.entry);
        if (dirty != m_dirty.end() && dirty->second == changes.at(mark.entry))
            m_dirty.erase(dirty);
    }
}

void Casebook::saveNow()
{
    if (isSaved() || !m_events || m_state == State::Failed)
        return;
    // With a connection of its own: a job may be writing with the other one.
    auto own = std::make_shared<KeptCase>();
    if (m_kept) {
        own->path = m_kept->path;
    } else {
        const auto opened = openCase(m_events, m_folder, std::nullopt, JobContext());
        if (!opened)
            return;
        own->path = opened->kept->path;
    }
    const auto tags = m_tagsAreDirty ? std::optional(m_tags) : std::nullopt;
    const auto saved = saveMarks(own, m_events, unsaved(), tags);
    if (!saved) {
        m_saveError = saved.error();
        return;
    }
    takeSaved(*saved, m_dirty);
    m_tagsAreDirty = false;
}

void Casebook::lookForNews()
{
    if (!m_kept || m_jobs.isRunning(kSaveSlot) || m_jobs.isRunning(kNewsSlot))
        return;
    m_jobs.startBeside(
        kNewsSlot, this,
        [kept = m_kept, events = m_events](const JobContext&) { return newsOf(kept, events); },
        [this, changes = m_changes,
         kept = m_kept](const Result<std::optional<CaseContents>>& news) {
            if (!news.ok() || !*news)
                return;
            if (changes == m_changes)
                takeNews(**news);
            else
                readAgain(kept); // older than what was saved since
        });
}

// What the file says now, with what this window has not saved yet.
void Casebook::rebase(Entry& entry, const Mark& now)
{
    entry.mark = casefile::merged(now, entry.saved, entry.mark);
    entry.saved = now;
}

void Casebook::takeNews(const CaseContents& news)
{
    std::set<std::string> there;
    for (std::size_t i = 0; i < news.contents.marks.size(); ++i) {
        const MarkedSubject& marked = news.contents.marks[i];
        const std::string key = marked.subject.key();
        there.insert(key);
        const auto known = m_byKey.find(key);
        if (known == m_byKey.end())
            join(marked, news.rows[i]);
        else
            rebase(m_entries.at(known->second), marked.mark);
    }
    for (const auto& [key, id] : m_byKey) {
        if (!there.contains(key))
            rebase(m_entries.at(id), Mark{.title = m_entries.at(id).mark.title});
    }
    if (!m_tagsAreDirty)
        m_tags = news.contents.tags;
    m_orderIsKnown = false;
    Q_EMIT changed();
}

void Casebook::setState(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace trailloupe::workspace
