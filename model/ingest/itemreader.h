// ItemReader: writes configuration items of AWS Config, of whatever dialect, into the store of
// items.
//
// Threads: one owner.
// Cost: one pass to bring the item into one dialect (see ConfigItemText), one more to write it.
// Errors: Outcome tells what kept an item from being written, and where.
#pragma once

#include "model/base/bytes.h"
#include "model/ingest/configitem.h"
#include "model/ingest/eventparser.h"
#include "model/ingest/jsontokens.h"
#include "model/ingest/limits.h"
#include "model/store/eventwriter.h"

#include <cstdint>
#include <string>

namespace trailloupe::ingest {

class ItemReader
{
public:
    // The writer's schema holds RecordSort::Items.
    ItemReader(store::EventWriter& writer, const Limits& limits);

    struct Outcome
    {
        bool ok = false;
        std::uint32_t next = 0; // token after the item; where reading stopped when not ok
        EventParser::Outcome written;
        ItemFacts facts;
    };

    // REQUIRES the token at `first` is '{'. The writer holds the finished item afterwards when ok.
    Outcome parse(const JsonTokens& tokens, std::uint32_t first);

    store::EventWriter& writer() { return m_writer; }

private:
    store::EventWriter& m_writer;
    EventParser m_parser;
    ConfigItemText m_item;
    std::string m_json;
    ByteBuffer m_text;
    JsonTokens m_tokens;
};

} // namespace trailloupe::ingest
