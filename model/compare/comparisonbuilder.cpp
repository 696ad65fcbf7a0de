#include "model/compare/comparisonbuilder.h"

#include "model/compare/policydifference.h"
#include "model/query/decodedvalue.h"
#include "model/store/pathtable.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace trailloupe::compare {

using query::FieldTree;
using Kind = JsonDocument::Kind;

namespace {

constexpr std::uint32_t kNone = FieldTree::kNone;
constexpr std::uint32_t kMostUnwrapped = 4; // JSON in text in JSON in text …
constexpr std::size_t kMostRows = std::size_t{1} << 24;

// Decoded text comes indented; a list in it is a value in one line. REQUIRES JSON.
std::string inOneLine(std::string_view json)
{
    std::string line;
    line.reserve(json.size());
    bool isInText = false;
    bool isEscaped = false;
    for (const char c : json) {
        if (isInText || (c != ' ' && c != '\t' && c != '\r' && c != '\n'))
            line += c;
        if (c == '"' && !isEscaped)
            isInText = !isInText;
        isEscaped = isInText && c == '\\' && !isEscaped;
    }
    return line;
}

} // namespace

ComparisonBuilder::ComparisonBuilder(std::vector<ComparedEvent> events, const JobContext& context)
    : m_context(context)
    , m_shared(std::make_shared<Comparison::Shared>())
{
    m_shared->events = std::move(events);
}

Result<void> ComparisonBuilder::addDocument(std::string json)
{
    auto made = FieldTree::build(std::move(json));
    if (!made)
        return made.error();
    ContentHashes hashes(*made);
    m_shared->documents.push_back(
        std::make_unique<const Document>(Document{std::move(made).value(), std::move(hashes)}));
    return {};
}

Result<void> ComparisonBuilder::build()
{
    const std::size_t count = m_shared->events.size();
    std::vector<Place> roots;
    for (const ComparedEvent& event : m_shared->events) {
        if (auto added = addDocument(event.json); !added)
            return added;
        roots.push_back({static_cast<std::uint32_t>(roots.size()), 0, kNone});
    }
    m_rows.emplace_back();
    m_rows.front().isContainer = true;
    m_shared->places = roots;
    std::vector<Open> opened;
    opened.push_back(open(0, roots, 0, false));
    for (std::size_t steps = 0; !opened.empty(); ++steps) {
        if (steps % 1024 == 0 && m_context.cancelled())
            return Error{.kind = Error::Kind::Cancelled};
        if (opened.back().groups.empty()) {
            m_rows[opened.back().row].end = static_cast<std::uint32_t>(m_rows.size());
            opened.pop_back();
            continue;
        }
        if (m_rows.size() >= kMostRows / count)
            return Error{.kind = Error::Kind::TooLarge, .detail = "too many values to compare"};
        addRow(opened.back(), opened);
    }
    return {};
}

ComparisonBuilder::Open ComparisonBuilder::open(std::uint32_t row, const std::vector<Place>& places,
                                                std::uint32_t unwrapped, bool isArray)
{
    Open made;
    made.row = row;
    made.unwrapped = unwrapped;
    made.isArray = isArray;
    std::vector<Compared> compared;
    std::vector<std::uint32_t> containers;
    for (const Place& place : places) {
        const bool isInside = place.inside != kNone;
        const std::uint32_t document = isInside ? place.inside : place.document;
        made.documents.push_back(document);
        compared.push_back(
            {&m_shared->documents[document]->tree, &m_shared->documents[document]->hashes});
        containers.push_back(isInside ? 0 : place.node);
    }
    made.groups =
        isArray ? alignElements(compared, containers) : alignMembers(compared, containers);
    return made;
}

