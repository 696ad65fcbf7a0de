// Casebook: stars, tags and notes on the open evidence, with undo, saved as they are made.
//
// Which file they are in: casekeeping.h. It is opened by a job once an export is read; what was
// marked before that is joined with what the file holds. Each change is saved by a job at once;
// isSaved() is true when nothing is on its way. What could not be saved (saveError()) is tried
// again with the next change and every few seconds, and by close and the destructor.
// Other windows may have the same case open: what they write is taken over within seconds.
// Threads: GUI thread only.  Cost: mark() O(1); entries() O(marks log marks), made once a change.
// Errors: error(): the case could not be opened; then nothing is saved.
#pragma once

#include "model/workspace/casekeeping.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <set>
#include <unordered_map>

namespace trailloupe::workspace {

class Investigation;
class JobRunner;
class Workspace;

class Casebook : public QObject
{
    Q_OBJECT
public:
    static constexpr std::size_t kMostAtOnce = 10'000;

    enum class State
    {
        None, // no evidence
        Opening,
        Ready,
        Failed,
    };
    using EntryId = std::uint64_t;
    struct Entry
    {
        casefile::Subject subject; // of an event without sha256 until it is first saved
        std::optional<RowId> row; // of an event that the evidence holds
        casefile::Mark mark;
        casefile::Mark saved; // what the file says, as far as is known
    };

    Casebook(Workspace& workspace, JobRunner& jobs, QString folder, QObject* parent = nullptr);
    ~Casebook() override;

    // Marks say from then on what was asked for when they were made.
    void noteFilterOf(const Investigation& investigation) { m_investigation = &investigation; }

    State state() const { return m_state; }
    const std::optional<Error>& error() const { return m_error; }
    const std::optional<Error>& saveError() const { return m_saveError; }
    bool isSaved() const { return m_dirty.empty() && !m_tagsAreDirty; }
    QString path() const { return m_kept ? m_kept->path : QString(); }
    // This file from now on, for this evidence; an empty text: the evidence's own again. With an
    // error nothing has changed: the file cannot be opened, or what was marked cannot be saved
    // where it belongs and would be lost (NotFound: nothing is open).
    using Done = std::function<void(Result<void>)>;
    void chooseFile(const QString& path, Done done = {});
    // A file that was chosen before and is not there any more: the evidence's own was opened.
    const QString& missingChoice() const { return m_missingChoice; }
    // Now, on this thread, what has not been saved. False: saveError().
    bool saveAtOnce();
    // A copy with everything that was marked, saved or not, which is the case from then on.
    void saveAs(const QString& path, Done done);

    // Null where there is none.
    const casefile::Mark* mark(RowId row) const;
    const Entry* find(const casefile::Subject& subject) const;
    // Those with a mark, by time; what has none last.
    const std::vector<EntryId>& entries() const;
    const Entry& entry(EntryId id) const; // of an id that is gone: one that says nothing
    const std::vector<casefile::Tag>& tags() const { return m_tags; }

    // Made where there is none yet; it has no mark then.
    EntryId entryOf(RowId row);
    // REQUIRES that it is no event. The title is for one that is new.
    EntryId entryOf(const casefile::Subject& subject, const std::string& title = {});
    // All that is marked, with the rows of those events that the evidence holds.
    CaseContents contents() const;

    // Each is one step of undo. False: more than kMostAtOnce, nothing was done.
    bool setStarred(const std::vector<EntryId>& of, bool isStarred);
    bool setTagged(const std::vector<EntryId>& of, const std::string& tag, bool isTagged);
    bool clear(const std::vector<EntryId>& of);
    // Typing is one step until endNote(). Cut to kMaxNoteBytes: false.
    bool setNote(EntryId of, const QString& text);
    void endNote() { m_noteOpen = 0; }
    void addTag(const casefile::Tag& tag); // or its new colour
    void removeTag(const std::string& name); // from all marks too

    enum class StepKind
    {
        Star,
        Unstar,
        Tag,
        Untag,
        Note,
        Clear,
        Tags,
    };
    std::optional<StepKind> undoKind() const; // nothing: nothing to undo
    std::optional<StepKind> redoKind() const;
    void undo();
    void redo();

Q_SIGNALS:
    void changed(); // marks or tags
    void stateChanged();
    void savedChanged();

private:
    struct MarkChange
    {
        EntryId entry;
        casefile::Mark before;
        casefile::Mark after;
    };
    struct Step
    {
        StepKind kind;
        std::vector<MarkChange> marks;
        std::vector<casefile::Tag> tagsBefore;
        std::vector<casefile::Tag> tagsAfter;
    };

    void follow(); // the workspace
    void open(const std::optional<QString>& chosen);
    void adopt(OpenedCase&& opened);
    void join(const casefile::MarkedSubject& marked, std::optional<RowId> row);
    void takeNews(const CaseContents& news);
    static void rebase(Entry& entry, const casefile::Mark& now);
    void forget();
    void leave(); // the case, not the evidence
    EntryId add(Entry entry);
    using Edit = std::function<void(casefile::Mark&)>;
    casefile::Mark newMark(std::int64_t now) const;
    bool edit(StepKind kind, const std::vector<EntryId>& of, const Edit& edit);
    void perform(const Step& step, bool isForward);
    std::vector<MarkToSave> changesOf(const std::vector<EntryId>& entries) const;
    void push(Step step);
    std::vector<MarkToSave> unsaved() const;
    bool isSaving() const;
    void save();
    void saveNow(); // here, before the evidence goes
    void setState(State state);
    void lookForNews();
    void takeSaved(const std::vector<MarkToSave>& saved,
                   const std::map<EntryId, std::uint64_t>& changes);

    Workspace& m_workspace;
    JobRunner& m_jobs;
    const Investigation* m_investigation = nullptr;
    QString m_folder;
    State m_state = State::None;
    std::optional<Error> m_error;
    std::optional<Error> m_saveError;
    QString m_missingChoice;
    std::shared_ptr<const store::EventStore> m_events; // that the rows are of
    std::shared_ptr<KeptCase> m_kept;
    std::map<EntryId, Entry> m_entries;
    std::unordered_map<std::uint32_t, EntryId> m_byRow;
    std::map<std::string, EntryId> m_byKey; // with a whole subject
    EntryId m_lastEntry = 0;
    std::vector<casefile::Tag> m_tags;
    mutable std::vector<EntryId> m_order;
    mutable bool m_orderIsKnown = false;
    std::map<EntryId, std::uint64_t> m_dirty; // and which change made it so
    bool m_tagsAreDirty = false;
    std::uint64_t m_changes = 0;
    std::vector<Step> m_steps;
    std::size_t m_done = 0; // of m_steps
    EntryId m_noteOpen = 0;
    QTimer m_again; // to save, or to look for news
};

} // namespace trailloupe::workspace
