#include "model/config/causejudge.h"

#include "model/config/eventcensus.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace trailloupe::config {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

// An item before anything was configured: what an item has is then what was added.
constexpr std::string_view kEmptyItem =
    R"({"configuration":{},"supplementaryConfiguration":{},"tags":{},"relationships":[]})";

std::string jsonOf(const store::EventStore& items, RowId row)
{
    std::string json;
    items.json(row, json);
    return json;
}

CauseReason::Kind reasonOf(Naming::How how)
{
    switch (how) {
    case Naming::How::Arn:
        return CauseReason::Kind::SameArn;
    case Naming::How::Id:
        return CauseReason::Kind::SameId;
    case Naming::How::Name:
        return CauseReason::Kind::SameName;
    case Naming::How::Inside:
        break;
    }
    return CauseReason::Kind::InText;
}

} // namespace

CauseJudge::CauseJudge(const store::EventStore& events, const Resources& resources)
    : m_events(events)
    , m_resources(resources)
    , m_reader(events)
{ }

const TypeWords& CauseJudge::wordsOf(std::string_view type)
{
    const auto it = m_words.find(type);
    return it != m_words.end() ? it->second
                               : m_words.emplace(std::string(type), TypeWords(type)).first->second;
}

ItemCauses CauseJudge::judge(const ItemFrame& frame, const ResourceTexts& texts,
                             std::span<const RowId> rows, std::span<const RowId> related)
{
    m_frame = &frame;
    m_texts = &texts;
    m_resource = &m_resources.resource(frame.resource);
    m_typeWords = &wordsOf(m_resource->type);
    m_candidates.clear();
    m_tried.clear();
    m_changes.clear();
    m_named = 0;
    m_areChangesKnown = false;
    for (const RowId row : rows)
        add(row, std::ranges::find(related, row) != related.end());
    for (const RowId row : related) {
        if (std::ranges::find(m_candidates, row, [](const Candidate& c) { return c.event.row; })
            == m_candidates.end())
            add(row, true);
    }
    if (m_candidates.empty())
        return take();
    readChanges();
    m_isExplained.assign(m_changes.size(), false);
    for (Candidate& candidate : m_candidates) {
        weigh(candidate);
        if (candidate.isWithin && !candidate.naming && !candidate.neighbours.empty())
            ++m_named;
    }
    switch (frame.kind) {
    case ItemFrame::Kind::Nothing:
        break;
    case ItemFrame::Kind::Begin:
        decideBegin();
        break;
    case ItemFrame::Kind::Change:
        m_areChangesKnown ? decideChange() : decideUnknown();
        break;
    case ItemFrame::Kind::Unknown:
        decideUnknown();
        break;
    case ItemFrame::Kind::End:
        decideEnd();
        break;
    }
    decideRelated();
    return take();
}

void CauseJudge::add(RowId row, bool isRelated)
{
    Candidate candidate;
    candidate.ns = m_events.time(row).value_or(0) * kSecond;
    candidate.isWithin = m_frame->holds(candidate.ns);
    if (!isRelated && !m_frame->reaches(candidate.ns))
        return;
    candidate.event = m_reader.read(row);
    candidate.isRelated = isRelated;
    candidate.naming = namingOf(candidate.event, *m_texts, *m_typeWords);
    candidate.cause.event = row;
    candidate.cause.beforeNs = m_frame->toNs - candidate.ns;
    if (!agrees(candidate) && !isRelated)
        return;
    if (candidate.isNamed() && candidate.naming->how == Naming::How::Name) {
        candidate.isAmbiguous = isAmbiguous(candidate);
        candidate.isSure = candidate.isSure && !candidate.isAmbiguous;
    }
    if (candidate.isWithin && candidate.naming)
        ++m_named;
    if (!candidate.event.error.empty() && !isRelated) {
        if (candidate.isCall() && candidate.isWithin) {
            reasonNaming(candidate);
            candidate.cause.score = scoreOf(*candidate.naming);
            m_tried.push_back(std::move(candidate.cause));
        }
        return;
    }
    m_candidates.push_back(std::move(candidate));
}

bool CauseJudge::agrees(Candidate& candidate) const
{
    const CauseEvent& event = candidate.event;
    const bool isKnown = !event.account.empty() && !m_resource->accountId.empty();
    const bool isOther = isKnown && event.account != m_resource->accountId;
    if (isOther && !(candidate.naming && candidate.naming->namesAccount))
        return false;
    if (!isKnown || isOther) {
        candidate.isSure = false;
        reason(candidate,
               isOther ? CauseReason::Kind::OtherAccount : CauseReason::Kind::UnknownAccount);
    }
    // What is nowhere is changed anywhere; buckets are created from us-east-1 in any Region.
    return !isRegion(m_resource->region) || event.region.empty()
        || event.region == m_resource->region
        || (m_typeWords->service() == "s3" && event.region == "us-east-1");
}

