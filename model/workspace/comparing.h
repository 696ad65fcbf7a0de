// Comparing: the tray of events that somebody wants to see side by side, and their comparison.
//
// The tray holds up to compare::kMostEvents events; the first is the one that the others differ
// from. With two or more, the comparison and its lines in sight are made by a job in the slot
// "compare"; the last ones stay until then, and say which events they are of. Other lines, or other
// paths ignored, of the same events are made in the slot "compare.lines". A closed export empties
// the tray.
// Threads: GUI thread only.
// Errors: error(), why there is no comparison of what is in the tray.
#pragma once

#include "model/casefile/casenotes.h"
#include "model/compare/comparisonlines.h"
#include "model/workspace/filtering.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace trailloupe::workspace {

class Comparing : public QObject
{
    Q_OBJECT
public:
    // Longer values are not asked for by findLikeThis().
    static constexpr std::size_t kMostLikeBytes = 1024;
    // More rows of a selection are not handed to add(); how many there are is enough.
    static constexpr std::size_t kMostChosen = 100'000;

    Comparing(Workspace& workspace, Investigation& investigation, const Filtering& filtering,
              JobRunner& jobs, QObject* parent = nullptr);

    const std::vector<RowId>& tray() const { return m_tray; }
    bool contains(RowId row) const;
    // Those not there yet, as long as there is room; how many found none, which noRoomFor() says
    // too. `total`: how many were chosen, where `rows` are only the first kMostChosen of them.
    std::size_t add(const std::vector<RowId>& rows, std::size_t total);
    std::size_t add(const std::vector<RowId>& rows) { return add(rows, rows.size()); }
    void remove(RowId row);
    void makeFirst(RowId row);
    void setTray(std::vector<RowId> rows); // REQUIRES at most kMostEvents different ones
    void clear() { setTray({}); }
    compare::EventTitle title(RowId row) const;

    // The paths that make no difference: those of the investigation.
    const std::vector<std::string>& ignored() const;
    void setIgnored(std::vector<std::string> paths);
    const compare::LineOptions& options() const { return m_options; }
    void setOptions(const compare::LineOptions& options);

    // Null while there is none.
    const compare::ComparisonPtr& comparison() const { return m_comparison; }
    const std::vector<compare::Line>& lines() const { return m_lines; }
    // What a case knows the comparison by; with its title. REQUIRES a comparison.
    casefile::Subject subject() const;
    std::string subjectTitle() const;
    // The comparison that a case knows, again: by a job, then compared(), or noneKept().
    void showSubject(const casefile::Subject& subject);
    bool isRunning() const;
    const std::optional<Error>& error() const { return m_error; }

    // The event and the one before it by the same actor (see IDENTITY.md) and of the same
    // name become the tray, when there is one: then compared(), else nonePrevious().
    void comparePrevious(RowId row);

    // A condition that asks for all that the event says in one value each and that is not ignored.
    struct LikeThis
    {
        QString condition;
        int values = 0;
        // Paths of values that are too long, that no filter can name, or of which a part is
        // ignored.
        QStringList leftOut;
        bool isTooLong = false; // for a filter; the rest was not looked at
    };
    // By jobs, of the comparison as it is now; `done` is called here, and not at all when asked
    // again meanwhile. REQUIRES a comparison that has the event; for a patch, one of two events.
    void findLikeThis(std::size_t event, std::function<void(Result<LikeThis>)> done);
    enum class TextForm
    {
        Plain,
        Markdown,
        JsonPatch,
    };
    void makeText(TextForm form, std::function<void(Result<QString>)> done);

Q_SIGNALS:
    void trayChanged();
    void noRoomFor(std::size_t events); // after trayChanged()
    void changed(); // comparison, ignored paths, lines or error
    void runningChanged();
    void compared(); // by comparePrevious(): there is something to look at
    void nonePrevious();
    void noneKept(); // of showSubject(): fewer than two of its events are there

private:
    struct Made
    {
        compare::ComparisonPtr comparison;
        std::vector<compare::Line> lines;
        std::vector<casefile::EventKey> keys;
    };

    void ask();
    void arrange();
    void adopt(const Result<Made>& made);

    Workspace& m_workspace;
    Investigation& m_investigation;
    const Filtering& m_filtering;
    JobRunner& m_jobs;
    std::vector<RowId> m_tray;
    std::vector<casefile::EventKey> m_keys; // of the events of m_comparison
    compare::LineOptions m_options;
    compare::ComparisonPtr m_comparison;
    std::vector<compare::Line> m_lines;
    std::optional<Error> m_error;
};

} // namespace trailloupe::workspace
