#include "model/workspace/graphanswers.h"

#include "model/base/asciitext.h"
#include "model/workspace/resourcelinks.h"

#include <algorithm>
#include <string_view>

namespace trailloupe::workspace {
namespace {

using config::EdgeNo;
using config::GraphNode;
using config::Neighbour;
using config::NodeNo;
using config::TemporalGraph;

constexpr std::size_t kLook = 1024; // nodes between two looks at whether to go on

template<typename Id>
void sortOnce(std::vector<Id>& ids)
{
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

void addPath(const TemporalGraph& graph, GraphTrail& trail)
{
    const TrailQuestion& asked = trail.question;
    trail.path = pathBetween(graph, asked.from, asked.to, asked.atNs, asked.filter);
    trail.nodes = {asked.from, asked.to};
    if (!trail.path)
        return;
    for (const Neighbour& step : *trail.path) {
        trail.nodes.push_back(step.node);
        trail.edges.push_back(step.edge.edge);
    }
}

void addReach(const TemporalGraph& graph, GraphTrail& trail)
{
    const TrailQuestion& asked = trail.question;
    trail.reach = internetReach(graph, asked.from, asked.atNs);
    trail.edges = trail.reach.edges;
    trail.nodes = {asked.from};
    for (const config::ReachPath& path : trail.reach.paths) {
        trail.nodes.push_back(path.guarded);
        for (const config::ReachStep& step : path.steps) {
            trail.nodes.push_back(step.from);
            trail.nodes.push_back(step.to);
        }
    }
    std::erase_if(trail.nodes, [](NodeNo no) { return !no.isValid(); });
}

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
        if (c != ' ' && c != '\t')
            word += lowerAscii(c);
        else if (!word.empty())
            words.push_back(std::exchange(word, {}));
    }
    if (!word.empty())
        words.push_back(word);
    return words;
}

void appendLower(std::string& to, std::string_view text)
{
    for (const char c : text)
        to += lowerAscii(c);
    to += '\n';
}

bool beginsWith(std::string_view text, std::string_view begin)
{
    return equalFolded(text.substr(0, begin.size()), begin);
}

enum class Rank : std::uint8_t
{
    Exact,
    Begin,
    Somewhere,
};

Rank rankOf(const GraphNode& node, std::string_view text)
{
    Rank rank = Rank::Somewhere;
    for (const std::string_view own : {node.id, node.name, node.arn}) {
        if (!beginsWith(own, text))
            continue;
        if (own.size() == text.size())
            return Rank::Exact;
        rank = Rank::Begin;
    }
    return rank;
}

struct Candidate
{
    Rank rank = Rank::Somewhere;
    bool isElsewhere = false; // not shown
    NodeNo node;
    auto operator<=>(const Candidate&) const = default;
};

GraphStep stepAt(const TemporalGraph& graph, const GraphQuestion& question, std::int64_t atNs)
{
    GraphQuestion then = question;
    then.atNs = atNs;
    then.beforeNs = atNs - 1;
    const GraphPart part = partOf(graph, then);
    GraphStep step{.atNs = atNs};
    for (const config::ShownNode& node : part.shown.nodes) {
        const auto resource = graph.node(node.node).resource;
        if (!resource.isValid())
            continue;
        if (auto change = differResource(*graph.resources(), resource, atNs - 1, atNs))
            step.diff.nodes.push_back(*change);
    }
    const auto isShown = [&](EdgeNo no) {
        return std::ranges::binary_search(part.shown.edges, no, {}, &config::EdgeAt::edge);
    };
    for (const config::EdgeChange& change : differEdges(graph, atNs - 1, atNs, question.filter)) {
        if (isShown(change.edge))
            step.diff.edges.push_back(change);
    }
    return step;
}

} // namespace

Result<GraphTrail> findTrail(const TemporalGraph& graph, const TrailQuestion& question,
                             const JobContext& context)
{
    GraphTrail trail{.question = question};
    if (question.kind == TrailQuestion::Kind::Path)
        addPath(graph, trail);
    else
        addReach(graph, trail);
    sortOnce(trail.nodes);
    sortOnce(trail.edges);
    if (context.cancelled())
        return Error{.kind = Error::Kind::Cancelled};
    return trail;
}

Result<GraphFound> findNodes(const TemporalGraph& graph, const std::string& text,
                             const GraphPicturePtr& picture, const JobContext& context)
{
    const std::vector<std::string> words = wordsOf(text);
    std::vector<Candidate> candidates;
    std::vector<bool> isFound(graph.nodes().size());
    const auto add = [&](NodeNo no, Rank rank) {
        isFound[no.index()] = true;
        candidates.push_back({rank, !picture || !picture->isShown(no), no});
    };
    // Names that it no longer has are known only here.
    for (const config::ResourceNo no : resourcesCalled(*graph.resources(), text))
        add(graph.nodeOf(no), Rank::Exact);
    std::string all;
    for (std::uint32_t i = 0; i < graph.nodes().size() && !words.empty(); ++i) {
        if (i % kLook == 0 && context.cancelled())
            return Error{.kind = Error::Kind::Cancelled};
        const GraphNode& node = graph.node(NodeNo(i));
        all.clear();
        for (const std::string_view part : {node.type, node.id, node.name, node.arn})
            appendLower(all, part);
        const bool isOne = !isFound[i] && std::ranges::all_of(words, [&](const std::string& word) {
            return all.find(word) != std::string::npos;
        });
        if (isOne)
            add(NodeNo(i), rankOf(node, text));
    }
    GraphFound found{.text = text, .count = candidates.size()};
    const std::size_t kept = std::min(candidates.size(), GraphFound::kMost);
    const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(kept);
    std::partial_sort(candidates.begin(), end, candidates.end());
    for (auto it = candidates.begin(); it != end; ++it)
        found.nodes.push_back(it->node);
    return found;
}

Result<std::optional<GraphStep>> nextChange(const TemporalGraph& graph,
                                            const GraphQuestion& question, Direction direction,
                                            const JobContext& context)
{
    GraphQuestion now = question;
    now.beforeNs.reset();
    auto times = changeMoments(graph, partOf(graph, now), question.filter);
    if (direction == Direction::Earlier)
        std::ranges::reverse(times);
    for (const std::int64_t time : times) {
        if (direction == Direction::Earlier ? time >= question.atNs : time <= question.atNs)
            continue;
        if (context.cancelled())
            return Error{.kind = Error::Kind::Cancelled};
        GraphStep step = stepAt(graph, question, time);
        if (!step.diff.nodes.empty() || !step.diff.edges.empty())
            return std::optional(std::move(step));
    }
    return std::optional<GraphStep>();
}

std::vector<ConnectedNode> mostConnected(const TemporalGraph& graph, std::size_t most)
{
    std::vector<std::vector<NodeNo>> around(graph.nodes().size());
    for (const config::EdgeAt& at : graphAt(graph, config::kEndOfExport).edges) {
        const config::GraphEdge& edge = graph.edge(at.edge);
        if (edge.from == edge.to)
            continue;
        around[edge.from.index()].push_back(edge.to);
        around[edge.to.index()].push_back(edge.from);
    }
    std::vector<ConnectedNode> all;
    for (std::uint32_t i = 0; i < around.size(); ++i) {
        sortOnce(around[i]);
        if (!graph.node(NodeNo(i)).isDangling())
            all.push_back({NodeNo(i), around[i].size()});
    }
    std::ranges::stable_sort(all, std::greater(), &ConnectedNode::neighbours);
    all.resize(std::min(all.size(), most));
    return all;
}

} // namespace trailloupe::workspace
