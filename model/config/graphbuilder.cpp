// TemporalGraph::make(): from what items say of other resources to edges and their spans.
//
// Resources are shared out among threads; each item is read once, and what it says holds until the
// next item of its resource. What all of them told is then sorted by the two ends, and each pair is
// looked at by itself.
#include "model/base/asciitext.h"
#include "model/config/edgespans.h"
#include "model/config/graph.h"
#include "model/config/graphtexts.h"
#include "model/config/itemmentions.h"
#include "model/config/resourcefinder.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <new>
#include <thread>
#include <tuple>
#include <unordered_map>

namespace trailloupe::config {
namespace {

constexpr std::uint32_t kStep = 64; // resources that a thread takes at a time
constexpr std::string_view kContains = "contains";
constexpr std::string_view kContained = "is contained in";

bool isSymmetricVerb(std::string_view verb)
{
    return verb == "is attached to" || verb == "is associated with";
}

// Texts that the threads share, by number; the numbers differ from run to run.
class SharedTexts
{
public:
    std::uint32_t numberOf(const std::string& text)
    {
        const std::lock_guard lock(m_mutex);
        const auto [it, isNew] =
            m_numbers.try_emplace(text, static_cast<std::uint32_t>(m_texts.size()));
        if (isNew)
            m_texts.push_back(&it->first);
        return it->second;
    }
    const std::string& text(std::uint32_t number) const { return *m_texts[number]; }
    std::size_t size() const { return m_texts.size(); }

private:
    std::mutex m_mutex;
    std::unordered_map<std::string, std::uint32_t> m_numbers; // its keys never move
    std::vector<const std::string*> m_texts;
};

// What nothing but its name is known of. Two that may be the same are one.
struct Unknown
{
    ResourceName name;
    std::string key; // what tells it from others

    static Unknown make(const ResourceName& told, const Resource& teller)
    {
        Unknown made{told, {}};
        ResourceName& name = made.name;
        const std::string& text = name.id.empty() ? name.name : name.id;
        if (auto named = resourceOfArn(name.arn.empty() ? text : name.arn);
            named && (name.type.empty() || equalFolded(named->type, name.type)))
            name = *std::move(named);
        const std::string& called = !name.id.empty() ? name.id
            : !name.name.empty()                     ? name.name
                                                     : name.arn;
        const bool isOne = isUnique(called) || equalFolded(name.type, "AWS::S3::Bucket");
        if (!isOne) {
            if (name.accountId.empty())
                name.accountId = teller.accountId;
            if (name.region.empty())
                name.region = isGlobalType(name.type) ? "global" : std::string(teller.region);
        }
        made.key = lowerAscii(name.type);
        for (const std::string& part :
             {called, isOne ? std::string() : name.accountId, isOne ? std::string() : name.region})
            made.key += '\x1f' + part;
        return made;
    }
};

class SharedUnknowns
{
public:
    std::uint32_t numberOf(Unknown&& unknown)
    {
        const std::lock_guard lock(m_mutex);
        const auto [it, isNew] =
            m_numbers.try_emplace(unknown.key, static_cast<std::uint32_t>(m_unknowns.size()));
        if (isNew)
            m_unknowns.push_back(std::move(unknown));
        else
            join(m_unknowns[it->second].name, unknown.name);
        return it->second;
    }
    std::vector<Unknown>& all() { return m_unknowns; }

private:
    // Whatever the order of the threads: what is said beats what is not, then what is first.
    static void join(ResourceName& known, const ResourceName& more)
    {
        const auto take = [](std::string& text, const std::string& other) {
            if (!other.empty() && (text.empty() || other < text))
                text = other;
        };
        take(known.type, more.type);
        take(known.id, more.id);
        take(known.name, more.name);
        take(known.arn, more.arn);
        take(known.accountId, more.accountId);
        take(known.region, more.region);
    }

    std::mutex m_mutex;
    std::unordered_map<std::string, std::uint32_t> m_numbers;
    std::vector<Unknown> m_unknowns;
};

// The other end: a resource, or, with the high bit, an unknown.
using End = std::uint32_t;
constexpr End kUnknownBit = End{1} << 31;

// What one resource says, as long as it says it.
struct Told
{
    std::uint32_t teller = 0;
    End other = 0;
    std::uint32_t verb = 0;
    std::uint32_t path = 0;
    bool isDerived = false;
    bool isReversed = false;
    bool isDirect = false; // its configuration names the other end too
    TimeSpan span;

