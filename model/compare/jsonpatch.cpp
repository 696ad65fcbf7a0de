#include "model/compare/jsonpatch.h"

#include "model/compare/alignment.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace trailloupe::compare {

using query::FieldTree;
using Kind = JsonDocument::Kind;

namespace {

constexpr std::uint32_t kNone = FieldTree::kNone;

// A step of a JSON Pointer (RFC 6901).
std::string pointerStep(std::string_view key)
{
    std::string step = "/";
    for (const char c : key) {
        if (c == '~')
            step += "~0";
        else if (c == '/')
            step += "~1";
        else
            step += c;
    }
    return step;
}

bool hasRepeatedKey(const FieldTree& tree, std::uint32_t object)
{
    std::set<std::string_view> seen;
    for (std::uint32_t i = 0; i < tree.childCount(object); ++i) {
        if (!seen.insert(tree.node(tree.child(object, i)).key).second)
            return true;
    }
    return false;
}

// The same, or below the two: what still has to be made equal. `pointer` is where the value is
// when all steps so far have been taken.
struct Pair
{
    std::uint32_t from;
    std::uint32_t to;
    std::string pointer;
    std::uint32_t depth;
};

class PatchWriter
{
public:
    PatchWriter(const FieldTree& from, const FieldTree& to)
        : m_from(from)
        , m_to(to)
        , m_fromHashes(from)
        , m_toHashes(to)
        , m_compared{Compared{&m_from, &m_fromHashes}, Compared{&m_to, &m_toHashes}}
    { }

    std::string write()
    {
        m_open.push_back({0, 0, {}, 0});
        while (!m_open.empty()) {
            const Pair pair = std::move(m_open.back());
            m_open.pop_back();
            make(pair);
        }
        return m_text.empty() ? "[]\n" : '[' + m_text + "\n]\n";
    }

private:
    void step(std::string_view op, const std::string& path, std::string_view value,
              const std::string& from = {})
    {
        m_text += m_text.empty() ? "\n  {\"op\":\"" : ",\n  {\"op\":\"";
        m_text += op;
        m_text += "\",";
        if (!from.empty()) {
            m_text += "\"from\":";
            appendJsonString(from, m_text);
            m_text += ',';
        }
        m_text += "\"path\":";
        appendJsonString(path, m_text);
        if (!value.empty())
            m_text.append(",\"value\":").append(value);
        m_text += '}';
    }

    void make(const Pair& pair)
    {
        const Kind kind = m_from.node(pair.from).kind;
        const bool isWhole = pair.depth >= kMostDepth || kind != m_to.node(pair.to).kind
            || (kind != Kind::Object && kind != Kind::Array)
            || (kind == Kind::Object
                && (hasRepeatedKey(m_from, pair.from) || hasRepeatedKey(m_to, pair.to)));
        if (isWhole) {
            if (!sameContent(m_from, pair.from, m_to, pair.to))
                step("replace", pair.pointer, m_to.json(pair.to));
            return;
        }
        const std::array<std::uint32_t, 2> containers{pair.from, pair.to};
        if (kind == Kind::Object)
            members(pair, alignMembers(m_compared, containers));
        else
            elements(pair, alignElements(m_compared, containers));
    }

    void members(const Pair& pair, const std::list<Group>& groups)
    {
        for (const Group& group : groups) {
            const std::string at = pair.pointer + pointerStep(group.name);
            if (group.nodes[1] == kNone)
                step("remove", at, {});
            else if (group.nodes[0] == kNone)
                step("add", at, m_to.json(group.nodes[1]));
            else
                m_open.push_back({group.nodes[0], group.nodes[1], at, pair.depth + 1});
        }
    }

    // First what goes, from the end; then what stays is brought into its order, then what comes is
    // put between. So every index is right when its step is taken.
    void elements(const Pair& pair, const std::list<Group>& groups)
    {
        std::vector<std::uint32_t> gone;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> kept; // by their place in `to`
        std::vector<std::uint32_t> came;
        for (const Group& group : groups) {
            if (group.nodes[1] == kNone)
                gone.push_back(m_from.position(group.nodes[0]));
            else if (group.nodes[0] == kNone)
                came.push_back(group.nodes[1]);
            else
                kept.emplace_back(group.nodes[1], group.nodes[0]);
        }
        const auto at = [&pair](std::size_t index) {
            return pair.pointer + '/' + std::to_string(index);
        };
        std::sort(gone.rbegin(), gone.rend());
        for (const std::uint32_t position : gone)
            step("remove", at(position), {});
        std::sort(kept.begin(), kept.end()); // nodes stand in the order of the text
        std::vector<std::uint32_t> now;
        for (const auto& [to, from] : kept)
            now.push_back(from);
        std::sort(now.begin(), now.end());
        for (std::size_t i = 0; i < kept.size(); ++i) {
            const auto found =
                std::find(now.begin() + static_cast<std::ptrdiff_t>(i), now.end(), kept[i].second);
            if (found == now.begin() + static_cast<std::ptrdiff_t>(i))
                continue;
            step("move", at(i), {}, at(static_cast<std::size_t>(found - now.begin())));
            now.erase(found);
            now.insert(now.begin() + static_cast<std::ptrdiff_t>(i), kept[i].second);
        }
        std::sort(came.begin(), came.end());
        for (const std::uint32_t node : came)
            step("add", at(m_to.position(node)), m_to.json(node));
        for (const auto& [to, from] : kept)
            m_open.push_back({from, to, at(m_to.position(to)), pair.depth + 1});
    }

    const FieldTree& m_from;
    const FieldTree& m_to;
    ContentHashes m_fromHashes;
    ContentHashes m_toHashes;
    std::array<Compared, 2> m_compared;
    std::vector<Pair> m_open;
    std::string m_text;
};

} // namespace

std::string jsonPatch(const FieldTree& from, const FieldTree& to)
{
    return PatchWriter(from, to).write();
}

} // namespace trailloupe::compare
