// Mentions: which rows of a store name which of many texts, found in one pass over its values.
//
// A value names a text when it is that text, or holds it between characters that no identifier
// has: an ARN, a URL or JSON in text names what is in it. Of texts that are no identifiers (names
// that people gave) only whole values count, the ends of ARNs and URLs, and elements of JSON.
//
// Representation: per text the rows that name it, by time.
// Threads: find() works on `threads` of its own (0: one per processor); then immutable.
// Cost: every distinct value of a segment is read once, rows are look-ups of small integers: some
// 100 ms for a million events and thread. 4 bytes a mention.
// Errors: Cancelled; TooLarge when memory runs out.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/base/strongid.h"
#include "model/query/rowset.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace trailloupe::config {

struct WantedText
{
    std::string_view text; // not empty
    bool isUnique = false; // an identifier: isUniqueText()
};

struct MentionedAt
{
    std::uint32_t wanted = 0;
    RowId row;
};

class Mentions
{
public:
    struct Question
    {
        std::span<const WantedText> wanted; // each text once
        std::vector<bool> paths; // by PathId: where to look
        // Rows that count, by segment; none: all that are shown.
        std::span<const query::RowBits> rows = {};
        // Whether a text that is no identifier may be named at a path. From any thread.
        std::function<bool(PathId, std::uint32_t wanted)> mayName = {};
        unsigned threads = 0;
    };

    static Result<Mentions> find(const store::EventStore& events, const Question& question,
                                 const JobContext& context);

    std::span<const RowId> of(std::uint32_t wanted) const // by time, then by place in the store
    {
        return std::span(m_rows).subspan(m_first[wanted], m_first[wanted + 1] - m_first[wanted]);
    }
    std::uint64_t memoryBytes() const
    {
        return m_first.capacity() * sizeof(std::uint32_t) + m_rows.capacity() * sizeof(RowId);
    }

private:
    Mentions(const store::EventStore& events, std::size_t wanted,
             std::span<const std::vector<MentionedAt>> found);

    std::vector<std::uint32_t> m_first;
    std::vector<RowId> m_rows;
};

// The texts that a value names, itself first; some may come twice.
enum class TextForm : std::uint8_t
{
    Whole,
    End, // of an ARN, a URL or a path: "web" of arn:aws:iam::1:role/web
    Element, // a string of JSON in text
    Inside, // anywhere else
};
using TextSink = std::function<void(std::string_view, TextForm)>;
void namedTexts(std::string_view value, const TextSink& sink);

// The bits of all shown rows with a time, by segment.
std::vector<query::RowBits> shownRows(const store::EventStore& events);

} // namespace trailloupe::config
