#include "model/config/causeevent.h"

#include "model/base/asciitext.h"
#include "model/base/jsondocument.h"
#include "model/config/mentions.h"
#include "model/query/resourcerules.h"

#include <algorithm>
#include <array>

namespace trailloupe::config {
namespace {

using store::PathTable;
using store::ValueKind;

// Names that AWS puts around values, which say nothing of them.
bool isWrapper(std::string_view key)
{
    static constexpr std::array<std::string_view, 8> kWrappers{
        "content", "item", "items", "member", "members", "value", "values", "entry"};
    return std::ranges::find(kWrappers, key) != kWrappers.end();
}

constexpr std::array<std::pair<std::string_view, EventPart>, 4> kParts{{
    {"requestParameters", EventPart::Request},
    {"responseElements", EventPart::Response},
    {"resources", EventPart::Resources},
    {"serviceEventDetails", EventPart::Details},
}};

EventLeaf::Place placeFor(const PathTable& paths, PathId path)
{
    EventLeaf::Place place;
    place.isTagKey = !paths.isElement(path) && equalFolded(paths.key(path), "key");
    place.isTagValue = isTagValue(paths, path);
    PathId at = path;
    for (; paths.parent(at) != PathTable::root(); at = paths.parent(at)) {
        if (paths.isElement(at))
            continue;
        const std::string key = lowerAscii(paths.key(at));
        if (isWrapper(key))
            continue;
        ++place.depth;
        if (place.key.empty())
            place.key = key;
    }
    const auto part = paths.isElement(at)
        ? kParts.end()
        : std::ranges::find(kParts, paths.key(at), &std::pair<std::string_view, EventPart>::first);
    if (part != kParts.end())
        place.part = part->second;
    return place;
}

} // namespace

bool isTagValue(const PathTable& paths, PathId path)
{
    return path != PathTable::root() && !paths.isElement(path)
        && equalFolded(paths.key(path), "value");
}

EventPart eventPartOf(const PathTable& paths, PathId path)
{
    return path == PathTable::root() ? EventPart::None : placeFor(paths, path).part;
}

std::string eventKeyOf(const PathTable& paths, PathId path)
{
    return path == PathTable::root() ? std::string() : placeFor(paths, path).key;
}

CauseEventReader::CauseEventReader(const store::EventStore& events)
    : m_events(events)
    , m_name(events.paths().find("eventName"))
    , m_source(events.paths().find("eventSource"))
    , m_account(events.paths().find("recipientAccountId"))
    , m_callerAccount(events.paths().find("userIdentity.accountId"))
    , m_region(events.paths().find("awsRegion"))
    , m_id(events.paths().find("eventID"))
    , m_sharedId(events.paths().find("sharedEventID"))
    , m_errorCode(events.paths().find("errorCode"))
    , m_errorMessage(events.paths().find("errorMessage"))
    , m_resourceAccount(events.paths().find("resources[].accountId"))
{ }

const EventLeaf::Place& CauseEventReader::placeOf(PathId path)
{
    if (path.index() >= m_placeOf.size())
        m_placeOf.resize(std::max(m_events.paths().size(), path.index() + 1));
    std::uint32_t& place = m_placeOf[path.index()];
    if (place == 0) {
        m_places.push_back(path == PathTable::root() ? EventLeaf::Place()
                                                     : placeFor(m_events.paths(), path));
        place = static_cast<std::uint32_t>(m_places.size());
    }
    return m_places[place - 1];
}

void CauseEventReader::setMember(PathId path, std::string_view text, CauseEvent& event)
{
    const auto set = [&](const std::optional<PathId>& wanted, std::string& into) {
        if (wanted && *wanted == path && into.empty())
            into = text;
    };
    set(m_name, event.name);
    set(m_source, event.source);
    set(m_region, event.region);
    set(m_id, event.id);
    set(m_sharedId, event.sharedId);
    set(m_errorCode, event.error);
    if (m_account && *m_account == path)
        event.account = text;
}

CauseEvent CauseEventReader::read(RowId row)
{
    CauseEvent event;
    event.events = &m_events;
    event.row = row;
    event.seconds = m_events.time(row).value_or(0);
    std::string callerAccount;
    std::string errorMessage;
    std::string tagKey; // that stands before
    m_events.leaves(row, [&](PathId path, ValueKind kind, std::string_view text) {
        if (kind == ValueKind::Null || kind == ValueKind::EmptyObject
            || kind == ValueKind::EmptyArray)
            return;
        const EventLeaf::Place& place = placeOf(path);
        if (place.part == EventPart::None) {
            setMember(path, text, event);
            if (m_callerAccount && path == *m_callerAccount)
                callerAccount = text;
            else if (m_errorMessage && path == *m_errorMessage)
                errorMessage = text;
            return;
        }
        if (m_resourceAccount && path == *m_resourceAccount)
            event.resourceAccounts.emplace_back(text);
        else if (kind == ValueKind::Json)
            addInside(path, text, event);
        else
            event.leaves.push_back({&place, path, {}, {}, std::string(text)});
        if (place.isTagValue && tagKey.starts_with("aws:"))
            event.leaves.back().key = lowerAscii(tagKey);
        tagKey = place.isTagKey ? text : std::string_view();
    });
    if (event.account.empty())
        event.account = callerAccount;
    if (event.error.empty())
        event.error = errorMessage;
    event.words = CallWords(event.name);
    return event;
}

void CauseEventReader::addInside(PathId path, std::string_view json, CauseEvent& event)
{
    const auto parsed = JsonDocument::parse(json);
    if (!parsed)
        return;
    using Kind = JsonDocument::Kind;
    const EventLeaf::Place& place = placeOf(path);
    for (const JsonDocument::Node& node : parsed->nodes()) {
        if (node.kind == Kind::Object || node.kind == Kind::Array || node.kind == Kind::Null)
            continue;
        EventLeaf leaf{&place, path, {}, {}, {}};
        leaf.text = node.kind == Kind::String || node.kind == Kind::Number
            ? node.text
            : std::string(node.kind == Kind::True ? "true" : "false");
        for (const JsonDocument::Node* at = &node; at->parent != JsonDocument::kNone;
             at = &parsed->node(at->parent)) {
            const bool isElement = parsed->node(at->parent).kind == Kind::Array;
            leaf.inside = (isElement ? "[]" : '.' + at->key) + leaf.inside;
            const std::string key = lowerAscii(at->key);
            if (leaf.key.empty() && !isElement && !isWrapper(key))
                leaf.key = key;
        }
        if (leaf.key.empty())
            leaf.key = place.key;
        event.leaves.push_back(std::move(leaf));
    }
}

std::string CauseEvent::pathText(const EventLeaf& leaf) const
{
    return events->paths().text(leaf.path) + leaf.inside;
}

const query::FieldTree* CauseEvent::tree() const
{
    if (!m_isTreeMade) {
        m_isTreeMade = true;
        std::string json;
        events->json(row, json);
        if (auto made = query::FieldTree::build(std::move(json)))
            m_tree = std::move(made).value();
    }
    return m_tree ? &*m_tree : nullptr;
}

namespace {

bool isOneOf(std::string_view text, const std::vector<std::string>& texts)
{
    return std::ranges::find(texts, text) != texts.end();
}

std::string_view accountOfArn(std::string_view arn)
{
    for (int i = 0; i < 4; ++i)
        arn.remove_prefix(std::min(arn.find(':'), arn.size() - 1) + 1);
    return arn.substr(0, arn.find(':'));
}

// One value, and one resource.
class Look
{
public:
    Look(const CauseEvent& event, const ResourceTexts& resource, const TypeWords& words)
        : m_event(event)
        , m_resource(resource)
        , m_words(words)
        , m_isServed(words.isServedBy(event.source))
        , m_isAbout(words.isObjectOf(event.words) || event.words.isTagCall())
    { }

