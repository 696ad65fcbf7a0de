// openCase() and saveMarks(): what jobs do with the case file of the open evidence.
//
// Where cases are: in one folder, "<fingerprint>.tlcase" for the evidence with that fingerprint
// (model/casefile/eventkeys.h), wherever it was opened from. A file "<fingerprint>.path" beside it
// names another case file, which a person chose instead.
// Threads: any; a KeptCase is shared by jobs, one at a time.  Errors: those of CaseFile.
#pragma once

#include "model/base/jobcontext.h"
#include "model/casefile/casefile.h"
#include "model/store/eventstore.h"

#include <QString>

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace trailloupe::workspace {

struct KeptCase
{
    std::mutex mutex;
    std::optional<casefile::CaseFile> file; // none until the first mark is written
    bool isUnread = false; // another program made the file before that
    QString path;
};

struct CaseContents
{
    casefile::Contents contents;
    std::vector<std::optional<RowId>>
        rows; // of the marks, where they are about events that are there
};

struct OpenedCase
{
    std::shared_ptr<KeptCase> kept;
    QString fingerprint;
    CaseContents found;
    QString missingChoice; // a file that was chosen before, and is not there any more
};

// The case of the evidence. `chosen`: this file from now on; an empty text: the evidence's own.
Result<OpenedCase> openCase(const std::shared_ptr<const store::EventStore>& events,
                            const QString& folder, const std::optional<QString>& chosen,
                            const JobContext& context);

// A change on its way into the file. Without a subject yet: the event of the row.
struct MarkToSave
{
    std::uint64_t entry = 0;
    std::optional<RowId> row;
    casefile::MarkChange change; // from what the file said
};

// Gives back the marks as they were written: with subjects and titles. Not cancelled half way: what
// a person did is kept even when the evidence is closed at that moment.
Result<std::vector<MarkToSave>> saveMarks(const std::shared_ptr<KeptCase>& kept,
                                          const std::shared_ptr<const store::EventStore>& events,
                                          std::vector<MarkToSave> marks,
                                          const std::optional<std::vector<casefile::Tag>>& tags);

// What another program wrote since this was last asked; no value: nothing.
// What is in the file is news again, whatever newsOf() said.
void readAgain(const std::shared_ptr<KeptCase>& kept);
Result<std::optional<CaseContents>> newsOf(const std::shared_ptr<KeptCase>& kept,
                                           const std::shared_ptr<const store::EventStore>& events);
// The case as it is in the file (none: a new one), with these changes, as a file of its own in
// place of what is there.
Result<void> copyCase(const std::shared_ptr<KeptCase>& kept,
                      const std::shared_ptr<const store::EventStore>& events,
                      std::vector<MarkToSave> marks, const std::vector<casefile::Tag>& tags,
                      const QString& path);

} // namespace trailloupe::workspace
