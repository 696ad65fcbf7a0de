// FieldTree: one event's JSON with what a tree view needs to walk it in O(1): children by position.
//
// Representation: the text, its JsonDocument and, for every node, its position among its siblings
// and the list of its children (all lists in one vector).  Node 0 is the event itself. Threads:
// immutable after build(); any thread, const members. Cost: build O(text); child() and position()
// O(1); path() O(depth). Errors: Malformed when the text is no JSON.
#pragma once

#include "model/base/jsondocument.h"
#include "model/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query {

class FieldTree
{
public:
    using Node = JsonDocument::Node;
    static constexpr std::uint32_t kNone = JsonDocument::kNone;

    static Result<FieldTree> build(std::string json);

    const std::string& text() const { return m_text; }
    const JsonDocument& document() const { return m_document; }
    std::uint32_t nodeCount() const { return static_cast<std::uint32_t>(m_position.size()); }
    const Node& node(std::uint32_t index) const { return m_document.node(index); }
    std::uint32_t childCount(std::uint32_t index) const
    {
        return m_firstChild[index + 1] - m_firstChild[index];
    }
    // REQUIRES position < childCount(index)
    std::uint32_t child(std::uint32_t index, std::uint32_t position) const
    {
        return m_children[m_firstChild[index] + position];
    }
    std::uint32_t position(std::uint32_t index) const { return m_position[index]; }

    // The text of the value as it stands: JSON.
    std::string_view json(std::uint32_t index) const;
    // "requestParameters.items[].id": what a column or a query calls it.
    std::string path(std::uint32_t index) const;
    // "requestParameters.items[3].id": which one it is.
    std::string exactPath(std::uint32_t index) const;
    // The next node in document order after `from` whose key or value holds `needle` (ASCII letters
    // in any case), going round at the end; kNone when there is none.
    std::uint32_t find(std::string_view needle, std::uint32_t from, bool forward) const;

private:
    FieldTree(std::string text, JsonDocument document);
    std::string pathText(std::uint32_t index, bool exact) const;

    std::string m_text;
    JsonDocument m_document;
    std::vector<std::uint32_t> m_position;
    std::vector<std::uint32_t> m_firstChild; // nodeCount() + 1 entries, into m_children
    std::vector<std::uint32_t> m_children;
};

// "object", "array", "string", "number", "true", "false", "null".
const char* jsonKindName(JsonDocument::Kind kind);

} // namespace trailloupe::query
