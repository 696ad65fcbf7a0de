// CauseSearch: the search for the causes of some items of some resources, in one go. For causes.cpp
// only.
//
// First all that the resources, and what their relationships began or ended with, are called; then
// one pass over the events for who names it; then each item is judged by the events in its span.
// Threads: one owner; run() works on the threads that CauseData says. Cost: see causes.h.
#pragma once

#include "model/config/causejudge.h"
#include "model/config/causes.h"
#include "model/config/eventcensus.h"
#include "model/config/mentions.h"

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trailloupe::config {

// What all searches share.
struct CauseData
{
    std::shared_ptr<const store::EventStore> events;
    std::shared_ptr<const Resources> resources;
    Causes::Options options;
    EventCensus census;
    std::vector<bool> eventPaths; // by PathId: where events name resources
    std::vector<std::pair<RowId, ResourceNo>> resourceOfRow; // of the items; by row
    std::optional<PathId> name, arn, otherId, otherName, otherType, relatedEvents; // of items

    unsigned threads() const;
    // Everything that it was ever called.
    ResourceTexts textsOf(ResourceNo resource) const;
    void fillSearched(const ItemFrame& frame, const ResourceTexts& texts, Searched& searched) const;
};

// Texts, each once, and by which types of resources they are wanted.
class WantedTexts
{
public:
    std::uint32_t numberOf(std::string_view text);
    // A text that is no identifier is only looked for where a parameter of its type stands.
    void addType(std::uint32_t number, std::string_view type);

    std::span<const WantedText> wanted() const { return m_wanted; }
    bool mayName(std::uint32_t number, const store::PathTable& paths, PathId path) const;

private:
    std::deque<std::string> m_texts; // never move
    std::unordered_map<std::string_view, std::uint32_t> m_numbers;
    std::vector<WantedText> m_wanted;
    std::vector<std::vector<std::uint32_t>> m_types; // by text
    std::map<std::string, std::uint32_t, std::less<>> m_typeNumbers;
    std::vector<TypeWords> m_words; // by type
};

class CauseSearch
{
public:
    struct Wish
    {
        ResourceNo resource;
        std::vector<std::uint32_t> items;
    };
    // Called from any of the threads, once for each item: the places of wish and item.
    using Sink = std::function<void(std::size_t wish, std::size_t item, ItemCauses causes)>;

    CauseSearch(const CauseData& data, std::vector<Wish> wishes);

    Result<void> run(const JobContext& context, const Sink& sink);

private:
    // What one wish looks for, by number.
    struct Looked
    {
        ResourceTexts texts;
        std::vector<std::uint32_t> own;
        std::vector<std::uint32_t> firstOther{0}; // by item, one more at the end
        std::vector<std::uint32_t> others;
    };
    struct Task
    {
        std::size_t wish = 0;
        std::size_t firstItem = 0;
    };
    class Worker;

    bool prepare(const JobContext& context);
    void addOthers(const ItemFrame& frame, Looked& looked);
    Result<void> judge(const JobContext& context, const Sink& sink);

    const CauseData& m_data;
    std::vector<Wish> m_wishes;
    std::vector<Looked> m_looked;
    WantedTexts m_wanted;
    std::optional<Mentions> m_mentions;
};

} // namespace trailloupe::config
