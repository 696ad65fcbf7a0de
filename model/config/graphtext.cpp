#include "model/config/graphtext.h"

#include "model/base/timestamp.h"
#include "model/base/visibletext.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace trailloupe::config {
namespace {

constexpr double kHead = 34; // of the picture, above the graph
constexpr double kLeastWidth = 520; // so that the head fits
constexpr std::size_t kMostLabelled = 60; // edges with their names on them
constexpr double kLetter = 6.8; // points, of a text of 11 points

constexpr double kBold = 1.12; // so much wider

// The length of the character that begins there, 0 where none does, or one that XML has not.
std::size_t characterAt(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const auto isTail = [&](std::size_t i) {
        return (byte(i) & 0xC0u) == 0x80u;
    };
    const unsigned lead = byte(at);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead < 0xE0 && isTail(at + 1))
        return 2;
    if (lead >= 0xE0 && lead < 0xF0 && isTail(at + 1) && isTail(at + 2)) {
        const unsigned code =
            (lead & 0x0Fu) << 12 | (byte(at + 1) & 0x3Fu) << 6 | (byte(at + 2) & 0x3Fu);
        const bool isCharacter =
            code >= 0x800 && (code < 0xD800 || code > 0xDFFF) && code != 0xFFFE && code != 0xFFFF;
        return isCharacter ? 3 : 0;
    }
    if (lead >= 0xF0 && lead < 0xF5 && isTail(at + 1) && isTail(at + 2) && isTail(at + 3)) {
        const unsigned code = (lead & 0x07u) << 18 | (byte(at + 1) & 0x3Fu) << 12
            | (byte(at + 2) & 0x3Fu) << 6 | (byte(at + 3) & 0x3Fu);
        return code >= 0x10000 && code <= 0x10FFFF ? 4 : 0;
    }
    return 0;
}

// One line of characters that every program takes.
std::string shownText(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = characterAt(text, i);
        if (length == 0) {
            std::array<char, 16> code{};
            std::snprintf(code.data(), code.size(), "\u27e8%02X\u27e9",
                          static_cast<unsigned char>(text[i]));
            out += code.data();
            ++i;
        } else {
            out += text.substr(i, length);
            i += length;
        }
    }
    return visibleText(out);
}

// At most so many characters, the last one being "…" where there are more.
std::string shortened(const std::string& text, std::size_t most)
{
    std::size_t count = 0;
    std::size_t end = 0;
    for (std::size_t i = 0; i < text.size(); ++count) {
        if (count + 1 == most)
            end = i;
        i += std::max<std::size_t>(1, characterAt(text, i));
    }
    return count <= most ? text : text.substr(0, end) + "…";
}

std::string wordsOf(const SceneNode& node)
{
    if (node.kind != SceneNode::Kind::Group)
        return node.type;
    const std::string group =
        node.type.empty() ? std::string(groupByKey(node.groupedBy)) : node.type;
    return group + ", " + std::to_string(node.members) + (node.members == 1 ? " node" : " nodes");
}

std::string wordsOf(const SceneBox& box)
{
    switch (box.groupedBy) {
    case GroupBy::Account:
        return "account " + box.title;
    case GroupBy::Vpc:
        return box.title.starts_with("vpc-") ? box.title : "VPC " + box.title;
    case GroupBy::Subnet:
        return box.title.starts_with("subnet-") ? box.title : "subnet " + box.title;
    default:
        return box.title;
    }
}

const char* stateWords(NodeState state)
{
    switch (state) {
    case NodeState::Deleted:
        return "deleted";
    case NodeState::NotYet:
        return "recorded later";
    case NodeState::Unknown:
        return "not in export";
    default:
        return "";
    }
}

bool isFaint(const SceneNode& node)
{
    return node.kind == SceneNode::Kind::Dangling
        || (node.kind == SceneNode::Kind::Resource && !isThere(node.state));
}

