#include "model/config/estatediff.h"

#include "model/config/itemdiff.h"

#include <algorithm>
#include <atomic>
#include <new>
#include <optional>
#include <thread>

namespace trailloupe::config {
namespace {

constexpr std::uint32_t kStep = 256; // resources that a thread takes at a time

bool isThere(const State& state)
{
    return state.presence == State::Presence::Live
        || state.presence == State::Presence::NotRecorded;
}

// That it is seen for the first time does not say that it is new.
EstateChange::Kind bornOrAppeared(const Resources& resources, EstateChange& change)
{
    for (const Lifetime& life : resources.lifetimes(change.resource)) {
        if (life.firstItem <= change.after.item)
            change.beginning = life.beginning;
    }
    const bool isNew = change.beginning == Beginning::Created
        || change.beginning == Beginning::Discovered
        || change.before.presence == State::Presence::Deleted;
    return isNew ? EstateChange::Kind::Born : EstateChange::Kind::Appeared;
}

// What happened to one resource, without the differences of its items.
std::optional<EstateChange> whatHappened(const Resources& resources, ResourceNo no,
                                         std::int64_t fromNs, std::int64_t toNs)
{
    using Kind = EstateChange::Kind;
    EstateChange change{.resource = no,
                        .before = resources.stateAt(no, fromNs),
                        .after = resources.stateAt(no, toNs)};
    if (change.before.item == change.after.item)
        return std::nullopt;
    const std::uint32_t first = change.before.item == kNoItem ? 0 : change.before.item + 1;
    const auto between =
        resources.items(no).subspan(first, change.after.item + 1 - first); // of the span
    const bool dies =
        std::ranges::any_of(between, [](const Item& item) { return isDeletion(item.status); });
    const bool lives =
        std::ranges::any_of(between, [](const Item& item) { return !isDeletion(item.status); });
    if (isThere(change.before))
        change.kind = !isThere(change.after) ? Kind::Died : dies ? Kind::Reborn : Kind::Changed;
    else if (isThere(change.after))
        change.kind = bornOrAppeared(resources, change);
    else if (lives)
        change.kind = Kind::Passed;
    else if (change.before.presence == State::Presence::NotYet)
        change.kind = Kind::Died; // only its deletion is known
    else
        return std::nullopt; // a deletion that was recorded again
    return change;
}

bool isCompared(const EstateChange& change)
{
    return change.kind == EstateChange::Kind::Changed || change.kind == EstateChange::Kind::Reborn;
}

// The same state, recorded again.
bool isSameAgain(const EstateChange& change)
{
    return change.kind == EstateChange::Kind::Changed && change.changes == 0;
}

void countChanges(const Resources& resources, EstateChange& change)
{
    const auto items = resources.items(change.resource);
    if (change.before.described == kNoItem || change.after.described == kNoItem
        || change.before.described == change.after.described)
        return;
    const auto diff = differItems(*resources.store(), items[change.before.described].row,
                                  items[change.after.described].row);
    if (!diff) {
        change.changes = 1; // what cannot be compared is not the same
        return;
    }
    change.changes = static_cast<std::uint32_t>(diff->changes.size());
    change.noise = static_cast<std::uint32_t>(diff->noise());
}

// Whether something else than noise was different in between.
bool isChangedBack(const Resources& resources, const EstateChange& change)
{
    if (change.kind != EstateChange::Kind::Changed || change.changes != change.noise
        || change.before.described == kNoItem)
        return false;
    const auto items = resources.items(change.resource);
    return std::ranges::any_of(itemsBetween(resources, change), [&](std::uint32_t item) {
        if (item == change.after.described)
            return false;
        const auto diff =
            differItems(*resources.store(), items[change.before.described].row, items[item].row);
        return !diff || diff->changes.size() != diff->noise();
    });
}

} // namespace

Result<std::vector<EstateChange>> differEstate(const Resources& resources, std::int64_t fromNs,
                                               std::int64_t toNs, const JobContext& context,
                                               unsigned threads, ChangedBack changedBack)
{
    std::vector<EstateChange> changes;
    std::atomic<bool> outOfMemory{false};
    try {
        for (std::uint32_t i = 0; i < resources.size(); ++i) {
            if (auto change = whatHappened(resources, ResourceNo(i), fromNs, toNs))
                changes.push_back(*change);
        }
        const auto count = static_cast<std::uint32_t>(changes.size());
        std::atomic<std::uint32_t> next{0};
        const auto work = [&] {
            try {
                for (std::uint32_t begin = next.fetch_add(kStep);
                     begin < count && !context.cancelled() && !outOfMemory;
                     begin = next.fetch_add(kStep)) {
                    context.report({begin, count, "comparing"});
                    for (std::uint32_t i = begin; i < std::min(begin + kStep, count); ++i) {
                        if (isCompared(changes[i]))
                            countChanges(resources, changes[i]);
                        if (changedBack == ChangedBack::Told
                            && isChangedBack(resources, changes[i]))
                            changes[i].kind = EstateChange::Kind::ChangedBack;
                    }
                }
            } catch (const std::bad_alloc&) {
                outOfMemory = true;
            }
        };
        const unsigned wanted =
            threads ? threads : std::max(1u, std::thread::hardware_concurrency());
        std::vector<std::jthread> pool;
        for (unsigned i = 1; i < std::min(wanted, count / kStep + 1); ++i)
            pool.emplace_back(work);
        work();
    } catch (const std::bad_alloc&) {
        outOfMemory = true;
    }
    if (outOfMemory)
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    if (context.cancelled())
        return Error{.kind = Error::Kind::Cancelled};
    std::erase_if(changes, isSameAgain);
    return changes;
}

std::optional<EstateChange> differResource(const Resources& resources, ResourceNo no,
                                           std::int64_t fromNs, std::int64_t toNs)
{
    auto change = whatHappened(resources, no, fromNs, toNs);
    if (change && isCompared(*change))
        countChanges(resources, *change);
    return change && isSameAgain(*change) ? std::nullopt : change;
}

std::vector<std::uint32_t> itemsBetween(const Resources& resources, const EstateChange& change)
{
    std::vector<std::uint32_t> between;
    if (change.after.item == kNoItem)
        return between;
    const auto items = resources.items(change.resource);
    for (std::uint32_t i = change.before.item == kNoItem ? 0 : change.before.item + 1;
         i <= change.after.item; ++i) {
        if (!items[i].isRepeat && !isDeletion(items[i].status)
            && items[i].status != ItemStatus::NotRecorded)
            between.push_back(i);
    }
    return between;
}

const char* estateChangeKey(EstateChange::Kind kind)
{
    switch (kind) {
    case EstateChange::Kind::Born:
        return "born";
    case EstateChange::Kind::Appeared:
        return "appeared";
    case EstateChange::Kind::Died:
        return "died";
    case EstateChange::Kind::Passed:
        return "passed";
    case EstateChange::Kind::Changed:
        return "changed";
    case EstateChange::Kind::Reborn:
        return "reborn";
    case EstateChange::Kind::ChangedBack:
        return "changed-back";
    }
    return "";
}

} // namespace trailloupe::config
