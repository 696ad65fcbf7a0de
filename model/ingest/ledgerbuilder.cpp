#include "model/ingest/ledgerbuilder.h"

#include "model/ingest/ledgerblocks.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace trailloupe::ingest {

LedgerBuilder::LedgerBuilder()
    : m_problems(std::make_shared<const std::vector<SourceId>>())
{
    static_assert(std::is_same_v<Chunk, DirectoryChunk>);
}

LedgerBuilder::~LedgerBuilder() = default;

LedgerBuilder::Place LedgerBuilder::place(SourceId id)
{
    return {id.index() / kLinesPerBlock, static_cast<std::uint32_t>(id.index() % kLinesPerBlock)};
}

LedgerBlock& LedgerBuilder::writableBlock(std::size_t block)
{
    if (m_published[block]) {
        m_blocks[block] = std::make_shared<LedgerBlock>(*m_blocks[block]);
        m_published[block] = false;
    }
    return *m_blocks[block];
}

std::uint32_t LedgerBuilder::directoryId(std::string_view directory)
{
    if (const auto it = m_directoryIds.find(directory); it != m_directoryIds.end())
        return it->second;
    const auto id = static_cast<std::uint32_t>(m_directoryIds.size());
    if (id % kChunk == 0)
        m_directories.push_back(std::make_shared<Chunk>());
    std::string& text = (*m_directories.back())[id % kChunk];
    text = directory;
    m_directoryIds.emplace(text, id);
    return id;
}

SourceId LedgerBuilder::add(const SourceEntry& entry)
{
    assert(m_size < std::numeric_limits<std::uint32_t>::max());
    const SourceId id(static_cast<std::uint32_t>(m_size));
    const auto [block, line] = place(id);
    if (line == 0) {
        m_blocks.push_back(std::make_shared<LedgerBlock>());
        m_published.push_back(false);
    }
    const std::string_view path = entry.path;
    const std::size_t nameAt = path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1;

    LedgerBlock& into = writableBlock(block);
    LedgerLine& packed = into.lines.emplace_back();
    packed.directory = directoryId(path.substr(0, nameAt));
    packed.nameOffset = static_cast<std::uint32_t>(into.names.size());
    into.names.append(path.substr(nameAt));
    into.setEntry(line, entry);

    ++m_size;
    addToTotals(entry, m_totals);
    m_problemsChanged = m_problemsChanged || entry.hasProblem();
    return id;
}

void LedgerBuilder::set(SourceId id, const SourceEntry& entry)
{
    assert(id.value() < m_size);
    const auto [block, line] = place(id);
    LedgerBlock& into = writableBlock(block);
    const SourceEntry before = into.entry(line);
    into.setEntry(line, entry);
    removeFromTotals(before, m_totals);
    addToTotals(entry, m_totals);
    m_problemsChanged = m_problemsChanged || before.hasProblem() != entry.hasProblem();
}

void LedgerBuilder::addDuplicates(SourceId id, std::uint64_t count, std::uint64_t undated,
                                  std::uint64_t items)
{
    SourceEntry changed = entry(id);
    assert(count <= changed.shown && undated <= count && undated <= changed.undated);
    assert(items <= count && items <= changed.items);
    changed.shown -= count;
    changed.duplicates += count;
    changed.undated -= undated;
    changed.items -= items;
    set(id, changed);
}

void LedgerBuilder::addIssue(SourceId id, const Issue& issue)
{
    SourceEntry changed = entry(id);
    mergeIssue(issue, changed.issues);
    set(id, changed);
}

SourceEntry LedgerBuilder::entry(SourceId id) const
{
    assert(id.value() < m_size);
    const auto [block, line] = place(id);
    SourceEntry entry = m_blocks[block]->entry(line);
    const std::uint32_t directory = m_blocks[block]->lines[line].directory;
    entry.path = (*m_directories[directory / kChunk])[directory % kChunk];
    entry.path.append(m_blocks[block]->name(line));
    return entry;
}

std::shared_ptr<const Ledger> LedgerBuilder::snapshot()
{
    if (m_problemsChanged) {
        auto problems = std::make_shared<std::vector<SourceId>>();
        problems->reserve(m_totals.problems);
        for (std::size_t block = 0; block < m_blocks.size(); ++block) {
            const auto first = static_cast<std::uint32_t>(block * kLinesPerBlock);
            for (const std::uint32_t line : m_blocks[block]->problems)
                problems->push_back(SourceId(first + line));
        }
        m_problems = std::move(problems);
        m_problemsChanged = false;
    }
    auto ledger = std::make_shared<Ledger>();
    Ledger::Data& data = *ledger->m_data;
    data.blocks.assign(m_blocks.begin(), m_blocks.end());
    data.directories.assign(m_directories.begin(), m_directories.end());
    data.size = m_size;
    data.totals = m_totals;
    data.problems = m_problems;
    m_published.assign(m_published.size(), true);
    return ledger;
}

void mergeIssue(const Issue& issue, std::vector<Issue>& issues)
{
    const auto same = std::find_if(issues.begin(), issues.end(),
                                   [&](const Issue& known) { return known.code == issue.code; });
    if (same != issues.end())
        same->count += issue.count;
    else
        issues.push_back(issue);
}

} // namespace trailloupe::ingest