// What stands on a line: all that is said about it would be longer than most lines are.
std::string shortWordsOf(const SceneEdge& edge)
{
    return edge.edges.size() > 1 ? std::to_string(edge.edges.size()) + " relations" : edge.name;
}

std::string wordsOf(const SceneEdge& edge)
{
    const std::string more =
        edge.edges.size() > 1 ? " (" + std::to_string(edge.edges.size()) + ")" : std::string();
    return edge.name + more;
}

// What holds of the whole picture.
std::string headOf(const GraphScene& scene)
{
    return "Relationships " + momentText(scene.atNs) + ", showing " + std::to_string(scene.shown)
        + " of " + std::to_string(scene.of) + (scene.of == 1 ? " node" : " nodes");
}

std::string dotText(std::string_view text, std::size_t most = 4000)
{
    std::string quoted = "\"";
    for (const char c : shortened(shownText(text), most)) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

// A label of two lines; "\n" is DOT's own.
std::string dotLabel(std::string_view first, std::string_view second)
{
    std::string label = dotText(first, 60);
    label.pop_back();
    return label + "\\n" + dotText(second, 60).substr(1);
}

class DotWriter
{
public:
    explicit DotWriter(const GraphScene& scene)
        : m_scene(scene)
    { }

    std::string text()
    {
        m_out = "digraph trailloupe {\n  graph [label=" + dotText(headOf(m_scene))
            + ", labelloc=t, rankdir=LR, compound=true, fontname=\"sans-serif\"];\n"
              "  node [shape=box, fontname=\"sans-serif\", fontsize=11];\n"
              "  edge [fontname=\"sans-serif\", fontsize=9];\n";
        writeInside(kNoBox, "  ");
        for (const SceneEdge& edge : m_scene.edges)
            writeEdge(edge);
        return m_out + "}\n";
    }

private:
    void writeInside(std::uint32_t box, const std::string& indent)
    {
        for (std::uint32_t i = 0; i < m_scene.boxes.size(); ++i) {
            if (m_scene.boxes[i].box != box)
                continue;
            m_out += indent + "subgraph cluster" + std::to_string(i) + " {\n" + indent
                + "  graph [label=" + dotText(wordsOf(m_scene.boxes[i]), 80) + "];\n";
            writeInside(i, indent + "  ");
            m_out += indent + "}\n";
        }
        for (std::uint32_t i = 0; i < m_scene.nodes.size(); ++i) {
            const SceneNode& node = m_scene.nodes[i];
            if (node.box != box)
                continue;
            m_out += indent + "n" + std::to_string(i)
                + " [label=" + dotLabel(node.title, wordsOf(node))
                + ", tooltip=" + dotText(node.key) + (isFaint(node) ? ", style=dashed" : "")
                + (node.kind == SceneNode::Kind::Group ? ", shape=folder" : "") + "];\n";
        }
    }

    // Edges to boxes end at a node in them, and are cut at their border.
    std::string nodeIn(const SceneEnd& end) const
    {
        std::uint32_t node = end.index;
        if (end.isBox) {
            for (node = 0; node + 1 < m_scene.nodes.size(); ++node) {
                std::uint32_t box = m_scene.nodes[node].box;
                while (box != kNoBox && box != end.index)
                    box = m_scene.boxes[box].box;
                if (box == end.index)
                    break;
            }
        }
        return "n" + std::to_string(node);
    }

    void writeEdge(const SceneEdge& edge)
    {
        m_out += "  " + nodeIn(edge.from) + " -> " + nodeIn(edge.to)
            + " [label=" + dotText(wordsOf(edge), 80);
        if (edge.from.isBox)
            m_out += ", ltail=cluster" + std::to_string(edge.from.index);
        if (edge.to.isBox)
            m_out += ", lhead=cluster" + std::to_string(edge.to.index);
        m_out += edge.isDerived ? ", style=dashed" : "";
        m_out += edge.isDirected ? "];\n" : ", dir=none];\n";
    }

    const GraphScene& m_scene;
    std::string m_out;
};

std::string xmlText(std::string_view text, std::size_t most = 4000)
{
    std::string out;
    for (const char c : shortened(shownText(text), most)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

// One digit behind the point, whatever the locale.
std::string number(double value)
{
    const long long tenths = std::llround(value * 10);
    const std::string digits = std::to_string(std::abs(tenths) / 10) + '.'
        + static_cast<char>('0' + std::abs(tenths) % 10);
    return tenths < 0 ? '-' + digits : digits;
}

class SvgWriter
{
public:
    SvgWriter(const GraphScene& scene, const GraphLayout& layout)
        : m_scene(scene)
        , m_layout(layout)
    { }

    std::string text()
    {
        const double width = std::max(m_layout.width, kLeastWidth);
        const double height = m_layout.height + kHead;
        m_out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\""
            + number(width) + "pt\" height=\"" + number(height) + "pt\" viewBox=\"0 0 "
            + number(width) + ' ' + number(height)
            + "\">\n<defs><marker id=\"arrow\" viewBox=\"0 0 10 10\" refX=\"10\" refY=\"5\" "
              "markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\">"
              "<path d=\"M0 0L10 5L0 10z\" fill=\"#57606a\"/></marker></defs>\n"
              "<style>text{font-family:sans-serif;fill:#1f2328}"
              ".box{fill:#f6f8fa;fill-opacity:.7;stroke:#8c959f}"
              ".node{fill:#ffffff;stroke:#57606a}.dashed{stroke-dasharray:5 3}"
              ".group{stroke-width:2.5}.edge{fill:none;stroke:#57606a}"
              ".quiet{fill:#57606a}"
              ".name{paint-order:stroke;stroke:#ffffff;stroke-width:3px}</style>\n"
              "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
              "<text x=\"12\" y=\"16\" font-size=\"12\">"
            + xmlText(headOf(m_scene))
            + "</text>\n<text x=\"12\" y=\"29\" font-size=\"9\" class=\"quiet\">dashed: derived "
              "from "
              "configuration, or a resource that is not there or not in the export</text>\n"
              "<g transform=\"matrix(1 0 0 1 0 "
            + number(kHead) + ")\">\n";
        for (std::size_t i = 0; i < m_scene.boxes.size(); ++i)
            writeBox(m_scene.boxes[i], m_layout.boxes[i]);
        for (std::size_t i = 0; i < m_scene.edges.size(); ++i)
            writeEdge(m_scene.edges[i], m_layout.edges[i]);
        for (std::size_t i = 0; i < m_scene.nodes.size(); ++i)
            writeNode(m_scene.nodes[i], m_layout.nodes[i]);
        for (std::size_t i = 0; i < m_scene.boxes.size(); ++i)
            writeTitle(m_scene.boxes[i], m_layout.boxes[i]);
        if (m_scene.edges.size() <= kMostLabelled) {
            for (std::size_t i = 0; i < m_scene.edges.size(); ++i)
                writeName(m_scene.edges[i], m_layout.edges[i]);
        }
        return m_out + "</g>\n</svg>\n";
    }

private:
    static std::string rectText(const LayoutRect& rect, const char* round)
    {
        return "x=\"" + number(rect.x) + "\" y=\"" + number(rect.y) + "\" width=\""
            + number(rect.width) + "\" height=\"" + number(rect.height) + "\" rx=\"" + round + '"';
    }

    static std::size_t lettersIn(double width)
    {
        return static_cast<std::size_t>(std::max(4.0, width / kLetter));
    }

    void writeBox(const SceneBox& box, const LayoutRect& rect)
    {
        m_out += "<g><title>" + xmlText(wordsOf(box)) + "</title><rect class=\"box\" "
            + rectText(rect, "6") + "/></g>\n";
    }

    // Above the lines that cross it.
    void writeTitle(const SceneBox& box, const LayoutRect& rect)
    {
        m_out += "<text class=\"name\" x=\"" + number(rect.x + 8) + "\" y=\"" + number(rect.y + 15)
            + "\" font-size=\"11\" font-weight=\"bold\">"
            + xmlText(wordsOf(box), lettersIn((rect.width - 16) / kBold)) + "</text>\n";
    }

    void writeNode(const SceneNode& node, const LayoutRect& rect)
    {
        const bool isGroup = node.kind == SceneNode::Kind::Group;
        const std::string words =
            (isThere(node.state) || isGroup ? std::string()
                                            : std::string(stateWords(node.state)) + ", ")
            + wordsOf(node);
        const double room = rect.width - 14
            - (node.hidden > 0 ? 12 + 6.0 * static_cast<double>(std::to_string(node.hidden).size())
                               : 0);
        m_out += "<g><title>" + xmlText(node.title + ", " + words) + "</title><rect class=\"node"
            + (isFaint(node) ? " dashed" : "") + (isGroup ? " group" : "") + "\" "
            + rectText(rect, "4") + "/><text x=\"" + number(rect.x + 7) + "\" y=\""
            + number(rect.y + 17) + "\" font-size=\"11\">"
            + xmlText(node.title, lettersIn(rect.width - 14)) + "</text><text x=\""
            + number(rect.x + 7) + "\" y=\"" + number(rect.y + 31)
            + "\" font-size=\"9\" class=\"quiet\">" + xmlText(words, lettersIn(room * 1.2))
            + "</text>";
        if (node.hidden > 0)
            m_out += "<text x=\"" + number(rect.x + rect.width - 6) + "\" y=\""
                + number(rect.y + 31) + "\" font-size=\"9\" text-anchor=\"end\">+"
                + std::to_string(node.hidden) + "</text>";
        m_out += "</g>\n";
    }

    void writeEdge(const SceneEdge& edge, const LayoutLine& line)
    {
        if (line.points.size() < 4)
            return;
        const auto point = [](const LayoutPoint& p) {
            return number(p.x) + ' ' + number(p.y);
        };
        m_out += "<path class=\"edge";
        m_out += edge.isDerived ? " dashed\"" : "\"";
        m_out += edge.isDirected ? " marker-end=\"url(#arrow)\" d=\"M" : " d=\"M";
        m_out += point(line.points.front());
        for (std::size_t i = 1; i + 2 < line.points.size(); i += 3)
            m_out += 'C' + point(line.points[i]) + ' ' + point(line.points[i + 1]) + ' '
                + point(line.points[i + 2]);
        m_out += "\"><title>" + xmlText(wordsOf(edge)) + "</title></path>\n";
    }

    void writeName(const SceneEdge& edge, const LayoutLine& line)
    {
        if (line.points.size() < 4)
            return;
        const LayoutPoint at = middleOf(line);
        m_out += "<text class=\"quiet name\" x=\"" + number(at.x) + "\" y=\"" + number(at.y + 3)
            + "\" font-size=\"8\" text-anchor=\"middle\">" + xmlText(shortWordsOf(edge), 24)
            + "</text>\n";
    }

    const GraphScene& m_scene;
    const GraphLayout& m_layout;
    std::string m_out;
};

} // namespace

std::string momentIso(std::int64_t atNs)
{
    const Timestamp at = Timestamp::fromNs(atNs);
    std::string text = formatEventTime(at.seconds());
    const std::int64_t milliseconds = (atNs - at.seconds() * 1'000'000'000) / 1'000'000;
    if (milliseconds != 0) {
        const std::string digits = std::to_string(milliseconds);
        text.insert(text.size() - 1, '.' + std::string(3 - digits.size(), '0') + digits);
    }
    return text;
}

std::string momentText(std::int64_t atNs)
{
    return atNs >= kEndOfExport ? "as of the end of the export"
                                : "as of " + momentIso(atNs) + " (UTC)";
}

std::string graphDot(const GraphScene& scene)
{
    return DotWriter(scene).text();
}

std::string graphSvg(const GraphScene& scene, const GraphLayout& layout)
{
    return SvgWriter(scene, layout).text();
}

} // namespace trailloupe::config
