#include "model/store/pathtable.h"

#include "model/base/jsondocument.h"

#include <array>
#include <atomic>
#include <cassert>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace trailloupe::store {
namespace {

struct Node
{
    PathId parent;
    bool isElement = false;
    std::string key;
};

struct NodeKey
{
    PathId parent;
    bool isElement;
    std::string_view key;
    bool operator==(const NodeKey&) const = default;
};

struct NodeKeyHash
{
    std::size_t operator()(const NodeKey& k) const noexcept
    {
        return std::hash<std::string_view>()(k.key)
            ^ (std::size_t{k.parent.value()} * 0x9E3779B97F4A7C15u + (k.isElement ? 1 : 0));
    }
};

bool needsQuotes(std::string_view key)
{
    return key.empty() || key.find_first_of(".[]\"\\") != std::string_view::npos;
}

} // namespace

struct PathTable::Data
{
    static constexpr std::size_t kChunk = 1024;
    using Chunk = std::array<Node, kChunk>;

    std::array<std::atomic<Chunk*>, kMaxPaths / kChunk> chunks{};
    std::atomic<std::size_t> size{0};
    mutable std::shared_mutex mutex; // guards index and the growth of chunks
    std::unordered_map<NodeKey, PathId, NodeKeyHash> index;

    ~Data()
    {
        for (auto& chunk : chunks)
            delete chunk.load();
    }

    const Node& node(PathId id) const
    {
        assert(id.index() < size.load(std::memory_order_acquire));
        return (*chunks[id.index() / kChunk].load(std::memory_order_acquire))[id.index() % kChunk];
    }

    std::optional<PathId> find(const NodeKey& key) const
    {
        const std::shared_lock lock(mutex);
        const auto it = index.find(key);
        return it == index.end() ? std::nullopt : std::optional(it->second);
    }

    PathId add(const NodeKey& key)
    {
        if (const auto found = find(key))
            return *found;
        const std::unique_lock lock(mutex);
        if (const auto it = index.find(key); it != index.end())
            return it->second;
        const std::size_t at = size.load(std::memory_order_relaxed);
        if (at == kMaxPaths)
            return PathId::invalid();
        auto& slot = chunks[at / kChunk];
        if (!slot.load(std::memory_order_relaxed))
            slot.store(new Chunk, std::memory_order_release);
        Node& node = (*slot.load(std::memory_order_relaxed))[at % kChunk];
        node = {key.parent, key.isElement, std::string(key.key)};
        size.store(at + 1, std::memory_order_release);
        const PathId id(static_cast<std::uint32_t>(at));
        index.emplace(NodeKey{node.parent, node.isElement, node.key}, id);
        return id;
    }
};

PathTable::PathTable()
    : m_data(std::make_unique<Data>())
{
    m_data->add({PathId::invalid(), false, {}});
}

PathTable::~PathTable() = default;

std::size_t PathTable::size() const
{
    return m_data->size.load(std::memory_order_acquire);
}

PathId PathTable::child(PathId parent, std::string_view key)
{
    return m_data->add({parent, false, key});
}

PathId PathTable::element(PathId parent)
{
    return m_data->add({parent, true, {}});
}

std::optional<PathId> PathTable::findChild(PathId parent, std::string_view key) const
{
    return m_data->find({parent, false, key});
}

std::optional<PathId> PathTable::findElement(PathId parent) const
{
    return m_data->find({parent, true, {}});
}

std::optional<PathId> PathTable::find(std::string_view text) const
{
    const auto steps = parse(text);
    if (!steps)
        return std::nullopt;
    PathId path = root();
    for (const Step& step : *steps) {
        const auto next = step.isElement ? findElement(path) : findChild(path, step.key);
        if (!next)
            return std::nullopt;
        path = *next;
    }
    return path;
}

PathId PathTable::parent(PathId path) const
{
    return m_data->node(path).parent;
}

PathTable::Step PathTable::lastStep(PathId path) const
{
    const Node& node = m_data->node(path);
    return {node.isElement, node.key};
}

bool PathTable::isElement(PathId path) const
{
    return m_data->node(path).isElement;
}

std::string_view PathTable::key(PathId path) const
{
    return m_data->node(path).key;
}

std::vector<PathTable::Step> PathTable::steps(PathId path) const
{
    std::vector<Step> steps;
    for (; path != root(); path = parent(path))
        steps.insert(steps.begin(), lastStep(path));
    return steps;
}

std::string PathTable::text(PathId path) const
{
    std::string text;
    for (const Step& step : steps(path))
        appendStep(text, step);
    return text;
}

void PathTable::appendStep(std::string& text, const Step& step)
{
    if (step.isElement) {
        text += "[]";
    } else if (needsQuotes(step.key)) {
        text += '[';
        appendJsonString(step.key, text);
        text += ']';
    } else {
        if (!text.empty())
            text += '.';
        text += step.key;
    }
}

std::optional<std::vector<PathTable::Step>> PathTable::parse(std::string_view text)
{
    std::vector<Step> steps;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text.substr(at, 2) == "[]") {
            steps.push_back({true, {}});
            at += 2;
            continue;
        }
        if (text[at] == '[') {
            // ["…"]: the closing quote is the first one that is not escaped.
            std::size_t end = at + 2;
            while (end < text.size() && text[end] != '"')
                end += text[end] == '\\' ? 2 : 1;
            std::string key;
            if (text.substr(at, 2) != "[\"" || end + 1 >= text.size() || text[end + 1] != ']'
                || !unescapeJsonString(text.substr(at + 2, end - at - 2), key))
                return std::nullopt;
            steps.push_back({false, std::move(key)});
            at = end + 2;
            continue;
        }
        if (!steps.empty()) {
            if (text[at] != '.')
                return std::nullopt;
            ++at;
        }
        const std::size_t end = std::min(text.find_first_of(".[", at), text.size());
        const std::string_view key = text.substr(at, end - at);
        if (needsQuotes(key))
            return std::nullopt;
        steps.push_back({false, std::string(key)});
        at = end;
    }
    return steps;
}

} // namespace trailloupe::store