void ComparisonBuilder::addRow(Open& parent, std::vector<Open>& opened)
{
    Group group = std::move(parent.groups.front());
    parent.groups.pop_front();
    std::vector<Place> places;
    std::optional<Place> first;
    bool areObjects = true;
    bool areArrays = true;
    bool areTexts = true;
    bool haveChildren = false;
    for (std::size_t event = 0; event < group.nodes.size(); ++event) {
        places.push_back({parent.documents[event], group.nodes[event], kNone});
        if (group.nodes[event] == kNone)
            continue;
        const FieldTree& in = tree(parent.documents[event]);
        const Kind kind = in.node(group.nodes[event]).kind;
        areObjects = areObjects && kind == Kind::Object;
        areArrays = areArrays && kind == Kind::Array;
        areTexts = areTexts && kind == Kind::String;
        haveChildren = haveChildren || in.childCount(group.nodes[event]) > 0;
        if (!first)
            first = places.back();
    }
    Row row;
    row.parent = parent.row;
    row.depth = m_rows[parent.row].depth + 1;
    row.isElement = parent.isArray;
    row.name = std::move(group.name);
    row.hasPlaceAsName = row.name.empty() && parent.isArray;
    if (row.hasPlaceAsName)
        row.name = '[' + std::to_string(tree(first->document).position(first->node)) + ']';
    row.path = m_rows[parent.row].path;
    if (m_rows[parent.row].isDecoded)
        row.path += kInside;
    const std::string& key = tree(first->document).node(first->node).key;
    std::string step;
    store::PathTable::appendStep(m_rows[parent.row].isDecoded ? step : row.path,
                                 {parent.isArray, parent.isArray ? "" : key});
    row.path += step;
    const bool mayOpen = row.depth < kMostDepth;
    row.isDecoded = mayOpen && areTexts && parent.unwrapped < kMostUnwrapped && decode(places, key);
    row.isContainer = row.isDecoded || (mayOpen && (areObjects || areArrays) && haveChildren);
    if (row.isContainer && areOnePolicy(places)) {
        // What is in it would be told as differences, and is none.
        row.isContainer = false;
        row.isDecoded = false;
        row.note = RowNote::Writing;
    }
    const auto index = static_cast<std::uint32_t>(m_rows.size());
    row.end = index + 1;
    const bool isContainer = row.isContainer;
    const bool isDecoded = row.isDecoded;
    const std::uint32_t unwrapped = parent.unwrapped + (isDecoded ? 1 : 0);
    m_rows.push_back(std::move(row));
    m_shared->places.insert(m_shared->places.end(), places.begin(), places.end());
    if (!isContainer)
        return;
    const bool isArray = isDecoded
        ? std::ranges::any_of(places,
                              [this](const Place& place) {
                                  return place.inside != kNone
                                      && tree(place.inside).node(0).kind == Kind::Array;
                              })
        : areArrays;
    Open below = open(index, places, unwrapped, isArray);
    m_rows[index].note = noteOf(index, places, below);
    opened.push_back(std::move(below));
}

// All texts are JSON objects, or all are arrays: then each place knows the document of it.
bool ComparisonBuilder::decode(std::vector<Place>& places, std::string_view key)
{
    std::vector<std::string> texts;
    for (const Place& place : places) {
        if (place.node == kNone) {
            texts.emplace_back();
            continue;
        }
        auto decoded = query::decodeValue(key, tree(place.document).node(place.node).text, false);
        if (!decoded || !decoded->isJson())
            return false;
        texts.push_back(inOneLine(decoded->text));
    }
    std::optional<Kind> kind;
    const std::size_t before = m_shared->documents.size();
    const auto giveUp = [&] {
        m_shared->documents.resize(before);
        for (Place& place : places)
            place.inside = kNone;
        return false;
    };
    for (std::size_t event = 0; event < places.size(); ++event) {
        if (places[event].node == kNone)
            continue;
        if (!addDocument(std::move(texts[event])))
            return giveUp();
        const auto inside = static_cast<std::uint32_t>(m_shared->documents.size() - 1);
        const Kind mine = tree(inside).node(0).kind;
        if ((mine != Kind::Object && mine != Kind::Array) || (kind && *kind != mine))
            return giveUp();
        kind = mine;
        places[event].inside = inside;
    }
    return true;
}

