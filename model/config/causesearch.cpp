#include "model/config/causesearch.h"

#include "model/config/itemframe.h"
#include "model/store/segment.h"

#include <algorithm>
#include <iterator>
#include <new>
#include <thread>
#include <utility>

namespace trailloupe::config {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::size_t kItemsOfTask = 32;
constexpr std::size_t kTasksAtOnce = 8;

// Adds what a path of a row says, each text once.
void addTexts(const store::EventStore& store, RowId row, const std::optional<PathId>& path,
              std::vector<std::string>& texts)
{
    if (!path)
        return;
    store.values(row, *path, [&](store::ValueKind kind, std::string_view text) {
        if (kind == store::ValueKind::Text && !text.empty()
            && std::ranges::find(texts, text) == texts.end())
            texts.emplace_back(text);
    });
}

} // namespace

unsigned CauseData::threads() const
{
    return options.threads ? options.threads : std::max(1u, std::thread::hardware_concurrency());
}

ResourceTexts CauseData::textsOf(ResourceNo resource) const
{
    const Resource& own = resources->resource(resource);
    ResourceTexts texts;
    texts.type = own.type;
    texts.account = own.accountId;
    if (!own.id.empty())
        texts.ids.emplace_back(own.id);
    for (const Item& item : resources->items(resource)) {
        addTexts(*resources->store(), item.row, arn, texts.arns);
        addTexts(*resources->store(), item.row, name, texts.names);
    }
    return texts;
}

void CauseData::fillSearched(const ItemFrame& frame, const ResourceTexts& texts,
                             Searched& searched) const
{
    const Resource& resource = resources->resource(frame.resource);
    searched.fromNs = frame.fromNs;
    searched.toNs = frame.toNs;
    const auto add = [&](std::string_view region) {
        const auto count = census.count(resource.accountId, region, searched.fromNs, searched.toNs);
        searched.events += count.events;
        searched.writes += count.writes;
        if (count.lastSeconds == 0)
            return;
        const std::int64_t first = count.firstSeconds * kSecond;
        searched.exportFromNs =
            searched.exportFromNs == kNoTime ? first : std::min(searched.exportFromNs, first);
        searched.exportToNs = std::max(searched.exportToNs, count.lastSeconds * kSecond);
    };
    add(resource.region);
    const auto stop = census.trailStop(resource.accountId, searched.fromNs, searched.toNs);
    searched.trailStoppedNs = stop.fromNs;
    searched.trailStartedNs = stop.toNs;
    // Buckets of any Region are created from there.
    if (resource.type == "AWS::S3::Bucket" && isRegion(resource.region)
        && resource.region != "us-east-1")
        add("us-east-1");
    for (const auto* some : {&texts.ids, &texts.arns, &texts.names}) {
        for (const std::string& text : *some) {
            if (std::ranges::find(searched.texts, text) == searched.texts.end())
                searched.texts.push_back(text);
        }
    }
}

std::uint32_t WantedTexts::numberOf(std::string_view text)
{
    if (const auto it = m_numbers.find(text); it != m_numbers.end())
        return it->second;
    const auto number = static_cast<std::uint32_t>(m_texts.size());
    m_numbers.emplace(m_texts.emplace_back(text), number);
    m_wanted.push_back({m_texts.back(), isUniqueText(text)});
    m_types.emplace_back();
    return number;
}

void WantedTexts::addType(std::uint32_t number, std::string_view type)
{
    if (m_wanted[number].isUnique)
        return;
    auto it = m_typeNumbers.find(type);
    if (it == m_typeNumbers.end()) {
        it = m_typeNumbers.emplace(type, static_cast<std::uint32_t>(m_words.size())).first;
        m_words.emplace_back(type);
    }
    auto& types = m_types[number];
    if (std::ranges::find(types, it->second) == types.end())
        types.push_back(it->second);
}

bool WantedTexts::mayName(std::uint32_t number, const store::PathTable& paths, PathId path) const
{
    const std::string key = eventKeyOf(paths, path);
    const bool isTag = isTagValue(paths, path);
    return std::ranges::any_of(m_types[number], [&](std::uint32_t type) {
        return m_words[type].keyFit(key) != KeyFit::No || (isTag && m_words[type].isNamedByTags());
    });
}

CauseSearch::CauseSearch(const CauseData& data, std::vector<Wish> wishes)
    : m_data(data)
    , m_wishes(std::move(wishes))
    , m_looked(m_wishes.size())
{ }

