// LedgerBuilder: the ledger while it grows; snapshot() publishes what it holds as a Ledger.
//
// Representation: blocks of lines that snapshots share; a shared block is copied before it changes.
// Invariant: the totals are the sums of the lines at any time.
// Threads: none of its own: the caller serialises all calls. Snapshots belong to any thread.
// Cost: add() O(length of the path); a change O(1), or a copy of one block (100 KB) when a snapshot
// holds it; snapshot() O(blocks + problems).
#pragma once

#include "model/ingest/ledger.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trailloupe::ingest {

struct LedgerBlock;

class LedgerBuilder
{
public:
    LedgerBuilder();
    ~LedgerBuilder();
    LedgerBuilder(const LedgerBuilder&) = delete;
    LedgerBuilder& operator=(const LedgerBuilder&) = delete;

    // Ids count from 0 in the order of the calls; problems() of a snapshot has the same order.
    // REQUIRES fewer than 2^32 - 1 lines.
    SourceId add(const SourceEntry& entry);
    // Everything of the line but its path, which stays. For all of these: REQUIRES id was given out
    // by add().
    void set(SourceId id, const SourceEntry& entry);
    // Moves `count` records from shown to duplicates; `undated` of them had no time, `items` of
    // them are items. REQUIRES count <= shown, undated and items <= count and those of the line.
    void addDuplicates(SourceId id, std::uint64_t count, std::uint64_t undated = 0,
                       std::uint64_t items = 0);
    // An issue of a code that the line has already adds to its count and keeps the first place.
    void addIssue(SourceId id, const Issue& issue);

    std::uint64_t size() const { return m_size; }
    const LedgerTotals& totals() const { return m_totals; }
    SourceEntry entry(SourceId id) const;

    std::shared_ptr<const Ledger> snapshot();

private:
    struct Place
    {
        std::size_t block;
        std::uint32_t line;
    };
    static Place place(SourceId id);
    LedgerBlock& writableBlock(std::size_t block);
    std::uint32_t directoryId(std::string_view directory);

    static constexpr std::size_t kChunk = 256;
    using Chunk = std::array<std::string, kChunk>;

    std::vector<std::shared_ptr<LedgerBlock>> m_blocks;
    std::vector<bool> m_published; // a snapshot may hold the block
    std::vector<std::shared_ptr<Chunk>> m_directories;
    // Views into m_directories, whose texts never move.
    std::unordered_map<std::string_view, std::uint32_t> m_directoryIds;
    std::uint64_t m_size = 0;
    LedgerTotals m_totals;
    std::shared_ptr<const std::vector<SourceId>> m_problems; // of the last snapshot
    bool m_problemsChanged = false;
};

// Adds `issue` to `issues`: one entry per code, the first place kept, counts added.
void mergeIssue(const Issue& issue, std::vector<Issue>& issues);

} // namespace trailloupe::ingest
