#include "model/store/eventjson.h"

#include "model/base/jsondocument.h"

#include <algorithm>

namespace trailloupe::store {
namespace {

void appendLeaf(const Segment& segment, const Segment::Block& block, std::uint32_t row,
                std::uint32_t column, LeafKind kind, std::string& scratch, std::string& json)
{
    const std::string_view text = segment.leafText(block, row, column, kind, scratch);
    if (valueKindOf(kind) == ValueKind::Text)
        appendJsonString(text, json);
    else
        json += text;
}

bool saysNothing(std::string_view json)
{
    return json == "null" || json == "\"\"" || json == "{}" || json == "[]";
}

} // namespace

std::optional<IdentityLeaves> identityLeaves(const Schema& schema, const Shape& shape)
{
    IdentityLeaves found;
    for (const PathId path : schema.identity()) {
        const auto leaves = shape.leaves(path);
        const bool isThere = !leaves.empty() && hasColumn(leaves.front().kind);
        if (!isThere && found.count < schema.requiredIdentity())
            return std::nullopt;
        found.leaves[found.count++] =
            isThere ? leaves.front() : Shape::Leaf{path, 0, 0, LeafKind::Null};
    }
    return found;
}

void appendIdentity(const Segment& segment, std::uint32_t row, const IdentityLeaves& identity,
                    std::string& text)
{
    const Segment::Block& block = segment.blocks()[segment.blockOf(row)];
    std::string scratch;
    for (std::size_t i = 0; i < identity.count; ++i) {
        const Shape::Leaf& leaf = identity.leaves[i];
        if (hasColumn(leaf.kind))
            text += segment.leafText(block, row, leaf.column, leaf.kind, scratch);
        if (identity.count > 1)
            text += '\0';
    }
}

void appendEventJson(const Schema& schema, const Segment& segment, std::uint32_t row,
                     std::string& json)
{
    const Segment::Block& block = segment.blocks()[segment.blockOf(row)];
    const PathTable& paths = schema.paths();
    std::string scratch;
    std::vector<bool> inArray;
    bool first = true;
    std::uint32_t column = 0;
    for (const ShapeToken& token : schema.shape(block.shape).tokens()) {
        if (token.op == ShapeToken::Op::End) {
            json += inArray.back() ? ']' : '}';
            inArray.pop_back();
            first = false;
            continue;
        }
        if (!first)
            json += ',';
        if (!inArray.empty() && !inArray.back()) {
            appendJsonString(paths.key(token.path), json);
            json += ':';
        }
        first = token.op != ShapeToken::Op::Leaf;
        if (token.op == ShapeToken::Op::Leaf) {
            appendLeaf(segment, block, row, column, token.kind, scratch, json);
            column += hasColumn(token.kind) ? 1 : 0;
        } else {
            const bool array = token.op == ShapeToken::Op::BeginArray;
            json += array ? '[' : '{';
            inArray.push_back(array);
        }
    }
}

std::string canonicalJson(std::string_view json, EmptyMembers empty)
{
    const auto parsed = JsonDocument::parse(json);
    if (!parsed)
        return std::string(json);
    const JsonDocument& document = *parsed;
    // Works bottom up, without recursion: children come after their parent in document order.
    const auto& nodes = document.nodes();
    std::vector<std::string> texts(nodes.size());
    for (std::size_t i = nodes.size(); i-- > 0;) {
        const auto& node = nodes[i];
        std::string& text = texts[i];
        if (node.kind == JsonDocument::Kind::String) {
            appendJsonString(node.text, text);
        } else if (node.kind != JsonDocument::Kind::Object
                   && node.kind != JsonDocument::Kind::Array) {
            text = json.substr(node.offset, node.length);
        } else {
            std::vector<std::uint32_t> children;
            for (auto c = node.firstChild; c != JsonDocument::kNone; c = nodes[c].nextSibling)
                children.push_back(c);
            const bool object = node.kind == JsonDocument::Kind::Object;
            if (object)
                std::stable_sort(children.begin(), children.end(),
                                 [&](auto a, auto b) { return nodes[a].key < nodes[b].key; });
            text += object ? '{' : '[';
            for (const auto c : children) {
                if (object && empty == EmptyMembers::Dropped && saysNothing(texts[c]))
                    continue;
                if (text.size() > 1)
                    text += ',';
                if (object) {
                    appendJsonString(nodes[c].key, text);
                    text += ':';
                }
                text += texts[c];
                texts[c] = {};
            }
            text += object ? '}' : ']';
        }
    }
    return texts.front();
}

bool sameContent(const Schema& schema, const Segment& a, std::uint32_t rowA, const Segment& b,
                 std::uint32_t rowB)
{
    const Segment::Block& blockA = a.blocks()[a.blockOf(rowA)];
    const Segment::Block& blockB = b.blocks()[b.blockOf(rowB)];
    if (blockA.shape == blockB.shape) {
        std::string scratchA;
        std::string scratchB;
        const auto columns = schema.shape(blockA.shape).columns();
        bool same = true;
        for (std::uint32_t c = 0; c < columns.size() && same; ++c)
            same = a.leafText(blockA, rowA, c, columns[c].kind, scratchA)
                == b.leafText(blockB, rowB, c, columns[c].kind, scratchB);
        if (same || schema.sort() == RecordSort::Events)
            return same;
    }
    const EmptyMembers empty =
        schema.sort() == RecordSort::Items ? EmptyMembers::Dropped : EmptyMembers::Kept;
    std::string jsonA;
    std::string jsonB;
    appendEventJson(schema, a, rowA, jsonA);
    appendEventJson(schema, b, rowB, jsonB);
    return canonicalJson(jsonA, empty) == canonicalJson(jsonB, empty);
}

} // namespace trailloupe::store
