// Loader: reads an export into a store of events, one of configuration items and a ledger, on
// several threads, publishing as it goes.
//
// Threads: load() runs on the caller's thread and starts `threads` workers of its own; `publish` is
// called
//   from one of them, never from two at once. Everything published is immutable.
// Cost: see tests/bench/bench_open; memory is bounded by Limits whatever the export holds.
// Errors: load() fails only when nothing at all could be opened (a path that does not exist is a
// ledger
//   line). Cancelled keeps what was published so far.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/ingest/ledger.h"
#include "model/ingest/limits.h"
#include "model/ingest/source.h"
#include "model/store/eventstore.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace trailloupe::ingest {

// The text of one source, read again from the evidence: the same bytes the offsets of occurrences
// point into.
struct SourceText
{
    ByteBuffer text;
    std::string sha256; // hex, of the stored bytes as they are now; empty when only a part was read
    std::uint64_t bytesStored = 0;
    bool repaired = false; // the text is not the stored bytes one by one (UTF-16, invalid UTF-8 …)
};

// Where a record stands in a SourceText.
struct RecordSlice
{
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

// Reads sources again after loading. Threads: any; each call opens its own handles.
class SourceIndex
{
public:
    virtual ~SourceIndex() = default;
    // The absolute path of what was opened, for the source ("…/export.zip" for an entry of it).
    virtual std::string origin(SourceId id) const = 0;
    virtual Result<SourceText> read(SourceId id, const JobContext& context) const = 0;
};

// The end of the JSON value that starts at `offset` of `text`: its slice.
Result<RecordSlice> recordAt(std::string_view text, std::uint64_t offset);

// What was opened so far: one consistent generation.
struct Evidence
{
    std::shared_ptr<const store::EventStore> store;
    // AWS Config's configuration items, each once, with its occurrences. Never null when `store` is
    // not.
    std::shared_ptr<const store::EventStore> items;
    std::shared_ptr<const Ledger> ledger;
    std::shared_ptr<const SourceIndex> sources;
    bool complete = false; // nothing more will come
};

struct LoadRequest
{
    std::vector<std::string>
        paths; // files and folders, absolute or relative to the working directory
    ArchiveOpener openArchive; // none: archives are ledger lines
    Limits limits;
    unsigned threads = 0; // 0: one per processor
};

// Stages reported through JobContext: "listing", "reading" (done/total are sources), "ordering".
using Publish = std::function<void(const Evidence&)>;
Result<Evidence> load(const LoadRequest& request, const JobContext& context,
                      const Publish& publish);

} // namespace trailloupe::ingest
