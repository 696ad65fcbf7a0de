// CauseJudge: the events of an item against each other.
#include "model/config/causejudge.h"

#include <algorithm>
#include <cstdlib>

namespace trailloupe::config {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
// AWS Config records a change within minutes; what is further away needs more than to be near.
constexpr std::int64_t kPrompt = 15 * kMinute;
constexpr std::int64_t kNear = 60 * kMinute;
constexpr std::int64_t kDaily = 36 * kNear; // the capture of a daily recording
constexpr std::int64_t kClocks = kMinute; // between a creation time and the event of it

} // namespace

bool CauseJudge::isNear(const Candidate& candidate, std::int64_t ns) const
{
    return candidate.cause.beforeNs <= (m_frame->isDaily ? std::max(ns, kDaily) : ns);
}

int CauseJudge::scoreOf(const Naming& naming)
{
    switch (naming.how) {
    case Naming::How::Arn:
        return 80;
    case Naming::How::Id:
        return 75;
    case Naming::How::Name:
        return 65;
    case Naming::How::Inside:
        break;
    }
    return 25;
}

void CauseJudge::decide(Candidate& candidate, CauseConfidence confidence, int score)
{
    candidate.isDecided = true;
    candidate.cause.isIndirect = !candidate.isNamed();
    candidate.cause.confidence = candidate.isAmbiguous ? CauseConfidence::Possible
        : candidate.isSure                             ? confidence
                           : std::min(confidence, CauseConfidence::Likely);
    score += candidate.naming ? scoreOf(*candidate.naming) : 45;
    const std::int64_t late = (candidate.cause.beforeNs - kPrompt) / kMinute;
    if (!m_frame->isDaily)
        score -= static_cast<int>(std::clamp<std::int64_t>(late, 0, 30));
    candidate.cause.score = score;
}

std::vector<std::size_t> CauseJudge::countTold() const
{
    std::vector<std::size_t> count(m_changes.size());
    for (const Candidate& candidate : m_candidates) {
        for (const auto& [change, at] : candidate.told)
            ++count[change];
    }
    return count;
}

void CauseJudge::decideBegin()
{
    const bool isFound = decideCreation();
    if (!isFound)
        decideByProducts(kClocks);
    // What was done to it between its creation and the capture is part of what the item shows.
    // Where it is only known that it was there, its parts may be older than these calls, and what
    // other resources have to do with it says nothing.
    for (Candidate& candidate : m_candidates) {
        if (!candidate.isDecided && (isFound ? !candidate.isNamed() : !candidate.isCall()))
            candidate.told.clear();
    }
    decideTold(isFound ? CauseConfidence::Certain : CauseConfidence::Likely);
    decideFitting(CauseConfidence::Possible);
    decideOnlyCall(CauseConfidence::Possible);
}

bool CauseJudge::decideCreation()
{
    const auto isCreation = [&](const Candidate& c) {
        if (!c.isNamed() || !c.event.words.creates())
            return false;
        if (c.naming->isNew && isByProduct(c.event.name, {}, m_resource->type))
            return true;
        // A Put may be of what was there; a creation long before the time of it was of another.
        if (c.event.words.verb() == "put" && m_frame->beginning != Beginning::Created)
            return false;
        const bool isThen = !m_frame->createdNs || c.naming->isNew
            || std::abs(c.ns - *m_frame->createdNs) <= ItemFrame::kSlackBeforeNs;
        return isThen && c.isCall() && m_typeWords->isWholeObjectOf(c.event.words);
    };
    // The latest one, unless another one's response has its identifier: that one is it.
    Candidate* creation = nullptr;
    std::size_t within = 0;
    for (Candidate& candidate : m_candidates) {
        if (!isCreation(candidate))
            continue;
        within += candidate.isWithin ? 1 : 0;
        if (!creation || candidate.naming->isNew || !creation->naming->isNew)
            creation = &candidate;
    }
    if (!creation)
        return false;
    const bool isCertain = creation->naming->isNew || (creation->isWithin && within == 1);
    reason(*creation, CauseReason::Kind::Created);
    reasonNaming(*creation);
    decide(*creation, isCertain ? CauseConfidence::Certain : CauseConfidence::Likely, 40);
    // What came before was not about it.
    const std::int64_t createdNs = creation->ns;
    std::erase_if(m_candidates, [&](const Candidate& candidate) {
        return candidate.ns < createdNs && !candidate.isRelated;
    });
    for (Candidate& candidate : m_candidates) {
        if (candidate.isDecided)
            continue;
        if (isCreation(candidate))
            candidate.told.clear();
        candidate.isWithin = candidate.isWithin || candidate.ns >= createdNs;
    }
    return true;
}