    std::optional<Naming::How> how(const EventLeaf& leaf) const
    {
        if (isOneOf(leaf.text, m_resource.arns))
            return Naming::How::Arn;
        if (isOneOf(leaf.text, m_resource.ids))
            return mayName(leaf, leaf.text) ? std::optional(Naming::How::Id) : std::nullopt;
        if (isOneOf(leaf.text, m_resource.names))
            return mayName(leaf, leaf.text) ? std::optional(Naming::How::Name) : std::nullopt;
        std::optional<Naming::How> found;
        const auto isHeld = [&](const std::string& text) {
            return !text.empty() && text.size() < leaf.text.size()
                && leaf.text.find(text) != std::string::npos;
        };
        // URL-encoded texts hold theirs in other letters.
        if (leaf.text.find('%') == std::string::npos
            && std::ranges::none_of(m_resource.arns, isHeld)
            && std::ranges::none_of(m_resource.ids, isHeld)
            && std::ranges::none_of(m_resource.names, isHeld))
            return found;
        namedTexts(leaf.text, [&](std::string_view text, TextForm form) {
            const auto how = part(leaf, text, form);
            if (how && (!found || *how > *found))
                found = how;
        });
        return found;
    }

    bool isServed() const { return m_isServed; }
    bool isAbout() const { return m_isAbout; }

private:
    // A text that people gave only names a resource where a parameter of its type stands.
    bool mayName(const EventLeaf& leaf, std::string_view text) const
    {
        if (isUniqueText(text))
            return true;
        const KeyFit fit = m_words.keyFit(leaf.name());
        if (fit == KeyFit::No)
            return false;
        if (fit == KeyFit::Generic)
            return m_isServed && m_isAbout;
        return m_isServed || leaf.isReservedTag()
            || query::typeOfParameter(m_event.source, originalKey(leaf)) == m_resource.type;
    }
    // As the tables of query/resourcerules.h write it; only these few are of any service.
    static std::string_view originalKey(const EventLeaf& leaf)
    {
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kKeys{{
            {"autoscalinggroupname", "autoScalingGroupName"},
            {"bucketname", "bucketName"},
            {"launchconfigurationname", "launchConfigurationName"},
            {"loadbalancername", "loadBalancerName"},
            {"s3bucketname", "s3BucketName"},
        }};
        const auto it = std::ranges::find(kKeys, leaf.name(),
                                          &std::pair<std::string_view, std::string_view>::first);
        return it == kKeys.end() ? std::string_view() : it->second;
    }

