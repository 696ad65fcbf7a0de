#include "model/config/graphviz.h"

#include <gvc.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace trailloupe::config {
namespace {

constexpr double kInch = 72;
constexpr std::size_t kMostNamed = 60;
// Of the leaves of one node so many share a column before another one is begun.
constexpr std::size_t kLeavesInColumn = 14;

std::string g_said; // by Graphviz; guarded by the mutex

int keepWords(char* words)
{
    g_said += words;
    return 0;
}

// Graphviz has one state for the whole process.
class Graphviz
{
public:
    Graphviz()
        : m_lock(mutex())
    {
        g_said.clear();
        agseterrf(keepWords);
        agseterr(AGERR);
    }

    // Made once and kept: loading its plugins takes milliseconds.
    GVC_t* context()
    {
        static GVC_t* const context = gvContext();
        return context;
    }

private:
    static std::mutex& mutex()
    {
        static std::mutex only;
        return only;
    }
    std::lock_guard<std::mutex> m_lock;
};

// Names as numbers of ours. Those of Graphviz's own making are addresses, and it goes through
// clusters in the order of their numbers: places would differ from run to run.
struct Names
{
    std::unordered_map<IDTYPE, std::string> texts;
    std::unordered_map<std::string, IDTYPE> ids;
    IDTYPE nameless = 1; // odd numbers

    static void* open(Agraph_t*, Agdisc_t*) { return new Names; }
    static void close(void* state) { delete static_cast<Names*>(state); }
    static long map(void* state, int type, char* name, IDTYPE* id, int isCreated)
    {
        Names& names = *static_cast<Names*>(state);
        if (!name) {
            *id = names.nameless;
            names.nameless += isCreated ? 2 : 0;
            return isCreated ? 1 : 0;
        }
        // In the order of creation, each kind for itself.
        const std::string key = std::to_string(type) + name;
        const auto it = names.ids.find(key);
        if (it == names.ids.end() && !isCreated)
            return 0;
        *id = it != names.ids.end() ? it->second : 2 * (names.ids.size() + 1);
        if (it == names.ids.end()) {
            names.ids.emplace(key, *id);
            names.texts.emplace(*id, name);
        }
        return 1;
    }
    static long alloc(void*, int, IDTYPE) { return 0; }
    static void forget(void*, int, IDTYPE) { }
    static char* print(void* state, int, IDTYPE id)
    {
        Names& names = *static_cast<Names*>(state);
        const auto it = names.texts.find(id);
        return it == names.texts.end() ? nullptr : it->second.data();
    }
    static void registered(void*, int, void*) { }
};

// sfdp sums up in the order of addresses, which shows in the eleventh digit.
double rounded(double value)
{
    return std::round(value * 100) / 100;
}

std::string numberText(double value)
{
    // Independent of the locale, which decides over the decimal point.
    const auto thousandths = std::llround(value * 1000);
    std::string text = std::to_string(thousandths % 1000);
    return std::to_string(thousandths / 1000) + '.' + std::string(3 - text.size(), '0') + text;
}

void set(void* object, const char* name, const std::string& value)
{
    std::string copy = value;
    std::string key = name;
    std::string nothing;
    agsafeset(object, key.data(), copy.data(), nothing.data());
}

// Edges with the number in `scene` that a line got; lines are found again by it.
class DotGraph
{
public:
    DotGraph(const GraphScene& scene, GraphvizEngine engine)
        : m_scene(scene)
        , m_engine(engine)
    {
        std::string name = "scene";
        static Agiddisc_t names{Names::open,  Names::map,   Names::alloc,     Names::forget,
                                Names::print, Names::close, Names::registered};
        Agdisc_t discipline{nullptr, &names, nullptr};
        m_graph = agopen(name.data(), Agdirected, &discipline);
        setEngine();
        addBoxes();
        addNodes();
        addEdges();
    }
    ~DotGraph()
    {
        if (m_isLaidOut)
            gvFreeLayout(m_context, m_graph);
        agclose(m_graph);
    }
    DotGraph(const DotGraph&) = delete;
    DotGraph& operator=(const DotGraph&) = delete;

    bool layOut(GVC_t* context)
    {
        m_context = context;
        // sfdp begins with rand(); nothing else here does.
        std::srand(1);
        const char* const name = m_engine == GraphvizEngine::Springs ? "sfdp" : "dot";
        m_isLaidOut = gvLayout(context, m_graph, name) == 0;
        return m_isLaidOut;
    }

