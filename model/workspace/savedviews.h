// SavedViews: views under a name: filter, columns, order, zone and what comparisons ignore, kept in
// a file of the person's own; and the ones that come with the program, which answer questions.
//
// The file is JSON with a version; it is replaced as a whole or not at all. A file of a newer
// version, or one that cannot be read, is never written to: problem() says what is wrong with it.
// Other windows of the program may write to the same file: each change is made to what the file
// holds at that moment, under a lock beside it.
// Threads: GUI thread only.
#pragma once

#include "model/base/error.h"
#include "model/workspace/investigation.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace trailloupe::workspace {

struct SavedView
{
    QString name;
    Filter filter;
    std::vector<query::Column> columns; // none: as they are
    query::SortKey sort;
    QByteArray zone; // none: as it is
    // What a comparison ignores; nothing: as it is.
    std::optional<std::vector<std::string>> ignoredPaths = {};

    bool operator==(const SavedView&) const = default;
};

// What is looked at now.
SavedView viewOf(const Investigation& investigation, const QString& name);
// False, and nothing changes, when the filter cannot be read.
bool show(Investigation& investigation, const SavedView& view);

class SavedViews : public QObject
{
    Q_OBJECT
public:
    static constexpr int kVersion = 1;
    static constexpr qint64 kMaxFileBytes = 16 << 20;

    explicit SavedViews(const QString& file, QObject* parent = nullptr);

    const std::vector<SavedView>& views() const { return m_views; }
    const QString& file() const { return m_file; }
    // Why the file could not be read; then nothing is saved either.
    const std::optional<Error>& problem() const { return m_problem; }

    // Reads the file again; what was known stays when it cannot be read.
    void refresh();
    bool contains(const QString& name) const;
    // Replaces the view of that name. Nothing changes when an error is returned: Io, Conflict when
    // another window is writing for long, or the problem().
    std::optional<Error> save(const SavedView& view);
    std::optional<Error> remove(const QString& name);

Q_SIGNALS:
    void changed();

private:
    using Change = std::function<void(std::vector<SavedView>&)>;
    std::optional<Error> edit(const Change& change);
    std::optional<Error> write(std::vector<SavedView> views);

    QString m_file;
    std::vector<SavedView> m_views;
    std::optional<Error> m_problem;
};

// A filter that answers a question, in either language of the bar. ui/ has the words for it.
struct BuiltInView
{
    enum class Group
    {
        Question,
        Cis, // the monitoring chapter of the CIS AWS Foundations Benchmark, as filter patterns
    };
    const char* id;
    Group group;
    const char* filter;
};
std::span<const BuiltInView> builtInViews();

} // namespace trailloupe::workspace