    auto key() const { return std::tuple(other, verb, isDerived, isReversed, isDirect); }
};

} // namespace

class GraphBuilder
{
public:
    GraphBuilder(std::shared_ptr<const Resources> resources, const JobContext& context,
                 unsigned threads)
        : m_made(new TemporalGraph)
        , m_resources(*resources)
        , m_context(context)
        , m_threads(threads ? threads : std::max(1u, std::thread::hardware_concurrency()))
    {
        m_made->m_resources = std::move(resources);
        m_made->m_texts = std::make_unique<TemporalGraph::Texts>();
    }

    Result<std::shared_ptr<const TemporalGraph>> make();

private:
    // One thread's part.
    struct Reader
    {
        explicit Reader(const Resources& resources)
            : mentions(*resources.store())
            , finder(resources)
        { }
        ItemMentions mentions;
        ResourceFinder finder;
        std::unordered_map<std::string, std::uint32_t> texts; // numbers of shared ones
        std::vector<Told> told;
        std::vector<Told> ofItem;
    };
    // An edge before it has its number.
    struct Draft
    {
        GraphEdge edge;
        std::vector<EdgeSpan> spans;
    };

    void read(Reader& reader, ResourceNo no);
    void readItem(Reader& reader, ResourceNo no, std::uint32_t item, const TimeSpan& span);
    std::uint32_t textNumber(Reader& reader, std::string_view text);
    bool readAll();
    void addNodes();
    void addPair(std::span<const Told> told);
    GraphEdge edgeOf(const Told& told) const;
    void addEdges();

