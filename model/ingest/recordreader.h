// RecordReader: finds the records in the text of a source, whatever container they came in, and
// writes the events and the configuration items among them.
//
// Containers: Records, bare arrays, JSON lines, single events, lookup-events output, CloudWatch
//   Logs subscriptions, EventBridge envelopes and SNS messages around any of these; nested text is
//   decoded.  Of AWS Config: configurationItems (history, snapshot, get-resource-config-history),
//   baseConfigurationItems, change notifications, oversized or not, what a rule is invoked with,
//   the Results of a query.
// Both sorts: an item in a source of events is an item all the same, and the other way round.
//   Messages of AWS Config that hold no item (a file was delivered, a rule was evaluated) are
//   passed over; they are no records.
// Threads: one owner.
// Cost: one pass over the tokens.
// Errors: whatever is wrong becomes an issue of the entry, with the offset and the record, and
// reading goes on
//   behind it where the brackets still match.
#pragma once

#include "model/base/bytes.h"
#include "model/ingest/eventparser.h"
#include "model/ingest/itemreader.h"
#include "model/ingest/jsontokens.h"
#include "model/ingest/ledger.h"
#include "model/ingest/limits.h"
#include "model/store/eventwriter.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace trailloupe::ingest {

class RecordReader
{
public:
    // `flush` is called when a writer has become full; it must seal both.
    RecordReader(store::EventWriter& events, store::EventWriter& items, const Limits& limits,
                 std::function<void()> flush);
    ~RecordReader();

    // Tells JSON lines from pretty-printed objects one after the other.
    static bool firstLineIsWhole(std::string_view text);

    enum class Status : std::uint8_t
    {
        Read,
        NeedsRepair
    };

    // Reads all of `text`, counting into `entry` (records, shown, rejected, undated, times,
    // issues). `source` is the worker's own number of the source. NeedsRepair: nothing was read;
    // repair the text first. A text that ends inside a string is closed in place.
    Status read(SourceKind kind, ByteBuffer& text, std::uint32_t source, SourceEntry& entry);

    // One record of the source that `entry` tells of, cut out of its text, or made of a line of
    // CSV, where it started at `offset`.
    void readRecord(std::string_view record, std::uint64_t offset, std::uint32_t source,
                    SourceEntry& entry);

private:
    struct Context;
    struct Members;

    Status readText(Context& context, ByteBuffer& text);
    void document(Context& context, std::uint32_t& at);
    bool recordsDocument(Context& context, std::uint32_t& at);
    void elements(Context& context, std::uint32_t& at, bool areRecords);
    void elementsInside(Context& context, std::uint32_t& at, bool areRecords);
    void wrapped(Context& context, std::uint32_t& at);
    void nested(Context& context, std::uint32_t at);
    void record(Context& context, std::uint32_t& at);
    void item(Context& context, std::uint32_t& at);
    bool configEnvelope(Context& context, const Members& members, std::uint32_t& at);
    bool enter(Context& context, std::uint64_t offset);
    void refuse(Context& context, std::uint32_t first, std::uint32_t stopped);
    Members membersOf(const JsonTokens& tokens, std::uint32_t at) const;
    void reject(Context& context, Issue::Code code, std::uint64_t offset);
    void keep(Context& context, const EventParser::Outcome& outcome, std::uint64_t offset);
    void keepItem(Context& context, const ItemReader::Outcome& outcome, std::uint64_t offset);
    void count(Context& context, const store::EventWriter& writer, bool isDated);
    JsonTokens& tokensAt(std::uint32_t level);

    store::EventWriter& m_writer;
    Limits m_limits;
    std::function<void()> m_flush;
    EventParser m_parser;
    ItemReader m_items;
    std::uint64_t m_messages = 0; // passed over
    std::vector<std::unique_ptr<JsonTokens>> m_tokens; // by level of nested text
    std::vector<ByteBuffer> m_nested;
    ByteBuffer m_line;
};

} // namespace trailloupe::ingest
