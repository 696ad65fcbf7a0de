// CauseJudge: which of some events are causes of an item, how sure, and why.
//
// Every event is weighed by itself (does it name the resource, is the call about it, does what
// changed stand in it), then against the others: what two events explain, neither does for sure,
// and what one explains by its request needs no other.
// Threads: one owner; what it reads is immutable. Cost: some 20 µs an event, and one ItemDiff an
// item that has any.
#pragma once

#include "model/config/calleffects.h"
#include "model/config/causeevent.h"
#include "model/config/causes.h"
#include "model/config/changedvalues.h"
#include "model/config/itemframe.h"

#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::config {

class CauseJudge
{
public:
    CauseJudge(const store::EventStore& events, const Resources& resources);

    // All but what ItemCauses says of the search. `rows`: events that may name the resource, or
    // what its relationships name, by time; `related`: those that the item itself names.
    ItemCauses judge(const ItemFrame& frame, const ResourceTexts& texts,
                     std::span<const RowId> rows, std::span<const RowId> related);

    const TypeWords& wordsOf(std::string_view type);

private:
    // That the event names the other resource of a relationship.
    struct Neighbour
    {
        std::size_t change = 0; // that of the relationship
        ValueAt at;
        bool isMade = false; // the call made or deleted it, as the relationship began or ended
    };
    struct Candidate
    {
        CauseEvent event;
        std::optional<Naming> naming; // of the resource itself
        Cause cause;
        std::int64_t ns = 0;
        bool isWithin = false; // the span; else it must say what changed
        bool isRelated = false; // named by the item
        bool isSure = true; // the account is the same, and the name nobody else's
        bool isAmbiguous = false;
        bool isDecided = false; // a cause, with its confidence
        std::vector<Neighbour> neighbours;
        std::vector<std::pair<std::size_t, ValueAt>> told; // changes that its request says
        std::vector<std::pair<std::size_t, ValueAt>> answered; // its response
        std::vector<std::size_t> fitting; // of the kind that it makes
        std::vector<std::size_t> undone; // its request says them, and it does the opposite
        bool isNamed() const { return naming && naming->how != Naming::How::Inside; }
        bool isCall() const { return isNamed() && naming->isObject; } // about the resource
        bool says(std::size_t change) const; // told or answered
    };

    void add(RowId row, bool isRelated);
    bool agrees(Candidate& candidate) const; // account and Region
    bool isAmbiguous(const Candidate& candidate) const;
    void readChanges();
    void addChanges(const ItemDiff& diff);
    std::vector<Relationship> allRelationships() const;
    void weigh(Candidate& candidate);
    void weighNeighbour(Candidate& candidate, std::size_t change);

    void decideBegin();
    bool decideCreation();
    void decideChange();
    void decideUnknown();
    void decideEnd();
    void decideByProducts(std::int64_t likelyNs);
    void decideRelated();
    void dropUndone();
    void decideTold(CauseConfidence most);
    void decideFitting(CauseConfidence most);
    void decideOnlyCall(CauseConfidence most);
    void decide(Candidate& candidate, CauseConfidence confidence, int score);
    void reason(Candidate& candidate, CauseReason::Kind kind, std::string change = {},
                const ValueAt& at = {}) const;
    void reasonNaming(Candidate& candidate) const;
    void reasonChanges(Candidate& candidate) const;
    std::vector<std::size_t> countTold() const; // candidates by change
    bool isNear(const Candidate& candidate, std::int64_t ns) const;
    static int scoreOf(const Naming& naming);
    ItemCauses take();

    const store::EventStore& m_events;
    const Resources& m_resources;
    CauseEventReader m_reader;
    std::map<std::string, TypeWords, std::less<>> m_words;

    // Of the item that is judged.
    const ItemFrame* m_frame = nullptr;
    const ResourceTexts* m_texts = nullptr;
    const Resource* m_resource = nullptr;
    const TypeWords* m_typeWords = nullptr;
    std::vector<Candidate> m_candidates;
    std::vector<bool> m_isExplained; // by change: for sure by one event or another
    std::vector<Cause> m_tried;
    std::uint64_t m_named = 0; // in the span
    std::vector<ChangedValue> m_changes;
    bool m_areChangesKnown = false;
};

} // namespace trailloupe::config
