#include "model/config/resourcehistory.h"

#include "model/base/timestamp.h"
#include "model/config/itemdiff.h"

#include <algorithm>
#include <string>

namespace trailloupe::config {
namespace {

// A deletion and a stub tell nothing of how the resource was.
bool describes(const Block& block)
{
    return !isDeletion(block.status) && block.status != ItemStatus::NotRecorded;
}

Block::Kind firstKind(const Lifetime& life, bool isFirstLife)
{
    if (!isFirstLife)
        return Block::Kind::Rediscovered;
    switch (life.beginning) {
    case Beginning::Created:
        return Block::Kind::Created;
    case Beginning::Discovered:
        return Block::Kind::Discovered;
    case Beginning::Existed:
        return Block::Kind::Existed;
    case Beginning::Unrecorded:
        break;
    }
    return Block::Kind::Unrecorded;
}

class HistoryMaking
{
public:
    HistoryMaking(const Resources& resources, ResourceNo resource)
        : m_resources(resources)
        , m_items(resources.items(resource))
        , m_lives(resources.lifetimes(resource))
    {
        m_history.resource = resource;
        m_history.deletionLagHours = deletionLagHours(resources.resource(resource).type);
    }

    ResourceHistory make()
    {
        const std::uint32_t dated = m_resources.datedCount(m_history.resource);
        m_history.blocks.reserve(m_items.size());
        for (std::uint32_t i = 0; i < m_items.size(); ++i) {
            if (m_items[i].isRepeat)
                ++m_history.blocks.back().repeats;
            else
                add(i, i < dated);
        }
        for (const Lifetime& life : m_lives)
            m_history.createdNs.push_back(creationOf(life));
        return std::move(m_history);
    }

private:
    void add(std::uint32_t item, bool isDated)
    {
        Block block{
            .item = item, .capturedNs = m_items[item].capturedNs, .status = m_items[item].status};
        if (!isDated) {
            block.kind = Block::Kind::Undated;
            m_history.blocks.push_back(block);
            return;
        }
        while (m_lives[m_life].endItem <= item)
            ++m_life;
        block.lifetime = m_life;
        block.kind = kindOf(block);
        // A deletion that is recorded again is compared with the first one.
        if (block.kind == Block::Kind::DeletedAgain)
            block.comparedWith = m_history.datedBlocks - 1;
        else if (block.kind != Block::Kind::NotRecorded)
            block.comparedWith = m_described;
        if (describes(block))
            m_described = m_history.datedBlocks;
        m_history.blocks.push_back(block);
        ++m_history.datedBlocks;
    }

    Block::Kind kindOf(const Block& block) const
    {
        const bool isFirst = m_lives[m_life].firstItem == block.item;
        const bool wasDeleted =
            m_history.datedBlocks > 0 && isDeletion(m_history.blocks.back().status);
        if (isDeletion(block.status))
            return wasDeleted ? Block::Kind::DeletedAgain : Block::Kind::Deleted;
        if (block.status == ItemStatus::NotRecorded)
            return Block::Kind::NotRecorded;
        if (isFirst)
            return firstKind(m_lives[m_life], m_history.datedBlocks == 0);
        return block.status == ItemStatus::Discovered ? Block::Kind::FoundAgain
                                                      : Block::Kind::Updated;
    }

    // Of the first of its items that says so.
    std::int64_t creationOf(const Lifetime& life)
    {
        const auto path = m_resources.store()->paths().find("resourceCreationTime");
        if (!path)
            return kNoTime;
        std::string text;
        for (std::uint32_t i = life.firstItem; i < life.endItem; ++i) {
            if (isDeletion(m_items[i].status))
                continue;
            m_resources.store()->value(m_items[i].row, *path, text);
            const auto created = parseTimestamp(text);
            return created ? created->ns() : kNoTime;
        }
        return kNoTime;
    }

    const Resources& m_resources;
    std::span<const Item> m_items;
    std::span<const Lifetime> m_lives;
    std::uint32_t m_life = 0;
    std::uint32_t m_described = kNoBlock; // the last block that says how the resource was
    ResourceHistory m_history;
};

} // namespace

std::optional<std::uint32_t> ResourceHistory::blockAt(std::int64_t ns) const
{
    const auto dated = std::span(blocks).first(datedBlocks);
    const auto end = std::ranges::upper_bound(dated, ns, {}, &Block::capturedNs);
    if (end == dated.begin())
        return std::nullopt;
    return static_cast<std::uint32_t>(end - dated.begin()) - 1;
}

std::optional<std::uint32_t> ResourceHistory::lastBlock() const
{
    if (datedBlocks > 0)
        return datedBlocks - 1;
    if (blocks.empty())
        return std::nullopt;
    return static_cast<std::uint32_t>(blocks.size()) - 1;
}

ResourceHistory historyOf(const Resources& resources, ResourceNo resource)
{
    return HistoryMaking(resources, resource).make();
}

BlockChanges countChanges(const Resources& resources, const ResourceHistory& history,
                          std::uint32_t block)
{
    using Outcome = BlockChanges::Outcome;
    BlockChanges counted;
    const std::uint32_t base = history.blocks[block].comparedWith;
    if (base == kNoBlock)
        return counted;
    const auto items = resources.items(history.resource);
    const auto diff = differItems(*resources.store(), items[history.blocks[base].item].row,
                                  items[history.blocks[block].item].row);
    if (!diff) {
        counted.outcome = Outcome::Unreadable;
        return counted;
    }
    counted.noise = static_cast<std::uint32_t>(diff->noise());
    counted.changes = static_cast<std::uint32_t>(diff->changes.size()) - counted.noise;
    counted.outcome = counted.changes > 0 ? Outcome::Changed
        : counted.noise > 0               ? Outcome::OnlyNoise
                                          : Outcome::Same;
    return counted;
}

Result<std::vector<BlockChanges>> countChanges(const Resources& resources,
                                               const ResourceHistory& history,
                                               std::span<const std::uint32_t> blocks,
                                               const JobContext& context)
{
    std::vector<BlockChanges> counted;
    counted.reserve(blocks.size());
    for (const std::uint32_t block : blocks) {
        if (context.cancelled())
            return Error{.kind = Error::Kind::Cancelled};
        counted.push_back(countChanges(resources, history, block));
    }
    return counted;
}

const char* blockKindKey(Block::Kind kind)
{
    switch (kind) {
    case Block::Kind::Created:
        return "created";
    case Block::Kind::Discovered:
        return "discovered";
    case Block::Kind::Existed:
        return "existed";
    case Block::Kind::Unrecorded:
        return "unrecorded";
    case Block::Kind::Rediscovered:
        return "rediscovered";
    case Block::Kind::Updated:
        return "updated";
    case Block::Kind::FoundAgain:
        return "found-again";
    case Block::Kind::Deleted:
        return "deleted";
    case Block::Kind::DeletedAgain:
        return "deleted-again";
    case Block::Kind::NotRecorded:
        return "not-recorded";
    case Block::Kind::Undated:
        return "undated";
    }
    return "";
}

} // namespace trailloupe::config