void CauseJudge::decideChange()
{
    // Where nothing is to be seen changed, nothing is to be explained.
    decideTold(CauseConfidence::Certain);
    decideFitting(CauseConfidence::Likely);
    decideOnlyCall(CauseConfidence::Likely);
}

// What a later call undid was not what the item shows.
void CauseJudge::dropUndone()
{
    std::vector<std::int64_t> undoneNs(m_changes.size(), kNoTime);
    for (const Candidate& candidate : m_candidates) {
        for (const std::size_t change : candidate.undone)
            undoneNs[change] = std::max(undoneNs[change], candidate.ns);
    }
    for (Candidate& candidate : m_candidates) {
        std::erase_if(candidate.told,
                      [&](const auto& one) { return candidate.ns < undoneNs[one.first]; });
    }
}

void CauseJudge::decideTold(CauseConfidence most)
{
    dropUndone();
    const std::vector<std::size_t> count = countTold();
    for (std::size_t i = 0; i < m_changes.size(); ++i)
        m_isExplained[i] = m_isExplained[i] || count[i] > 0;
    for (Candidate& candidate : m_candidates) {
        if (candidate.isDecided)
            continue;
        const bool isWithin = candidate.isWithin || m_frame->kind == ItemFrame::Kind::Change;
        std::erase_if(candidate.answered, [&](const auto& one) { return count[one.first] > 0; });
        if (candidate.told.empty() || !isWithin) {
            if (candidate.answered.empty() || !candidate.isWithin)
                continue;
            for (const auto& [change, at] : candidate.answered)
                m_isExplained[change] = true;
            reasonNaming(candidate);
            reasonChanges(candidate);
            decide(candidate,
                   isNear(candidate, kNear) ? std::min(most, CauseConfidence::Likely)
                                            : CauseConfidence::Possible,
                   5);
            continue;
        }
        const bool isOnly = std::ranges::any_of(
            candidate.told, [&](const auto& one) { return count[one.first] == 1; });
        CauseConfidence confidence = CauseConfidence::Likely;
        if (!candidate.isNamed())
            confidence = isOnly && isNear(candidate, kNear) ? CauseConfidence::Likely
                                                            : CauseConfidence::Possible;
        else if (isOnly && m_typeWords->isServedBy(candidate.event.source))
            confidence = most;
        else if (isOnly && candidate.isCall())
            confidence = most;
        reasonNaming(candidate);
        reasonChanges(candidate);
        decide(candidate, confidence, candidate.fitting.empty() ? 20 : 30);
    }
}

// The last call that changes such things made them as they are.
void CauseJudge::decideFitting(CauseConfidence most)
{
    std::vector<Candidate*> last(m_changes.size());
    for (Candidate& candidate : m_candidates) {
        for (const std::size_t change : candidate.fitting) {
            if (!m_isExplained[change] && candidate.isWithin)
                last[change] = &candidate;
        }
    }
    for (Candidate& candidate : m_candidates) {
        const bool isLast = std::ranges::find(last, &candidate) != last.end();
        const bool fits = std::ranges::any_of(
            candidate.fitting, [&](std::size_t change) { return last[change] != nullptr; });
        if (candidate.isDecided || !candidate.isWithin || !fits)
            continue;
        std::erase_if(candidate.fitting, [&](std::size_t change) { return !last[change]; });
        reasonNaming(candidate);
        reasonChanges(candidate);
        decide(candidate, isLast && isNear(candidate, kNear) ? most : CauseConfidence::Possible,
               10);
    }
    for (std::size_t i = 0; i < m_changes.size(); ++i)
        m_isExplained[i] = m_isExplained[i] || last[i];
}

void CauseJudge::decideOnlyCall(CauseConfidence most)
{
    if (std::ranges::find(m_isExplained, false) == m_isExplained.end())
        return;
    std::vector<Candidate*> calls;
    for (Candidate& candidate : m_candidates) {
        const CauseEvent& event = candidate.event;
        if (!candidate.isDecided && candidate.isCall() && candidate.isWithin
            && isNear(candidate, kNear) && !CallEffects::of(event.source, event.name, event.words))
            calls.push_back(&candidate);
    }
    for (Candidate* candidate : calls) {
        const bool isOnly = calls.size() == 1 && isNear(*candidate, kPrompt);
        reasonNaming(*candidate);
        if (isOnly)
            reason(*candidate, CauseReason::Kind::OnlyCall);
        decide(*candidate, isOnly ? most : CauseConfidence::Possible, 0);
    }
}

