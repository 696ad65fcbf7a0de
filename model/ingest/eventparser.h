// EventParser: one record of a JSON text into an EventWriter, in one pass over the tokens.
//
// Deep, long or wide subtrees are kept as JSON text (see Limits); when the store takes no more
// shapes or paths, the record is written again with larger JSON leaves, at last as one. Threads:
// one owner. Cost: one token, one step of the writer's trie; recursion at most Limits::nestingDepth
// deep. Errors: Outcome tells what kept a record from being written, and where.
#pragma once

#include "model/ingest/jsontokens.h"
#include "model/ingest/limits.h"
#include "model/store/eventwriter.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace trailloupe::ingest {

class EventParser
{
public:
    EventParser(store::EventWriter& writer, const Limits& limits)
        : m_writer(writer)
        , m_limits(limits)
    { }

    struct Outcome
    {
        bool ok = false;
        std::uint32_t next = 0; // token after the record; where reading stopped when not ok
        bool keptAsText = false; // some subtree
        store::EventWriter::Facts facts;
    };

    // REQUIRES the token at `first` is '{'. The writer holds the finished event afterwards when ok.
    Outcome parse(const JsonTokens& tokens, std::uint32_t first);

private:
    // How much of an event becomes columns.
    enum class Detail : std::uint8_t
    {
        Everything,
        TopLevel,
        Nothing
    };

    Outcome parse(std::uint32_t first, Detail detail);
    bool whole(std::uint32_t first);
    bool value(store::Place place, std::uint32_t depth);
    bool member(std::uint32_t depth);
    bool object(std::uint32_t depth);
    bool array(std::uint32_t depth);
    bool scalar(store::Place place);
    bool text(store::Place place);
    bool skipScalar();
    bool isLongArray() const;

    store::EventWriter& m_writer;
    Limits m_limits;
    const JsonTokens* m_tokens = nullptr;
    std::uint32_t m_at = 0; // the token being read
    std::uint32_t m_leaves = 0; // of the record so far
    std::uint32_t m_maxDepth = 0;
    bool m_keptAsText = false;
    store::EventWriter::Facts m_wholeFacts; // of a record that is kept as one leaf
    std::string m_scratch;
};

} // namespace trailloupe::ingest
