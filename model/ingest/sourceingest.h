// SourceIngest: one source from its stored bytes to events and items: inflate, sniff, repair, read.
// One per worker.
//
// Threads: one owner.
// Memory: bounded by Limits: sources up to wholeTextBytes are held whole, larger ones pass in
// pieces. Errors: whatever is wrong ends up in the entry.
#pragma once

#include "model/base/jobcontext.h"
#include "model/ingest/gzip.h"
#include "model/ingest/ledger.h"
#include "model/ingest/limits.h"
#include "model/ingest/recordreader.h"
#include "model/ingest/sha256.h"
#include "model/ingest/source.h"
#include "model/store/eventwriter.h"

#include <cstdint>
#include <functional>

namespace trailloupe::ingest {

class SourceIngest
{
public:
    // `flush` as for RecordReader.
    SourceIngest(store::EventWriter& events, store::EventWriter& items, const Limits& limits,
                 std::function<void()> flush);

    // Reads the source into the writers and fills everything of the entry but its path. `number` is
    // the worker's own number of the source.
    void read(const Source& source, SourceReader& reader, std::uint32_t number, SourceEntry& entry,
              const JobContext& context);

private:
    std::string hashOf(std::string_view stored);
    void readWhole(const Source& source, std::string_view stored, std::uint32_t number,
                   SourceEntry& entry, const JobContext& context);
    void readText(const Source& source, ByteBuffer& text, std::uint32_t number, SourceEntry& entry);
    void readStream(const Source& source, std::unique_ptr<ByteStream> inner, std::uint32_t number,
                    SourceEntry& entry, const JobContext& context);
    void readPieces(const Source& source, ByteStream& stream, std::uint32_t number,
                    SourceEntry& entry, const JobContext& context);
    bool readPiece(ByteStream& stream, SourceEntry& entry);
    template<typename Cutter>
    void feed(Cutter& cutter, std::string_view piece, std::uint64_t before, std::uint32_t number,
              SourceEntry& entry);
    template<typename Cutter>
    void finish(Cutter& cutter, std::uint64_t before, std::uint32_t number, SourceEntry& entry);
    template<typename Cutter>
    void takeIssues(const Cutter& cutter, SourceEntry& entry);
    void countRejected(std::uint64_t rejected, SourceEntry& entry);

    Limits m_limits;
    GzipReader m_gzip;
    Sha256 m_sha256; // of sources that are held whole
    RecordReader m_records;
    ByteBuffer m_stored;
    ByteBuffer m_text;
    std::uint64_t m_cutterRejected = 0; // counted into the entry already
};

// Fills status and the issues that follow from the kind: what a person reads first about a source.
void concludeEntry(SourceEntry& entry);

} // namespace trailloupe::ingest