void CauseJudge::decideUnknown()
{
    const auto isPromptCall = [&](const Candidate& c) {
        return c.isCall() && c.isWithin && isNear(c, kPrompt);
    };
    const auto calls = std::ranges::count_if(m_candidates, isPromptCall);
    for (Candidate& candidate : m_candidates) {
        if (!candidate.isWithin || !candidate.isNamed())
            continue;
        const bool isOnly = calls == 1 && isPromptCall(candidate);
        const bool isOfAnother = m_typeWords->isServedBy(candidate.event.source)
            && m_typeWords->isObjectOf(candidate.event.words);
        const bool isMentioned = candidate.naming->isInRequest && !isOfAnother
            && candidate.naming->how >= Naming::How::Id
            && isUniqueText(candidate.event.leaves[candidate.naming->leaf].text)
            && isNear(candidate, kPrompt) && !candidate.event.words.isTagCall();
        if (!candidate.isCall() && !isMentioned)
            continue;
        reasonNaming(candidate);
        reasonChanges(candidate);
        if (isOnly)
            reason(candidate, CauseReason::Kind::OnlyCall);
        decide(candidate, isOnly ? CauseConfidence::Likely : CauseConfidence::Possible,
               (candidate.isCall() ? 15 : 0) + (candidate.told.empty() ? 0 : 20));
    }
}

void CauseJudge::decideEnd()
{
    const auto isDeletion = [&](const Candidate& c) {
        return c.isCall() && c.event.words.deletes() && m_typeWords->isWholeObjectOf(c.event.words);
    };
    const auto deletions = std::ranges::count_if(m_candidates, isDeletion);
    for (Candidate& candidate : m_candidates) {
        if (!isDeletion(candidate))
            continue;
        reason(candidate, CauseReason::Kind::Deleted);
        reasonNaming(candidate);
        decide(candidate, deletions == 1 ? CauseConfidence::Certain : CauseConfidence::Likely, 40);
    }
    if (deletions == 0)
        decideByProducts(kNear);
}

// Made or deleted with another resource, which the event names.
void CauseJudge::decideByProducts(std::int64_t likelyNs)
{
    for (Candidate& candidate : m_candidates) {
        for (const Neighbour& neighbour : candidate.neighbours) {
            const ChangedValue& value = m_changes[neighbour.change];
            if (candidate.isDecided || !candidate.isWithin || !neighbour.isMade
                || !isByProduct(candidate.event.name, value.other().type, m_resource->type))
                continue;
            const std::int64_t distance = m_frame->createdNs
                ? std::abs(candidate.ns - *m_frame->createdNs)
                : candidate.cause.beforeNs;
            const bool isLikely = distance <= likelyNs
                && (m_frame->createdNs || m_frame->kind == ItemFrame::Kind::End);
            reason(candidate, CauseReason::Kind::MadeWith, value.change().path, neighbour.at);
            decide(candidate, isLikely ? CauseConfidence::Likely : CauseConfidence::Possible, 10);
        }
        if (candidate.isDecided)
            candidate.told.clear();
    }
}

// AWS Config notes the event that made it look, which is not always that of the resource: it is
// only believed where the event is about the resource or its relations.
void CauseJudge::decideRelated()
{
    for (Candidate& candidate : m_candidates) {
        if (!candidate.isRelated)
            continue;
        const bool isAbout = candidate.naming || !candidate.neighbours.empty();
        const bool wasDecided = candidate.isDecided;
        if (!wasDecided) {
            reasonNaming(candidate);
            for (const Neighbour& neighbour : candidate.neighbours)
                reason(candidate, CauseReason::Kind::Related,
                       m_changes[neighbour.change].change().path, neighbour.at);
        }
        candidate.cause.reasons.insert(
            candidate.cause.reasons.begin(),
            {CauseReason::Kind::RelatedEvent, "eventID", candidate.event.id, "relatedEvents"});
        candidate.isAmbiguous = false;
        candidate.isSure = true;
        const bool isIndirect = candidate.cause.isIndirect;
        decide(candidate,
               isAbout          ? CauseConfidence::Certain
                   : wasDecided ? candidate.cause.confidence
                                : CauseConfidence::Possible,
               100);
        candidate.cause.isIndirect = wasDecided ? isIndirect : !candidate.isNamed();
    }
}

} // namespace trailloupe::config