// Whether another resource was called so at the time of the event.
bool CauseJudge::isAmbiguous(const Candidate& candidate) const
{
    const auto isOther = [&](ResourceNo no) {
        const Resource& other = m_resources.resource(no);
        return no != m_frame->resource && other.type == m_resource->type
            && other.accountId == m_resource->accountId && other.region == m_resource->region
            && m_resources.stateAt(no, candidate.ns).presence == State::Presence::Live;
    };
    const std::string& text = candidate.event.leaves[candidate.naming->leaf].text;
    return std::ranges::any_of(m_texts->names, [&](const std::string& name) {
        return text.ends_with(name) && std::ranges::any_of(m_resources.withName(name), isOther);
    });
}

void CauseJudge::readChanges()
{
    const store::EventStore& items = *m_resources.store();
    const auto all = m_resources.items(m_frame->resource);
    const bool isEnd = m_frame->kind == ItemFrame::Kind::End;
    if (m_frame->kind == ItemFrame::Kind::Nothing || (isEnd && m_frame->before == kNoItem))
        return;
    const auto diff = isEnd
        ? differItems(jsonOf(items, all[m_frame->before].row), std::string(kEmptyItem))
        : m_frame->kind == ItemFrame::Kind::Change
        ? differItems(items, all[m_frame->before].row, all[m_frame->item].row)
        : differItems(std::string(kEmptyItem), jsonOf(items, all[m_frame->item].row));
    if (!diff)
        return;
    m_areChangesKnown = true;
    addChanges(*diff);
}

void CauseJudge::addChanges(const ItemDiff& diff)
{
    const bool isEnd = m_frame->kind == ItemFrame::Kind::End;
    std::vector<std::string> own;
    for (const auto* texts : {&m_texts->ids, &m_texts->names, &m_texts->arns})
        own.insert(own.end(), texts->begin(), texts->end());
    own.emplace_back(m_resource->accountId);
    own.emplace_back(m_resource->region);
    std::vector<Relationship> relationships; // with the names that a change does not tell
    for (const Change& change : diff.changes) {
        const bool isMetadata = change.section == Change::Section::Metadata;
        if (change.isNoise
            || (isMetadata
                && (m_frame->kind != ItemFrame::Kind::Change
                    || change.path == "configurationItemStatus")))
            continue;
        if (change.section != Change::Section::Relationships) {
            if (!isEnd)
                m_changes.emplace_back(change, own);
            continue;
        }
        if (relationships.empty())
            relationships = allRelationships();
        const auto other = std::ranges::find(relationships, change.path, &Relationship::text);
        if (other != relationships.end())
            m_changes.emplace_back(change, *other);
    }
}

