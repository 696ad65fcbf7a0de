// RecordReader's view of what it reads: the text at hand, and the telling members of an object. For
// recordreader.cpp and configrecords.cpp only.
//
// Threads: one owner, as the reader.
#pragma once

#include "model/ingest/recordreader.h"

#include <algorithm>

namespace trailloupe::ingest {

// What is being read: one text, and what it belongs to.
struct RecordReader::Context
{
    JsonTokens& tokens;
    std::uint32_t source;
    SourceEntry& entry;
    bool recordsAreEvents; // elements of Records: no need to look what they are
    std::uint64_t base = 0; // of the text within the source's text
    bool isNested =
        false; // the text was decoded from a string at `base`: all its records are there
    std::uint32_t level = 0;
    std::uint32_t wrappings = 0; // arrays that are open around what is being read
    bool isOneRecord = false; // a line, or a record cut out of a larger text
    bool isConfig = holdsItems(entry.kind); // an object is an item when anything says so

    std::uint64_t offsetOf(std::uint32_t token) const
    {
        return isNested || tokens.size() == 0 ? base
                                              : base + tokens.at(std::min(token, tokens.size()));
    }
};

// Members of an object that say what it is; the token of the value, 0 where there is none.
struct RecordReader::Members
{
    std::uint32_t records = 0, logEvents = 0, lookupEvents = 0, detail = 0, message = 0,
                  cloudTrailEvent = 0;
    bool isEvent = false;
    // of AWS Config
    std::uint32_t items = 0, item = 0, itemText = 0, results = 0, data = 0, lakeItem = 0;
    bool isConfigMessage = false;
    bool isLakeItem = false;
    bool hasType = false, hasId = false, hasArn = false, hasCapture = false, hasStatus = false,
         hasBody = false;

    // As much as an item must have where nothing else says that it is one.
    bool isItem() const
    {
        return (hasCapture || hasStatus) && (hasType || hasId || hasArn || hasBody);
    }
    bool isMaybeItem() const
    {
        return hasCapture || hasStatus || hasType || hasId || hasArn || hasBody;
    }

    void note(std::string_view key, std::uint32_t value, const JsonTokens& tokens);
};

} // namespace trailloupe::ingest
