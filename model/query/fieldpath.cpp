#include "model/query/fieldpath.h"

#include <algorithm>
#include <charconv>

namespace trailloupe::query {
namespace {

constexpr std::uint32_t kAnyIndex = ~std::uint32_t{0};

// What the bar takes for a name without them; see BarText::takeField().
bool needsTicks(std::string_view key, bool isFirst)
{
    const auto plain = [](unsigned char c) {
        return std::isalnum(c) || c == '_' || c == '-' || c == '@' || c >= 0x80;
    };
    if (key.empty() || !std::all_of(key.begin(), key.end(), plain))
        return true;
    return isFirst && (key.front() == '-' || std::isdigit(static_cast<unsigned char>(key.front())));
}

// "[n]", "[*]" or "[]" at the start of the text, which loses it.
std::optional<PathStep> takeElement(std::string_view& text)
{
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos)
        return std::nullopt;
    const std::string_view inside = text.substr(1, close - 1);
    PathStep step;
    step.kind = PathStep::Kind::AnyElement;
    if (!inside.empty() && inside != "*") {
        step.kind = PathStep::Kind::Index;
        const auto [end, error] =
            std::from_chars(inside.data(), inside.data() + inside.size(), step.index);
        if (error != std::errc() || end != inside.data() + inside.size() || step.index == kAnyIndex)
            return std::nullopt;
    }
    text.remove_prefix(close + 1);
    return step;
}

// A key up to the next dot or bracket, or one in backticks (a doubled backtick stands for one).
std::optional<PathStep> takeKey(std::string_view& text)
{
    PathStep step;
    if (!text.empty() && text.front() == '`') {
        std::size_t at = 1;
        for (; at < text.size(); ++at) {
            if (text[at] == '`') {
                if (at + 1 >= text.size() || text[at + 1] != '`')
                    break;
                ++at;
            }
            step.key += text[at];
        }
        if (at >= text.size())
            return std::nullopt;
        text.remove_prefix(at + 1);
        return step;
    }
    const std::size_t end = std::min(text.find_first_of(".[`"), text.size());
    if (end == 0)
        return std::nullopt;
    step.key = text.substr(0, end);
    if (step.key == "*") {
        step.kind = PathStep::Kind::AnyKey;
        step.key.clear();
    }
    text.remove_prefix(end);
    return step;
}

} // namespace

std::optional<FieldPath> FieldPath::parse(std::string_view text)
{
    FieldPath path;
    bool expectsKey = true;
    while (!text.empty() || expectsKey) {
        std::optional<PathStep> step;
        if (expectsKey) {
            step = takeKey(text);
            expectsKey = false;
        } else if (text.front() == '[') {
            step = takeElement(text);
        } else if (text.front() == '.') {
            text.remove_prefix(1);
            expectsKey = true;
            continue;
        }
        if (!step || path.steps.size() == kMaxSteps)
            return std::nullopt;
        path.steps.push_back(*std::move(step));
    }
    return path;
}

std::string FieldPath::text() const
{
    std::string text;
    for (const PathStep& step : steps) {
        switch (step.kind) {
        case PathStep::Kind::Index:
            text += '[' + std::to_string(step.index) + ']';
            break;
        case PathStep::Kind::AnyElement:
            text += "[*]";
            break;
        case PathStep::Kind::AnyKey:
        case PathStep::Kind::Key:
            if (&step != &steps.front())
                text += '.';
            if (step.kind == PathStep::Kind::AnyKey) {
                text += '*';
            } else if (needsTicks(step.key, &step == &steps.front())) {
                text += '`';
                for (const char c : step.key)
                    text += c == '`' ? std::string("``") : std::string(1, c);
                text += '`';
            } else {
                text += step.key;
            }
            break;
        }
    }
    return text;
}

