// Stores from text, for tests: records in, an EventStore out, as the loader would make it.
#pragma once

#include "model/ingest/recordreader.h"
#include "model/store/eventstorebuilder.h"

#include <memory>
#include <string>
#include <vector>

namespace trailloupe::test {

// Builds a store from texts, one source each.
class StoreBuilding
{
public:
    explicit StoreBuilding(const ingest::Limits& limits = {});

    // Reads one text as a source of its own. Rows become part of the store at the next store() or
    // seal().
    ingest::SourceEntry read(const std::string& text,
                             ingest::SourceKind kind = ingest::SourceKind::CloudTrailRecords);
    void seal();
    std::shared_ptr<const store::EventStore> store();
    std::shared_ptr<const store::EventStore> items(); // the configuration items among them

    const std::vector<store::EventStoreBuilder::Outcome>& outcomes() const { return m_outcomes; }

private:
    std::shared_ptr<store::Schema> m_schema = std::make_shared<store::Schema>();
    store::EventWriter m_writer{m_schema};
    store::EventStoreBuilder m_builder{m_schema};
    std::shared_ptr<store::Schema> m_itemSchema =
        std::make_shared<store::Schema>(store::RecordSort::Items);
    store::EventWriter m_itemWriter{m_itemSchema};
    store::EventStoreBuilder m_itemBuilder{m_itemSchema};
    ingest::RecordReader m_reader;
    std::vector<store::EventStoreBuilder::SourceInfo> m_sources;
    std::vector<store::EventStoreBuilder::Outcome> m_outcomes;
};

// A store of these events ({"Records":[…]} is put around them).
std::shared_ptr<const store::EventStore> storeOf(const std::vector<std::string>& events);

// JSON written with ' for ", because moc 6.4 loses its way in raw strings that hold quotes.
std::string quoted(std::string text);

// The shown events as JSON, in time order.
std::vector<std::string> eventsOf(const store::EventStore& store);

} // namespace trailloupe::test