// What the relationships name that an item has more or less than the one before; of a beginning
// and an end all.
void CauseSearch::addOthers(const ItemFrame& frame, Looked& looked)
{
    const store::EventStore& store = *m_data.resources->store();
    const auto items = m_data.resources->items(frame.resource);
    std::vector<std::string> types;
    const auto of = [&](std::uint32_t item) {
        std::vector<std::string> texts;
        if (item != kNoItem && !isDeletion(items[item].status)) {
            addTexts(store, items[item].row, m_data.otherId, texts);
            addTexts(store, items[item].row, m_data.otherName, texts);
            addTexts(store, items[item].row, m_data.otherType, types);
        }
        std::ranges::sort(texts);
        return texts;
    };
    std::vector<std::string> others;
    if (frame.kind != ItemFrame::Kind::Nothing)
        std::ranges::set_symmetric_difference(of(frame.before), of(frame.item),
                                              std::back_inserter(others));
    for (const std::string& other : others) {
        looked.others.push_back(m_wanted.numberOf(other));
        for (const std::string& type : types)
            m_wanted.addType(looked.others.back(), type);
    }
    looked.firstOther.push_back(static_cast<std::uint32_t>(looked.others.size()));
}

bool CauseSearch::prepare(const JobContext& context)
{
    FrameReader frames(*m_data.resources);
    for (std::size_t i = 0; i < m_wishes.size(); ++i) {
        context.report({i, m_wishes.size(), "resources"});
        if (context.cancelled())
            return false;
        const Wish& wish = m_wishes[i];
        Looked& looked = m_looked[i];
        looked.texts = m_data.textsOf(wish.resource);
        for (const auto* texts : {&looked.texts.ids, &looked.texts.arns, &looked.texts.names}) {
            for (const std::string& text : *texts) {
                const std::uint32_t number = m_wanted.numberOf(text);
                m_wanted.addType(number, looked.texts.type);
                if (std::ranges::find(looked.own, number) == looked.own.end())
                    looked.own.push_back(number);
            }
        }
        for (const std::uint32_t item : wish.items)
            addOthers(frames.read(wish.resource, item), looked);
    }
    return true;
}

Result<void> CauseSearch::run(const JobContext& context, const Sink& sink)
{
    try {
        if (!prepare(context))
            return Error{.kind = Error::Kind::Cancelled};
        const store::PathTable& paths = m_data.events->paths();
        Mentions::Question question{.wanted = m_wanted.wanted(),
                                    .paths = m_data.eventPaths,
                                    .rows = m_data.census.writes(),
                                    .mayName = {},
                                    .threads = m_data.threads()};
        question.mayName = [this, &paths](PathId path, std::uint32_t wanted) {
            return m_wanted.mayName(wanted, paths, path);
        };
        auto mentions = Mentions::find(*m_data.events, question, context);
        if (!mentions)
            return mentions.error();
        m_mentions = std::move(mentions).value();
        return judge(context, sink);
    } catch (const std::bad_alloc&) {
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    }
}

// What one thread needs to judge items.
class CauseSearch::Worker
{
public:
    explicit Worker(const CauseSearch& search)
        : m_search(search)
        , m_data(search.m_data)
        , m_frames(*search.m_data.resources)
        , m_judge(*search.m_data.events, *search.m_data.resources)
        , m_eventName(search.m_data.events->paths().find("eventName"))
    { }

    ItemCauses causesOf(std::size_t wish, std::size_t item)
    {
        const Looked& looked = m_search.m_looked[wish];
        const Wish& wanted = m_search.m_wishes[wish];
        const ItemFrame frame = m_frames.read(wanted.resource, wanted.items[item]);
        if (frame.kind == ItemFrame::Kind::Nothing)
            return {};
        m_rows.clear();
        for (const std::uint32_t number : looked.own)
            addRows(number, frame, true);
        for (std::uint32_t i = looked.firstOther[item]; i < looked.firstOther[item + 1]; ++i)
            addRows(looked.others[i], frame, false);
        std::ranges::sort(m_rows, {}, [this](RowId row) { return std::pair(timeOf(row), row); });
        m_rows.erase(std::unique(m_rows.begin(), m_rows.end()), m_rows.end());
        std::vector<std::string> missing;
        const auto related = relatedRows(frame, missing);
        ItemCauses causes = m_judge.judge(frame, looked.texts, m_rows, related);
        causes.missingEvents = std::move(missing);
        m_data.fillSearched(frame, looked.texts, causes.searched);
        return causes;
    }

private:
    std::uint32_t timeOf(RowId row) const
    {
        return m_data.events->segments()[row.value() >> 16]->rowTime(row.value() & 0xFFFF);
    }