    std::unique_ptr<TemporalGraph> m_made;
    const Resources& m_resources;
    const JobContext& m_context;
    unsigned m_threads;
    SharedTexts m_texts;
    SharedUnknowns m_unknowns;
    std::vector<Told> m_told;
    std::vector<Draft> m_drafts;
};

std::uint32_t GraphBuilder::textNumber(Reader& reader, std::string_view text)
{
    const auto [it, isNew] = reader.texts.try_emplace(std::string(text));
    if (isNew)
        it->second = m_texts.numberOf(it->first);
    return it->second;
}

void GraphBuilder::readItem(Reader& reader, ResourceNo no, std::uint32_t item, const TimeSpan& span)
{
    const Resource& resource = m_resources.resource(no);
    const auto& mentions = reader.mentions.of(m_resources.items(no)[item].row, resource.type);
    reader.ofItem.clear();
    for (const Mention& mention : mentions) {
        Told told;
        told.teller = no.value();
        const auto found = reader.finder.find(mention.resource, no, span.beginNs);
        if (found)
            told.other = found->value();
        else if (!mention.isOnlyIfKnown)
            told.other =
                kUnknownBit | m_unknowns.numberOf(Unknown::make(mention.resource, resource));
        else
            continue;
        if (mention.isDerived && found == no)
            continue; // its own id
        const bool isContained = mention.verb == kContained;
        told.verb = textNumber(reader, isContained ? kContains : mention.verb);
        told.path = textNumber(reader, mention.path);
        told.isDerived = mention.isDerived;
        told.isReversed = mention.isReversed || isContained;
        told.span = span;
        reader.ofItem.push_back(told);
    }
    std::vector<End> inConfiguration;
    for (const Told& told : reader.ofItem) {
        if (told.isDerived)
            inConfiguration.push_back(told.other);
    }
    std::ranges::sort(inConfiguration);
    for (Told& told : reader.ofItem)
        told.isDirect = !told.isDerived && std::ranges::binary_search(inConfiguration, told.other);
    // Each once, with the first path.
    std::ranges::stable_sort(reader.ofItem, {}, &Told::key);
    reader.ofItem.erase(
        std::unique(reader.ofItem.begin(), reader.ofItem.end(),
                    [](const Told& a, const Told& b) { return a.key() == b.key(); }),
        reader.ofItem.end());
}

void GraphBuilder::read(Reader& reader, ResourceNo no)
{
    const auto items = m_resources.items(no);
    const std::uint32_t dated = m_resources.datedCount(no);
    if (dated == 0) {
        const auto last = static_cast<std::uint32_t>(items.size()) - 1;
        readItem(reader, no, last, {kEndOfExport, kEndOfExport + 1});
        reader.told.insert(reader.told.end(), reader.ofItem.begin(), reader.ofItem.end());
        return;
    }
    // What the last item said, and where in reader.told it is.
    std::vector<std::pair<Told, std::size_t>> said;
    std::vector<std::pair<Told, std::size_t>> says;
    for (std::uint32_t i = 0; i < dated; ++i) {
        const std::int64_t end = i + 1 < dated ? items[i + 1].capturedNs : kEndOfExport + 1;
        if (items[i].capturedNs == end)
            continue; // the next one is of the same moment, and counts
        says.clear();
        if (!isDeletion(items[i].status) && items[i].status != ItemStatus::NotRecorded) {
            readItem(reader, no, i, {items[i].capturedNs, end});
            auto before = said.begin();
            for (const Told& told : reader.ofItem) {
                while (before != said.end() && before->first.key() < told.key())
                    ++before;
                std::size_t at = reader.told.size();
                if (before != said.end() && before->first.key() == told.key()) {
                    at = before->second;
                    reader.told[at].span.endNs = end;
                } else {
                    reader.told.push_back(told);
                }
                says.emplace_back(told, at);
            }
        }
        std::swap(said, says);
    }
}

bool GraphBuilder::readAll()
{
    std::vector<Reader> readers;
    readers.reserve(m_threads);
    std::atomic<std::uint32_t> next{0};
    std::atomic<bool> outOfMemory{false};
    const auto count = static_cast<std::uint32_t>(m_resources.size());
    const auto work = [&](Reader& reader) {
        try {
            for (std::uint32_t begin = next.fetch_add(kStep);
                 begin < count && !m_context.cancelled() && !outOfMemory;
                 begin = next.fetch_add(kStep)) {
                m_context.report({begin, count, "relations"});
                for (std::uint32_t i = begin; i < std::min(begin + kStep, count); ++i)
                    read(reader, ResourceNo(i));
            }
        } catch (const std::bad_alloc&) {
            outOfMemory = true;
        }
    };
    const unsigned threads = std::min(m_threads, count / kStep + 1);
    for (unsigned i = 0; i < threads; ++i)
        readers.emplace_back(m_resources);
    {
        std::vector<std::jthread> pool;
        for (unsigned i = 1; i < threads; ++i)
            pool.emplace_back([&work, &reader = readers[i]] { work(reader); });
        work(readers.front());
    }
    if (outOfMemory)
        return false;
    for (Reader& reader : readers)
        m_told.insert(m_told.end(), reader.told.begin(), reader.told.end());
    return true;
}

void GraphBuilder::addNodes()
{
    for (std::uint32_t i = 0; i < m_resources.size(); ++i) {
        const Resource& r = m_resources.resource(ResourceNo(i));
        m_made->m_nodes.push_back(
            {ResourceNo(i), r.accountId, r.region, r.type, r.id, r.name, r.arn});
    }
    TemporalGraph::Texts& texts = *m_made->m_texts;
    std::vector<std::uint32_t> order(m_unknowns.all().size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::ranges::sort(
        order, {}, [&](std::uint32_t i) -> const std::string& { return m_unknowns.all()[i].key; });
    std::vector<std::uint32_t> numbers(order.size());
    for (const std::uint32_t i : order) {
        numbers[i] = static_cast<std::uint32_t>(m_made->m_nodes.size());
        const ResourceName& name = m_unknowns.all()[i].name;
        m_made->m_nodes.push_back({ResourceNo::invalid(), texts.kept(name.accountId),
                                   texts.kept(name.region), texts.kept(name.type),
                                   texts.kept(name.id), texts.kept(name.name),
                                   texts.kept(name.arn)});
    }
    for (Told& told : m_told) {
        if (told.other & kUnknownBit)
            told.other = numbers[told.other & ~kUnknownBit];
    }
}

GraphEdge GraphBuilder::edgeOf(const Told& told) const
{
    GraphEdge edge;
    edge.from = NodeNo(told.isReversed ? told.other : told.teller);
    edge.to = NodeNo(told.isReversed ? told.teller : told.other);
    edge.name = m_texts.text(told.verb);
    edge.path = m_texts.text(told.path);
    edge.isDerived = told.isDerived;
    edge.isSymmetric = isSymmetricVerb(edge.name);
    if (edge.isSymmetric && edge.to < edge.from)
        std::swap(edge.from, edge.to);
    return edge;
}

// All that two resources say of each other.
void GraphBuilder::addPair(std::span<const Told> told)
{
    struct Side
    {
        TimeSpans stated;
        TimeSpans direct;
    };
    struct Statements
    {
        GraphEdge edge;
        Side from;
        Side to;
    };
    std::map<std::tuple<bool, NodeNo, std::string_view>, Statements> all; // recorded ones first
    for (const Told& one : told) {
        const GraphEdge edge = edgeOf(one);
        const auto [it, isNew] = all.try_emplace({edge.isDerived, edge.from, edge.name});
        Statements& statements = it->second;
        const std::string_view path = statements.edge.path;
        if (isNew || std::tuple(edge.path.size(), edge.path) < std::tuple(path.size(), path))
            statements.edge = edge;
        for (Side* side : {&statements.from, &statements.to}) {
            const NodeNo end = side == &statements.from ? edge.from : edge.to;
            if (end != NodeNo(one.teller))
                continue;
            side->stated.push_back(one.span);
            if (one.isDirect)
                side->direct.push_back(one.span);
        }
    }
    TimeSpans recorded;
    for (auto& [key, statements] : all) {
        for (TimeSpans* spans : {&statements.from.stated, &statements.from.direct,
                                 &statements.to.stated, &statements.to.direct})
            joinSpans(*spans);
        if (statements.edge.isDerived) {
            statements.from = {withoutSpans(statements.from.stated, recorded), {}};
            statements.to = {withoutSpans(statements.to.stated, recorded), {}};
        } else {
            for (const Side* side : {&statements.from, &statements.to})
                recorded.insert(recorded.end(), side->stated.begin(), side->stated.end());
            joinSpans(recorded);
        }
        const auto end = [&](NodeNo no, Side& side) {
            return EndSays{m_made->node(no).resource, std::move(side.stated),
                           std::move(side.direct)};
        };
        const EndSays from = end(statements.edge.from, statements.from);
        const EndSays to = end(statements.edge.to, statements.to);
        auto spans = edgeSpans(m_resources, from, to);
        if (!spans.empty())
            m_drafts.push_back({statements.edge, std::move(spans)});
    }
}

void GraphBuilder::addEdges()
{
    std::ranges::sort(m_drafts, {}, [](const Draft& draft) {
        const GraphEdge& e = draft.edge;
        return std::tuple(e.from, e.to, e.isDerived, e.name);
    });
    TemporalGraph::Texts& texts = *m_made->m_texts;
    const std::size_t nodes = m_made->m_nodes.size();
    std::vector<std::uint32_t>& first = m_made->m_firstEdge;
    first.assign(nodes + 1, 0);
    m_made->m_firstSpan.push_back(0);
    for (Draft& draft : m_drafts) {
        GraphEdge& edge = draft.edge;
        edge.name = texts.kept(edge.name);
        edge.path = texts.kept(edge.path);
        ++first[edge.from.index() + 1];
        if (edge.from != edge.to)
            ++first[edge.to.index() + 1];
        m_made->m_edges.push_back(edge);
        m_made->m_spans.insert(m_made->m_spans.end(), draft.spans.begin(), draft.spans.end());
        m_made->m_firstSpan.push_back(static_cast<std::uint32_t>(m_made->m_spans.size()));
    }
    for (std::size_t i = 0; i < nodes; ++i)
        first[i + 1] += first[i];
    m_made->m_edgesOf.resize(first.back());
    std::vector<std::uint32_t> at(first.begin(), first.end() - 1);
    for (std::uint32_t i = 0; i < m_made->m_edges.size(); ++i) {
        const GraphEdge& edge = m_made->m_edges[i];
        m_made->m_edgesOf[at[edge.from.index()]++] = EdgeNo(i);
        if (edge.from != edge.to)
            m_made->m_edgesOf[at[edge.to.index()]++] = EdgeNo(i);
    }
}

Result<std::shared_ptr<const TemporalGraph>> GraphBuilder::make()
{
    const Error cancelled{.kind = Error::Kind::Cancelled};
    try {
        if (!readAll())
            return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
        if (m_context.cancelled())
            return cancelled;
        addNodes();
        const auto pairOf = [](const Told& told) {
            return std::pair(std::min(told.teller, told.other), std::max(told.teller, told.other));
        };
        std::ranges::sort(m_told, {}, [&](const Told& told) {
            return std::tuple(pairOf(told), told.teller, told.span);
        });
        for (std::size_t begin = 0; begin < m_told.size();) {
            std::size_t end = begin + 1;
            while (end < m_told.size() && pairOf(m_told[end]) == pairOf(m_told[begin]))
                ++end;
            addPair(std::span(m_told).subspan(begin, end - begin));
            begin = end;
            if (m_context.cancelled())
                return cancelled;
        }
        addEdges();
    } catch (const std::bad_alloc&) {
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    }
    return std::shared_ptr<const TemporalGraph>(std::move(m_made));
}

Result<std::shared_ptr<const TemporalGraph>> TemporalGraph::make(
    std::shared_ptr<const Resources> resources, const JobContext& context, unsigned threads)
{
    return GraphBuilder(std::move(resources), context, threads).make();
}

} // namespace trailloupe::config
