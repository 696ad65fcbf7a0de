// JsonDocument: one JSON text as a tree that keeps everything: member order, duplicate keys, number
// text.
//
// For single events (the detail panel, comparison, rare slow paths of the reader), not for loading:
// that is ingest/recordreader. Representation: nodes in one vector, in document order; strings are
// unescaped (lone surrogates as WTF-8); bytes that are no UTF-8 are kept as they stand. Threads:
// immutable after parse(). Cost: O(text) and some 150 bytes a value; no recursion, nesting is only
// bounded by kMaxNodes. Errors: Malformed with the byte offset where reading stopped, TooLarge with
// the offset of the value that was one too many.
#pragma once

#include "model/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe {

class JsonDocument
{
public:
    enum class Kind : std::uint8_t
    {
        Object,
        Array,
        String,
        Number,
        True,
        False,
        Null
    };
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};
    static constexpr std::uint32_t kMaxNodes = 1u << 24; // keeps memory bounded

    struct Node
    {
        Kind kind = Kind::Null;
        std::uint32_t parent = kNone;
        std::uint32_t firstChild = kNone;
        std::uint32_t nextSibling = kNone;
        std::uint32_t childCount = 0;
        std::uint64_t offset = 0; // of the value in the text
        std::uint64_t length = 0;
        std::string key; // of a member; empty for elements and the root
        std::string text; // String: unescaped; Number: as it stands; else empty
    };

    static Result<JsonDocument> parse(std::string_view text);

    const std::vector<Node>& nodes() const { return m_nodes; }
    const Node& root() const { return m_nodes.front(); }
    const Node& node(std::uint32_t index) const { return m_nodes[index]; }
    // The last member of that name (what most readers take), or kNone.
    std::uint32_t member(std::uint32_t object, std::string_view key) const;

private:
    std::vector<Node> m_nodes;
};

// Appends `text` as a JSON string, escaping only what must be (", \, controls; lone surrogates as
// \udXXX).
void appendJsonString(std::string_view text, std::string& out);
// Appends the unescaped inside of a JSON string (without its quotes). False, with `out` as it was,
// when an escape is malformed. Lone surrogates become WTF-8; `loneSurrogate` tells.
bool unescapeJsonString(std::string_view escaped, std::string& out, bool* loneSurrogate = nullptr);

} // namespace trailloupe