    void addRows(std::uint32_t number, const ItemFrame& frame, bool isOwn)
    {
        const auto all = m_search.m_mentions->of(number);
        const std::int64_t near = frame.fromNs - ItemFrame::kSlackBeforeNs;
        std::int64_t from = near;
        if (isOwn && frame.kind == ItemFrame::Kind::Begin)
            from = frame.searchFromNs == kNoTime ? 0 : std::min(near, frame.searchFromNs);
        const auto isBefore = [&](RowId row, std::int64_t ns) {
            return (std::int64_t{timeOf(row)} + 1) * kSecond <= ns;
        };
        const auto first =
            std::ranges::partition_point(all, [&](RowId row) { return isBefore(row, from); });
        for (auto it = first; it != all.end(); ++it) {
            if (std::int64_t{timeOf(*it)} * kSecond > frame.toNs + ItemFrame::kSlackAfterNs)
                break;
            // So far back only what created it counts.
            if (!isBefore(*it, near) || creates(*it))
                m_rows.push_back(*it);
        }
    }

    bool creates(RowId row)
    {
        if (!m_eventName)
            return false;
        m_data.events->value(row, *m_eventName, m_text);
        const auto it = m_creates.find(m_text);
        if (it != m_creates.end())
            return it->second;
        return m_creates.emplace(m_text, CallWords(m_text).creates()).first->second;
    }

    std::vector<RowId> relatedRows(const ItemFrame& frame, std::vector<std::string>& missing) const
    {
        std::vector<RowId> rows;
        if (!m_data.options.usesRelatedEvents)
            return rows;
        std::vector<std::string> ids;
        addTexts(*m_data.resources->store(),
                 m_data.resources->items(frame.resource)[frame.item].row, m_data.relatedEvents,
                 ids);
        for (std::string& id : ids) {
            const auto found = m_data.events->findByEventId(id);
            rows.insert(rows.end(), found.begin(), found.end());
            if (found.empty())
                missing.push_back(std::move(id));
        }
        return rows;
    }

    const CauseSearch& m_search;
    const CauseData& m_data;
    FrameReader m_frames;
    CauseJudge m_judge;
    std::optional<PathId> m_eventName;
    std::vector<RowId> m_rows;
    std::string m_text;
    std::unordered_map<std::string, bool> m_creates;
};

Result<void> CauseSearch::judge(const JobContext& context, const Sink& sink)
{
    std::vector<Task> tasks;
    for (std::size_t wish = 0; wish < m_wishes.size(); ++wish) {
        for (std::size_t item = 0; item < m_wishes[wish].items.size(); item += kItemsOfTask)
            tasks.push_back({wish, item});
    }
    std::atomic<std::size_t> next{0};
    std::atomic<bool> isOutOfMemory{false};
    const auto judgeTask = [&](Worker& worker, const Task& task) {
        const std::size_t end =
            std::min(task.firstItem + kItemsOfTask, m_wishes[task.wish].items.size());
        for (std::size_t item = task.firstItem; item < end && !context.cancelled(); ++item)
            sink(task.wish, item, worker.causesOf(task.wish, item));
    };
    const std::size_t step = std::clamp<std::size_t>(
        tasks.size() / (std::size_t{4} * m_data.threads()), 1, kTasksAtOnce);
    const auto work = [&] {
        try {
            Worker worker(*this);
            for (std::size_t begin = next.fetch_add(step);
                 begin < tasks.size() && !context.cancelled() && !isOutOfMemory;
                 begin = next.fetch_add(step)) {
                context.report({begin, tasks.size(), "causes"});
                for (std::size_t i = begin; i < std::min(begin + step, tasks.size()); ++i)
                    judgeTask(worker, tasks[i]);
            }
        } catch (const std::bad_alloc&) {
            isOutOfMemory = true;
        }
    };
    {
        std::vector<std::jthread> pool;
        for (std::size_t i = 1; i < std::min<std::size_t>(m_data.threads(), tasks.size()); ++i)
            pool.emplace_back(work);
        work();
    }
    if (isOutOfMemory)
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    if (context.cancelled())
        return Error{.kind = Error::Kind::Cancelled};
    return {};
}

} // namespace trailloupe::config
