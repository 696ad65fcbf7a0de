#include "tests/fuzz/fuzzsupport.h"

#include "model/base/jsondocument.h"
#include "model/ingest/loader.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace trailloupe::fuzz {
namespace {

// In memory where the system has such a place; removed when the process ends.
class Scratch
{
public:
    Scratch()
    {
        namespace fs = std::filesystem;
        std::string pattern = fs::is_directory("/dev/shm") ? "/dev/shm" : "/tmp";
        pattern += "/trailloupe-fuzz-XXXXXX";
        if (mkdtemp(pattern.data()) == nullptr)
            std::abort();
        m_path = pattern;
    }
    ~Scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    const std::string& path() const { return m_path; }

private:
    std::string m_path;
};

[[noreturn]] void fail(std::string_view what, std::string_view detail)
{
    std::fprintf(stderr, "%.*s: %.*s\n", static_cast<int>(what.size()), what.data(),
                 static_cast<int>(detail.size()), detail.data());
    std::abort();
}

void checkEvents(const store::EventStore& store)
{
    std::string json;
    std::string value;
    for (const RowId row : store.timeOrder()) {
        json.clear();
        store.json(row, json);
        const auto parsed = JsonDocument::parse(json);
        if (!parsed.ok())
            fail("an event of the store is no JSON", json);
        if (parsed.value().root().kind != JsonDocument::Kind::Object)
            fail("an event of the store is no object", json);
        store.leaves(row, [&](PathId path, store::ValueKind, std::string_view) {
            store.value(row, path, value);
        });
        if (store.occurrences(row).empty())
            fail("an event came from nowhere", json);
    }
}

} // namespace

std::string writeEvidence(const char* name, const std::uint8_t* bytes, std::size_t size)
{
    static const Scratch scratch;
    const std::string path = scratch.path() + "/" + name;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(bytes), static_cast<std::streamsize>(size));
    if (!file.flush())
        fail("cannot write", path);
    return path;
}

void loadAndCheck(const std::string& path, const ingest::ArchiveOpener& openArchive)
{
    ingest::LoadRequest request;
    request.paths = {path};
    request.openArchive = openArchive;
    request.threads = 1;
    request.limits.wholeTextBytes = 256 << 10; // so that the streaming reader gets its share
    request.limits.recordBytes = 1 << 20;
    request.limits.sourceTextBytes = 8 << 20;
    request.limits.bombTextBytes = 2 << 20;
    request.limits.nestingDepth = 8;
    request.limits.arrayElements = 16;
    request.limits.leavesPerEvent = 64;

    const auto loaded = ingest::load(request, JobContext(), [](const ingest::Evidence&) {});
    if (!loaded.ok())
        fail("nothing was opened", loaded.error().detail);
    const ingest::Evidence& evidence = loaded.value();
    if (const std::string wrong = evidence.ledger->checkInvariants(); !wrong.empty())
        fail("ledger", wrong);
    if (const std::string wrong = evidence.store->checkInvariants(); !wrong.empty())
        fail("store", wrong);
    const ingest::LedgerTotals& totals = evidence.ledger->totals();
    if (const std::string wrong = evidence.items->checkInvariants(); !wrong.empty())
        fail("items", wrong);
    if (!totals.reconciles() || totals.events() != evidence.store->rowCount()
        || totals.items != evidence.items->rowCount()
        || totals.duplicates != evidence.store->duplicateCount() + evidence.items->duplicateCount())
        fail("ledger and store disagree", path);
    checkEvents(*evidence.store);
}

} // namespace trailloupe::fuzz