    std::optional<Naming::How> part(const EventLeaf& leaf, std::string_view text,
                                    TextForm form) const
    {
        if (form == TextForm::Whole)
            return std::nullopt;
        const bool isArn = isOneOf(text, m_resource.arns);
        const bool isId = isOneOf(text, m_resource.ids);
        if (!isArn && !isId && !isOneOf(text, m_resource.names))
            return std::nullopt;
        if (form == TextForm::End && isEndOf(leaf, text))
            return isId ? Naming::How::Id : Naming::How::Name;
        return isUniqueText(text) ? std::optional(Naming::How::Inside) : std::nullopt;
    }
    // "role/web" of an ARN, "queue" of a URL, "function:web" of what Lambda takes for an ARN.
    bool isEndOf(const EventLeaf& leaf, std::string_view text) const
    {
        if (!query::isArn(leaf.text)) {
            return leaf.text.find("arn:") != 0 && m_words.keyFit(leaf.name()) == KeyFit::Yes
                && m_isServed && holdsAccount(leaf.text);
        }
        // Its own ARN is known, and is another one.
        if (!m_resource.arns.empty())
            return false;
        const std::string_view account = accountOfArn(leaf.text);
        return (account.empty() || account == m_resource.account)
            && query::typeOfArn(leaf.text) == m_resource.type && !text.empty();
    }
    // Where it holds the number of an account at all.
    bool holdsAccount(std::string_view text) const
    {
        bool holds = true;
        namedTexts(text, [&](std::string_view part, TextForm) {
            if (part.size() == 12
                && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; }))
                holds = part == m_resource.account;
        });
        return holds;
    }