    std::optional<GraphLayout> read() const
    {
        GraphLayout layout;
        m_height = GD_bb(m_graph).UR.y;
        for (Agnode_t* node : m_nodes) {
            const pointf at = ND_coord(node);
            layout.nodes.push_back({rounded(at.x) - GraphLayout::kNodeWidth / 2,
                                    rounded(m_height - at.y) - GraphLayout::kNodeHeight / 2,
                                    GraphLayout::kNodeWidth, GraphLayout::kNodeHeight});
        }
        for (Agraph_t* box : m_boxes) {
            const boxf bb = GD_bb(box);
            layout.boxes.push_back(
                {bb.LL.x, m_height - bb.UR.y, bb.UR.x - bb.LL.x, bb.UR.y - bb.LL.y});
        }
        for (Agedge_t* edge : m_edges) {
            LayoutLine line;
            const bool isDrawn = edge && m_engine == GraphvizEngine::Layers;
            const splines* drawn = isDrawn ? ED_spl(edge) : nullptr;
            if (drawn && drawn->size > 0) {
                const bezier& curve = drawn->list[0];
                for (int i = 0; i < curve.size; ++i)
                    line.points.push_back({curve.list[i].x, m_height - curve.list[i].y});
            }
            layout.edges.push_back(std::move(line));
        }
        return layout;
    }

private:
    void setEngine()
    {
        if (m_engine == GraphvizEngine::Springs) {
            set(m_graph, "overlap", "prism");
            set(m_graph, "sep", "+14,10");
            set(m_graph, "splines", "false");
            return;
        }
        set(m_graph, "rankdir", "LR");
        set(m_graph, "compound", "true");
        set(m_graph, "nodesep", "0.22");
        // Few lines can have their names on them.
        set(m_graph, "ranksep", m_scene.edges.size() <= kMostNamed ? "1.15" : "0.7");
        if (m_engine == GraphvizEngine::LayersFast) {
            // Without these, seconds for what has many ways round.
            set(m_graph, "nslimit", "0.1");
            set(m_graph, "nslimit1", "1");
            set(m_graph, "mclimit", "0.1");
            set(m_graph, "splines", "line");
        }
    }

    void addBoxes()
    {
        for (std::uint32_t i = 0; i < m_scene.boxes.size(); ++i) {
            const std::uint32_t around = m_scene.boxes[i].box;
            std::string name = "cluster" + std::to_string(i);
            Agraph_t* box = agsubg(around == kNoBox ? m_graph : m_boxes[around], name.data(), 1);
            set(box, "margin", "14");
            // Room for a title without a text that would have to be measured.
            const std::string room = "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
                                     "CELLPADDING=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"120\" HEIGHT=\""
                + std::to_string(static_cast<int>(GraphLayout::kBoxTitle))
                + "\"><TR><TD></TD></TR></TABLE>";
            std::string key = "label";
            std::string empty;
            if (!agattr(m_graph, AGRAPH, key.data(), nullptr))
                agattr(m_graph, AGRAPH, key.data(), empty.data());
            char* html = agstrdup_html(m_graph, const_cast<char*>(room.c_str()));
            agxset(box, agattr(m_graph, AGRAPH, key.data(), nullptr), html);
            agstrfree(m_graph, html);
            m_boxes.push_back(box);
        }
        m_anchors.assign(m_boxes.size(), nullptr);
    }

    void addNodes()
    {
        const std::string width = numberText(GraphLayout::kNodeWidth / kInch);
        const std::string height = numberText(GraphLayout::kNodeHeight / kInch);
        for (std::uint32_t i = 0; i < m_scene.nodes.size(); ++i) {
            const std::uint32_t box = m_scene.nodes[i].box;
            std::string name = "n" + std::to_string(i);
            Agnode_t* node = agnode(box == kNoBox ? m_graph : m_boxes[box], name.data(), 1);
            set(node, "shape", "box");
            set(node, "fixedsize", "true");
            set(node, "label", "");
            set(node, "width", width);
            set(node, "height", height);
            m_nodes.push_back(node);
            for (std::uint32_t at = box; at != kNoBox; at = m_scene.boxes[at].box) {
                if (!m_anchors[at])
                    m_anchors[at] = node;
            }
        }
    }