PathMatcher::PathMatcher(const FieldPath& path, const store::PathTable& paths)
    : m_path(path)
    , m_paths(&paths)
    , m_end(Positions{1} << path.steps.size())
    , m_positions(paths.size())
{
    m_hasIndex = std::any_of(path.steps.begin(), path.steps.end(), [](const PathStep& step) {
        return step.kind == PathStep::Kind::Index;
    });
    // A path is added after its parent.
    m_positions[store::PathTable::root().index()] = 1;
    for (std::size_t i = 1; i < m_positions.size(); ++i) {
        const PathId id(static_cast<PathId::Value>(i));
        const Positions above = m_positions[paths.parent(id).index()];
        if (above)
            m_positions[i] = paths.isElement(id) ? afterElement(above, kAnyIndex)
                                                 : afterKey(above, paths.key(id));
    }
}

PathMatcher::Positions PathMatcher::afterKey(Positions positions, std::string_view key) const
{
    Positions next = 0;
    for (std::size_t at = 0; at < m_path.steps.size(); ++at) {
        if (!(positions >> at & 1))
            continue;
        const PathStep& step = m_path.steps[at];
        if (step.kind == PathStep::Kind::AnyKey
            || (step.kind == PathStep::Kind::AnyElement && !m_path.forgiving)
            || (step.kind == PathStep::Kind::Key && step.key == key))
            next |= Positions{1} << (at + 1);
        if (!m_path.forgiving || key.find('.') == std::string_view::npos)
            continue;
        // A key that holds dots takes several steps.
        std::string joined;
        for (std::size_t end = at; end < m_path.steps.size(); ++end) {
            if (m_path.steps[end].kind != PathStep::Kind::Key)
                break;
            joined += (end == at ? "" : ".") + m_path.steps[end].key;
            if (end > at && joined == key)
                next |= Positions{1} << (end + 1);
        }
    }
    return next;
}

PathMatcher::Positions PathMatcher::afterElement(Positions positions, std::uint32_t index) const
{
    Positions next = 0;
    for (std::size_t at = 0; at <= m_path.steps.size(); ++at) {
        if (!(positions >> at & 1))
            continue;
        const auto kind = at < m_path.steps.size() ? m_path.steps[at].kind : PathStep::Kind::Key;
        switch (kind) {
        case PathStep::Kind::AnyElement:
            next |= Positions{1} << (at + 1);
            break;
        case PathStep::Kind::Index:
            if (index == kAnyIndex || index == m_path.steps[at].index)
                next |= Positions{1} << (at + 1);
            break;
        case PathStep::Kind::Key:
        case PathStep::Kind::AnyKey:
            // The event itself is no array.
            if (m_path.forgiving && at > 0)
                next |= Positions{1} << at;
            if (!m_path.forgiving && kind == PathStep::Kind::AnyKey)
                next |= Positions{1} << (at + 1);
            break;
        }
    }
    return next;
}

PathMatcher::Positions PathMatcher::positionsAt(PathId id,
                                                const std::vector<std::uint32_t>& indexes) const
{
    if (!m_hasIndex)
        return positions(id);
    Positions at = 1;
    std::size_t element = 0;
    for (const auto& step : m_paths->steps(id)) {
        if (step.isElement)
            at = afterElement(at, element < indexes.size() ? indexes[element] : kAnyIndex);
        else
            at = afterKey(at, step.key);
        element += step.isElement ? 1 : 0;
    }
    return at;
}

bool PathMatcher::endsAt(PathId id, const std::vector<std::uint32_t>& indexes) const
{
    return (positionsAt(id, indexes) & m_end) != 0;
}

void PathMatcher::findInside(PathId above, const std::vector<std::uint32_t>& indexes,
                             const JsonDocument& subtree, std::vector<std::uint32_t>& nodes) const
{
    // Nodes stand in document order, so that a parent comes before its children.
    std::vector<Positions> at(subtree.nodes().size());
    at[0] = positionsAt(above, indexes);
    for (std::uint32_t i = 0; i < subtree.nodes().size(); ++i) {
        if (!at[i])
            continue;
        if (at[i] & m_end)
            nodes.push_back(i);
        const JsonDocument::Node& node = subtree.node(i);
        std::uint32_t index = 0;
        for (auto child = node.firstChild; child != JsonDocument::kNone;
             child = subtree.node(child).nextSibling) {
            at[child] = node.kind == JsonDocument::Kind::Array
                ? afterElement(at[i], index++)
                : afterKey(at[i], subtree.node(child).key);
        }
    }
}

} // namespace trailloupe::query
