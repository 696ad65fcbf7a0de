#include "model/query/fieldtree.h"

#include "model/base/asciitext.h"
#include "model/store/pathtable.h"

#include <algorithm>

namespace trailloupe::query {
namespace { } // namespace

const char* jsonKindName(JsonDocument::Kind kind)
{
    switch (kind) {
    case JsonDocument::Kind::Object:
        return "object";
    case JsonDocument::Kind::Array:
        return "array";
    case JsonDocument::Kind::String:
        return "string";
    case JsonDocument::Kind::Number:
        return "number";
    case JsonDocument::Kind::True:
        return "true";
    case JsonDocument::Kind::False:
        return "false";
    case JsonDocument::Kind::Null:
        return "null";
    }
    return "";
}

Result<FieldTree> FieldTree::build(std::string json)
{
    auto document = JsonDocument::parse(json);
    if (!document)
        return document.error();
    return FieldTree(std::move(json), std::move(document).value());
}

FieldTree::FieldTree(std::string text, JsonDocument document)
    : m_text(std::move(text))
    , m_document(std::move(document))
{
    const auto count = static_cast<std::uint32_t>(m_document.nodes().size());
    m_position.resize(count);
    m_firstChild.resize(count + 1);
    std::uint32_t next = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        m_firstChild[i] = next;
        next += m_document.node(i).childCount;
    }
    m_firstChild[count] = next;
    m_children.resize(next);
    for (std::uint32_t i = 0; i < count; ++i) {
        std::uint32_t position = 0;
        for (std::uint32_t c = m_document.node(i).firstChild; c != kNone;
             c = m_document.node(c).nextSibling) {
            m_children[m_firstChild[i] + position] = c;
            m_position[c] = position++;
        }
    }
}

std::string_view FieldTree::json(std::uint32_t index) const
{
    const Node& at = node(index);
    return std::string_view(m_text).substr(at.offset, at.length);
}

std::string FieldTree::path(std::uint32_t index) const
{
    return pathText(index, false);
}

std::string FieldTree::exactPath(std::uint32_t index) const
{
    return pathText(index, true);
}

std::string FieldTree::pathText(std::uint32_t index, bool exact) const
{
    std::vector<std::uint32_t> chain;
    for (std::uint32_t i = index; i != kNone && node(i).parent != kNone; i = node(i).parent)
        chain.push_back(i);
    std::string text;
    for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
        const bool isElement = node(node(*it).parent).kind == JsonDocument::Kind::Array;
        if (isElement && exact)
            text += '[' + std::to_string(m_position[*it]) + ']';
        else
            store::PathTable::appendStep(text, {isElement, isElement ? "" : node(*it).key});
    }
    return text;
}

std::uint32_t FieldTree::find(std::string_view needle, std::uint32_t from, bool forward) const
{
    const std::uint32_t count = nodeCount();
    if (needle.empty() || count == 0)
        return kNone;
    for (std::uint32_t step = 1; step <= count; ++step) {
        const std::uint32_t i = forward ? (from + step) % count : (from + count - step) % count;
        const Node& at = node(i);
        if (containsFolded(at.key, needle) || containsFolded(at.text, needle))
            return i;
    }
    return kNone;
}

} // namespace trailloupe::query