    // An edge to a box is one to a node in it that ends at the border of the box.
    void addEdges()
    {
        const std::vector<std::size_t> columns = columnsOfLeaves();
        for (std::uint32_t i = 0; i < m_scene.edges.size(); ++i) {
            const SceneEdge& line = m_scene.edges[i];
            const auto nodeOf = [&](const SceneEnd& end) {
                return end.isBox ? m_anchors[end.index] : m_nodes[end.index];
            };
            Agnode_t* from = nodeOf(line.from);
            Agnode_t* to = nodeOf(line.to);
            if (!from || !to) {
                m_edges.push_back(nullptr);
                continue;
            }
            std::string name = "e" + std::to_string(i);
            Agedge_t* edge = agedge(m_graph, from, to, name.data(), 1);
            set(edge, "dir", "none");
            if (line.from.isBox)
                set(edge, "ltail", "cluster" + std::to_string(line.from.index));
            if (line.to.isBox)
                set(edge, "lhead", "cluster" + std::to_string(line.to.index));
            if (columns[i] > 1)
                set(edge, "minlen", std::to_string(columns[i]));
            m_edges.push_back(edge);
        }
    }

    // Dozens of leaves of one node share several columns, not one that is higher than any screen.
    std::vector<std::size_t> columnsOfLeaves() const
    {
        std::vector<std::uint32_t> degrees(m_scene.nodes.size());
        for (const SceneEdge& line : m_scene.edges) {
            for (const SceneEnd& end : {line.from, line.to}) {
                if (!end.isBox)
                    ++degrees[end.index];
            }
        }
        const auto isLeaf = [&](const SceneEnd& end) {
            return !end.isBox && degrees[end.index] == 1;
        };
        // Leaves by hub and side.
        std::vector<std::array<std::size_t, 2>> leaves(m_scene.nodes.size());
        std::vector<std::size_t> columns(m_scene.edges.size(), 1);
        for (const bool isCounting : {true, false}) {
            std::vector<std::array<std::size_t, 2>> seen(m_scene.nodes.size());
            for (std::size_t i = 0; i < m_scene.edges.size(); ++i) {
                const SceneEdge& line = m_scene.edges[i];
                const bool isForward = isLeaf(line.to);
                const SceneEnd& hub = isForward ? line.from : line.to;
                const SceneEnd& leaf = isForward ? line.to : line.from;
                if (hub.isBox || !isLeaf(leaf)
                    || m_scene.nodes[leaf.index].box != m_scene.nodes[hub.index].box)
                    continue;
                auto& all = leaves[hub.index][isForward ? 0 : 1];
                if (isCounting) {
                    ++all;
                    continue;
                }
                const std::size_t wanted = (all + kLeavesInColumn - 1) / kLeavesInColumn;
                columns[i] =
                    1 + seen[hub.index][isForward ? 0 : 1]++ % std::max<std::size_t>(1, wanted);
            }
        }
        return columns;
    }

    const GraphScene& m_scene;
    GraphvizEngine m_engine;
    Agraph_t* m_graph = nullptr;
    GVC_t* m_context = nullptr;
    bool m_isLaidOut = false;
    mutable double m_height = 0;
    std::vector<Agraph_t*> m_boxes;
    std::vector<Agnode_t*> m_anchors; // by box: a node in it
    std::vector<Agnode_t*> m_nodes;
    std::vector<Agedge_t*> m_edges;
};

} // namespace

Result<GraphLayout> layOutByGraphviz(const GraphScene& scene, GraphvizEngine engine,
                                     const JobContext& context)
{
    Graphviz graphviz;
    if (context.cancelled())
        return Error{.kind = Error::Kind::Cancelled};
    DotGraph graph(scene, engine);
    if (!graph.layOut(graphviz.context()))
        return Error{.kind = Error::Kind::Internal, .detail = "Graphviz: " + g_said};
    return *graph.read();
}

std::string dotError(const std::string& dot)
{
    Graphviz graphviz;
    Agraph_t* graph = agmemread(dot.c_str());
    if (!graph)
        return g_said.empty() ? "no graph" : g_said;
    agclose(graph);
    return g_said;
}

} // namespace trailloupe::config