    const CauseEvent& m_event;
    const ResourceTexts& m_resource;
    const TypeWords& m_words;
    const bool m_isServed;
    const bool m_isAbout;
};

// What the values of an event say together.
class NamingSum
{
public:
    NamingSum(const CauseEvent& event, const ResourceTexts& resource, const TypeWords& words)
        : m_event(event)
        , m_resource(resource)
        , m_words(words)
        , m_look(event, resource, words)
    { }

    void add(std::size_t index)
    {
        const EventLeaf& leaf = m_event.leaves[index];
        const EventPart part = leaf.place->part;
        const bool isCall = part == EventPart::Request || part == EventPart::Response;
        Side& side = m_sides[part == EventPart::Response ? 1 : 0];
        const KeyFit fit = isCall ? m_words.keyFit(leaf.name()) : KeyFit::Generic;
        if (fit == KeyFit::Yes)
            side.firstDepth = std::min(side.firstDepth, leaf.place->depth);
        const auto how = m_look.how(leaf);
        if (!how)
            return;
        // The request before the response, the surest before others.
        if (!m_isNamed || *how > m_naming.how) {
            m_naming.leaf = index;
            m_naming.how = *how;
        }
        m_isNamed = true;
        if (*how == Naming::How::Arn && !m_resource.account.empty()
            && accountOfArn(leaf.text) == m_resource.account)
            m_naming.namesAccount = true;
        if (*how == Naming::How::Inside)
            return;
        m_isRecorded = m_isRecorded || !isCall;
        if (!isCall)
            return;
        side.isNamed = true;
        side.hasIdentifier = side.hasIdentifier || *how != Naming::How::Name;
        if (fit != KeyFit::Other)
            side.ownDepth = std::min(side.ownDepth, leaf.place->depth);
    }

    std::optional<Naming> take()
    {
        if (!m_isNamed)
            return std::nullopt;
        const auto& [request, response] = m_sides;
        m_naming.isInRequest = request.isNamed;
        m_naming.isInResponse = response.isNamed;
        m_naming.isNew = response.hasIdentifier && !request.hasIdentifier;
        m_naming.isTarget = request.isNamed ? request.isFirst()
            : response.isNamed              ? response.isFirst()
                                            : m_isRecorded;
        const bool isTagging =
            m_event.words.isTagCall() && m_event.source == "tagging.amazonaws.com";
        m_naming.isObject =
            m_naming.isTarget && m_look.isAbout() && (m_look.isServed() || isTagging);
        m_naming.namesAccount =
            m_naming.namesAccount || isOneOf(m_resource.account, m_event.resourceAccounts);
        return m_naming;
    }

private:
    struct Side // the request, the response
    {
        static constexpr std::uint32_t kNowhere = ~std::uint32_t{0};
        bool isNamed = false;
        bool hasIdentifier = false;
        // How deep the first resource of the type stands, and this one.
        std::uint32_t firstDepth = kNowhere;
        std::uint32_t ownDepth = kNowhere;
        bool isFirst() const { return ownDepth != kNowhere && ownDepth <= firstDepth; }
    };

    const CauseEvent& m_event;
    const ResourceTexts& m_resource;
    const TypeWords& m_words;
    const Look m_look;
    std::array<Side, 2> m_sides;
    bool m_isNamed = false;
    bool m_isRecorded = false; // in resources[] or what else is no part of the call
    Naming m_naming;
};

} // namespace

std::optional<Naming> namingOf(const CauseEvent& event, const ResourceTexts& resource,
                               const TypeWords& words)
{
    NamingSum sum(event, resource, words);
    for (std::size_t i = 0; i < event.leaves.size(); ++i)
        sum.add(i);
    return sum.take();
}

} // namespace trailloupe::config
