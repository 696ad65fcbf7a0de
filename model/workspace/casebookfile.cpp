// How Casebook and the case file follow each other: opening, saving, what other windows wrote.
#include "model/base/visibletext.h"
#include "model/workspace/casebook.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {

using casefile::Mark;
using casefile::MarkedSubject;
using casefile::Tag;

namespace {

const QString kOpenSlot = QStringLiteral("case.open");
const QString kSaveSlot = QStringLiteral("case.save");
const QString kNewsSlot = QStringLiteral("case.news");
const QString kCopySlot = QStringLiteral("case.copy");

} // namespace

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

void Casebook::adopt(OpenedCase&& opened)
{
    m_kept = std::move(opened.kept);
    m_missingChoice = opened.missingChoice;
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
            cutText(entry.mark.note + (entry.mark.note.empty() ? "" : "\n\n") + mine.note,
                    casefile::kMaxNoteBytes);
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
    m_missingChoice.clear();
    // Whoever hears of either finds both done: nobody may ask for an entry that is gone.
    const bool wasOpen = std::exchange(m_state, State::None) != State::None;
    if (hadMarks)
        Q_EMIT changed();
    if (wasOpen)
        Q_EMIT stateChanged();
}

bool Casebook::saveAtOnce()
{
    saveNow();
    // A case that could not be opened takes nothing: what was marked in it has to go elsewhere.
    if (!isSaved() && !m_saveError)
        m_saveError = m_error;
    return isSaved();
}

// The open case goes only once the other one is there, and nothing of it would be lost.
void Casebook::chooseFile(const QString& path, Done done)
{
    const auto tell = [done = std::move(done)](const Result<void>& result) {
        if (done)
            done(result);
    };
    if (!m_events || m_state == State::Opening)
        return tell(Error{.kind = Error::Kind::NotFound});
    if (!saveAtOnce())
        return tell(*m_saveError);
    m_jobs.start(
        kOpenSlot, this,
        [events = m_events, folder = m_folder, path](const JobContext& context) {
            return openCase(events, folder, path, context);
        },
        [this, tell](Result<OpenedCase> opened) {
            if (!opened.ok())
                return tell(opened.error());
            if (!saveAtOnce()) // what was marked meanwhile
                return tell(*m_saveError);
            const auto events = m_events;
            leave();
            m_events = events;
            adopt(std::move(*opened));
            tell(Result<void>());
        });
}

void Casebook::saveAs(const QString& path, Done done)
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
            if (kept && QFileInfo(path) == QFileInfo(kept->path)) {
                const auto saved = saveMarks(kept, events, marks, tags);
                return saved ? Result<bool>(true) : Result<bool>(saved.error());
            }
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

std::vector<MarkToSave> Casebook::unsaved() const
{
    std::vector<EntryId> entries;
    for (const auto& [id, change] : m_dirty)
        entries.push_back(id);
    return changesOf(entries);
}

bool Casebook::isSaving() const
{
    return m_jobs.isRunning(kSaveSlot);
}

// One job at a time: what changes meanwhile goes with the next.
void Casebook::save()
{
    if (!m_kept || isSaved() || isSaving())
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
    if (!m_kept || isSaving() || m_jobs.isRunning(kNewsSlot))
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