// Of the item and the one before.
std::vector<Relationship> CauseJudge::allRelationships() const
{
    std::vector<Relationship> all;
    const auto items = m_resources.items(m_frame->resource);
    for (const std::uint32_t item : {m_frame->before, m_frame->item}) {
        if (item == kNoItem)
            continue;
        const auto tree = query::FieldTree::build(jsonOf(*m_resources.store(), items[item].row));
        if (!tree)
            continue;
        const auto some = relationshipsOf(*tree);
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

bool CauseJudge::Candidate::says(std::size_t change) const
{
    const auto isIt = [change](const auto& one) {
        return one.first == change;
    };
    return std::ranges::any_of(told, isIt) || std::ranges::any_of(answered, isIt);
}

void CauseJudge::weigh(Candidate& candidate)
{
    const CauseEvent& event = candidate.event;
    const auto effects = CallEffects::of(event.source, event.name, event.words);
    const bool isCall = candidate.isCall();
    // It is about another resource of this type, and names this one beside: as a peer.
    const bool isOfAnother =
        !isCall && m_typeWords->isServedBy(event.source) && m_typeWords->isObjectOf(event.words);
    const bool mayMention =
        candidate.isNamed() && !isCall && !isOfAnother && m_frame->kind == ItemFrame::Kind::Change;
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        const ChangedValue& value = m_changes[i];
        if (value.isRelationship()) {
            weighNeighbour(candidate, i);
            continue;
        }
        if (!isCall && !mayMention)
            continue;
        // What is only mentioned is changed by the identifiers that the request brings to it.
        auto asked = value.find(event, EventPart::Request);
        if (asked && !isCall && !isUniqueText(asked->value))
            asked.reset();
        if (!value.isMadeBy(event.words)) {
            if (asked)
                candidate.undone.push_back(i);
            continue;
        }
        if (asked)
            candidate.told.emplace_back(i, *asked);
        else if (const auto given = isCall ? value.find(event, EventPart::Response) : std::nullopt)
            candidate.answered.emplace_back(i, *given);
        if (isCall && effects && effects->cover(value.change()))
            candidate.fitting.push_back(i);
    }
}

void CauseJudge::weighNeighbour(Candidate& candidate, std::size_t change)
{
    const ChangedValue& value = m_changes[change];
    const Relationship& other = value.other();
    const CauseEvent& event = candidate.event;
    if (other.type.empty() || event.words.isTagCall())
        return;
    const TypeWords& words = wordsOf(other.type);
    ResourceTexts texts;
    texts.type = other.type;
    texts.account = m_resource->accountId;
    if (!other.id.empty())
        texts.ids.push_back(other.id);
    if (!other.name.empty())
        texts.names.push_back(other.name);
    const auto naming = namingOf(event, texts, words);
    if (!naming || naming->how == Naming::How::Inside)
        return;
    const bool isAdded = value.change().kind == Change::Kind::Added;
    const EventLeaf& leaf = event.leaves[naming->leaf];
    Neighbour neighbour{.change = change, .at = {event.pathText(leaf), leaf.text, true}};
    // What is gone is related to nothing; what is new need not have been related at once.
    neighbour.isMade = naming->isObject && words.isWholeObjectOf(event.words)
        && (isAdded ? event.words.creates() : event.words.deletes());
    const bool isAbout =
        (neighbour.isMade && !isAdded) || (candidate.isNamed() && value.isMadeBy(event.words));
    if (isAbout && m_frame->kind != ItemFrame::Kind::End)
        candidate.told.emplace_back(change, neighbour.at);
    candidate.neighbours.push_back(std::move(neighbour));
}

void CauseJudge::reason(Candidate& candidate, CauseReason::Kind kind, std::string change,
                        const ValueAt& at) const
{
    candidate.cause.reasons.push_back({kind, at.path, at.value, std::move(change)});
}

void CauseJudge::reasonNaming(Candidate& candidate) const
{
    if (!candidate.naming)
        return;
    const EventLeaf& leaf = candidate.event.leaves[candidate.naming->leaf];
    const bool isText = candidate.naming->how == Naming::How::Inside;
    reason(candidate, reasonOf(candidate.naming->how), {},
           {candidate.event.pathText(leaf), isText ? std::string() : leaf.text, true});
    if (candidate.isAmbiguous)
        reason(candidate, CauseReason::Kind::AmbiguousName);
}

void CauseJudge::reasonChanges(Candidate& candidate) const
{
    for (const auto& [change, at] : candidate.told) {
        const ChangedValue& value = m_changes[change];
        reason(candidate,
               value.isRelationship() ? CauseReason::Kind::Related
                                      : CauseReason::Kind::ChangedValue,
               value.change().path, at);
    }
    for (const auto& [change, at] : candidate.answered)
        reason(candidate, CauseReason::Kind::AnsweredValue, m_changes[change].change().path, at);
    for (const std::size_t change : candidate.fitting) {
        if (!candidate.says(change))
            reason(candidate, CauseReason::Kind::FittingCall, m_changes[change].change().path);
    }
}

ItemCauses CauseJudge::take()
{
    ItemCauses found;
    // One call that two accounts recorded is one cause: that of the resource's own account.
    const auto isCopy = [&](const Candidate& copy) {
        return !copy.event.sharedId.empty() && copy.event.account != m_resource->accountId
            && std::ranges::any_of(m_candidates, [&](const Candidate& other) {
                   return other.isDecided && other.event.sharedId == copy.event.sharedId
                       && other.event.account == m_resource->accountId;
               });
    };
    for (Candidate& candidate : m_candidates) {
        if (candidate.isDecided && !isCopy(candidate))
            found.causes.push_back(std::move(candidate.cause));
        else if (candidate.isWithin && candidate.naming)
            found.others.push_back(candidate.event.row);
    }
    found.searched.named = m_named;
    // What speaks against comes last.
    for (Cause& cause : found.causes)
        std::stable_partition(cause.reasons.begin(), cause.reasons.end(),
                              [](const CauseReason& reason) {
                                  return reason.kind < CauseReason::Kind::OtherAccount;
                              });
    std::ranges::sort(found.causes, [](const Cause& a, const Cause& b) {
        return std::tuple(-static_cast<int>(a.confidence), -a.score, a.beforeNs, a.event)
            < std::tuple(-static_cast<int>(b.confidence), -b.score, b.beforeNs, b.event);
    });
    found.tried = std::move(m_tried);
    return found;
}

} // namespace trailloupe::config