// Policies that are written in different ways and mean the same.
bool ComparisonBuilder::areOnePolicy(const std::vector<Place>& places) const
{
    const FieldTree* first = nullptr;
    std::uint32_t firstNode = kNone;
    bool areSame = true;
    for (const Place& place : places) {
        if (place.node == kNone)
            continue;
        const FieldTree& in = tree(place.inside != kNone ? place.inside : place.document);
        const std::uint32_t node = place.inside != kNone ? 0 : place.node;
        if (!isPolicy(in, node))
            return false;
        if (!first) {
            first = &in;
            firstNode = node;
            continue;
        }
        const bool isSame = sameContent(*first, firstNode, in, node);
        if (!isSame && !meanTheSame(*first, firstNode, in, node))
            return false;
        areSame = areSame && isSame;
    }
    return !areSame;
}

RowNote ComparisonBuilder::noteOf(std::uint32_t row, const std::vector<Place>& places,
                                  const Open& opened) const
{
    if (m_rows[row].isDecoded) {
        const Place* known = nullptr;
        for (const Place& place : places) {
            if (place.node == kNone)
                continue;
            const auto& text = tree(place.document).node(place.node).text;
            if (known && sameContent(tree(known->inside), 0, tree(place.inside), 0)
                && tree(known->document).node(known->node).text != text)
                return RowNote::Writing;
            known = &place;
        }
    }
    return opened.isArray ? orderNote(places, opened) : RowNote::None;
}

// Elements that only go together because they are alike, or were left, say nothing about the order.
RowNote ComparisonBuilder::orderNote(const std::vector<Place>& places, const Open& opened) const
{
    std::vector<const Group*> groups;
    for (const Group& group : opened.groups)
        groups.push_back(&group);
    // Of most lists that is all that has to be known.
    if (!isOrderAnother(groups, opened))
        return RowNote::None;
    bool areSame = true;
    std::erase_if(groups, [&](const Group* group) {
        const bool isSame = isSameWhereItIs(*group, opened);
        areSame = areSame && isSame;
        for (std::size_t event = 0; event < places.size(); ++event)
            areSame = areSame && (places[event].node == kNone || group->nodes[event] != kNone);
        return !isSame && group->name.empty();
    });
    if (!isOrderAnother(groups, opened))
        return RowNote::None;
    return areSame ? RowNote::Order : RowNote::OrderToo;
}

// What belongs together stands in the order of each event where no order differs.
bool ComparisonBuilder::isOrderAnother(const std::vector<const Group*>& groups,
                                       const Open& in) const
{
    for (std::size_t event = 0; event < in.documents.size(); ++event) {
        std::optional<std::uint32_t> last;
        for (const Group* group : groups) {
            if (group->nodes[event] == kNone)
                continue;
            const std::uint32_t position = tree(in.documents[event]).position(group->nodes[event]);
            if (last && position < *last)
                return true;
            last = position;
        }
    }
    return false;
}

bool ComparisonBuilder::isSameWhereItIs(const Group& group, const Open& in) const
{
    std::optional<std::size_t> first;
    for (std::size_t event = 0; event < group.nodes.size(); ++event) {
        if (group.nodes[event] == kNone)
            continue;
        if (!first) {
            first = event;
            continue;
        }
        const Document& a = *m_shared->documents[in.documents[*first]];
        const Document& b = *m_shared->documents[in.documents[event]];
        const std::uint32_t nodeA = group.nodes[*first];
        const std::uint32_t nodeB = group.nodes[event];
        if (a.hashes.of(nodeA) != b.hashes.of(nodeB) || !sameContent(a.tree, nodeA, b.tree, nodeB))
            return false;
    }
    return true;
}

Comparison ComparisonBuilder::take()
{
    Comparison made;
    made.m_shared = std::move(m_shared);
    made.m_rows = std::move(m_rows);
    return made;
}

} // namespace trailloupe::compare
