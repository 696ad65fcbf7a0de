#include "tests/support/storebuilding.h"

#include "model/ingest/textrepair.h"

#include <algorithm>

namespace trailloupe::test {

StoreBuilding::StoreBuilding(const ingest::Limits& limits)
    : m_reader(m_writer, m_itemWriter, limits, [this] { seal(); })
{ }

ingest::SourceEntry StoreBuilding::read(const std::string& text, ingest::SourceKind kind)
{
    const auto number = static_cast<std::uint32_t>(m_sources.size());
    m_sources.push_back({SourceId(number), number,
                         kind == ingest::SourceKind::EventHistoryCsv
                             || kind == ingest::SourceKind::ConfigQueryResult});
    ByteBuffer buffer;
    buffer.append(text);
    ingest::SourceEntry entry;
    entry.kind = kind;
    if (m_reader.read(kind, buffer, number, entry) == ingest::RecordReader::Status::NeedsRepair) {
        entry.issues = ingest::repairText(buffer).issues;
        (void)m_reader.read(kind, buffer, number, entry);
    }
    return entry;
}

void StoreBuilding::seal()
{
    m_outcomes.push_back(m_builder.add(m_writer.seal(), m_sources));
    if (m_itemWriter.rowCount())
        m_outcomes.push_back(m_itemBuilder.add(m_itemWriter.seal(), m_sources));
}

std::shared_ptr<const store::EventStore> StoreBuilding::store()
{
    seal();
    return m_builder.publish();
}

std::shared_ptr<const store::EventStore> StoreBuilding::items()
{
    seal();
    return m_itemBuilder.publish();
}

std::shared_ptr<const store::EventStore> storeOf(const std::vector<std::string>& events)
{
    std::string text = "{\"Records\":[";
    for (std::size_t i = 0; i < events.size(); ++i)
        text += (i ? "," : "") + events[i];
    StoreBuilding building;
    building.read(text + "]}");
    return building.store();
}

std::string quoted(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

std::vector<std::string> eventsOf(const store::EventStore& store)
{
    std::vector<std::string> events;
    for (const RowId row : store.timeOrder())
        store.json(row, events.emplace_back());
    return events;
}

} // namespace trailloupe::test
