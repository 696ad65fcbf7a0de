#include "model/ingest/sourceindex.h"

#include "model/ingest/gzip.h"
#include "model/ingest/sha256.h"
#include "model/ingest/textrepair.h"
#include "model/ingest/viewstream.h"

#include <algorithm>

namespace trailloupe::ingest {
namespace {

// Showing the bytes of a record means holding its source; beyond this it is not done.
constexpr std::uint64_t kMaxShownBytes = std::uint64_t{1} << 30;

Result<void> inflateLarge(std::string_view stored, const Limits& limits, ByteBuffer& text)
{
    GunzipStream stream(std::make_unique<ViewStream>(stored), limits);
    for (;;) {
        static constexpr std::size_t kPiece = std::size_t{1} << 20;
        const std::size_t at = text.size();
        if (at > kMaxShownBytes)
            return Error{Error::Kind::TooLarge, "more than 1 GiB of text", {}, at};
        text.resize(at + kPiece);
        const auto got = stream.read(text.data() + at, kPiece);
        if (!got)
            return got.error();
        text.resize(at + *got);
        if (*got == 0)
            return {};
    }
}

} // namespace

void SourceRegistry::set(SourceId id, Where where)
{
    const std::lock_guard lock(m_mutex);
    if (m_where.size() <= id.index())
        m_where.resize(id.index() + 1);
    m_where[id.index()] = std::move(where);
}

Where SourceRegistry::get(SourceId id) const
{
    const std::lock_guard lock(m_mutex);
    return id.index() < m_where.size() ? m_where[id.index()] : Where{};
}

LoadedSources::LoadedSources(std::shared_ptr<const Ledger> ledger,
                             std::shared_ptr<const SourceRegistry> registry, const Limits& limits)
    : m_ledger(std::move(ledger))
    , m_registry(std::move(registry))
    , m_limits(limits)
{ }

std::string LoadedSources::origin(SourceId id) const
{
    const Where where = m_registry->get(id);
    if (!where.tree)
        return {};
    Source source;
    source.path = m_ledger->path(id).substr(where.prefixSize);
    source.locator = where.locator;
    return where.tree->originOf(source);
}

Result<SourceText> LoadedSources::read(SourceId id, const JobContext& context) const
{
    const Where where = m_registry->get(id);
    if (!where.tree || id.value() >= m_ledger->size())
        return Error{Error::Kind::NotFound, "no such source", {}, Error::kNoOffset};
    const SourceEntry entry = m_ledger->entry(id);
    Source source;
    source.path = entry.path.substr(where.prefixSize);
    source.locator = where.locator;
    ByteBuffer stored;
    const auto whole = where.tree->makeReader()->read(source, kMaxShownBytes, stored);
    if (!whole && stored.empty())
        return whole.error();
    if (context.cancelled())
        return Error{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};

    SourceText text;
    text.bytesStored = stored.size();
    if (whole)
        text.sha256 = Sha256::of(stored.view());
    if (looksLikeGzip(stored.view())) {
        GzipReader gzip;
        if (gzip.inflate(stored.view(), m_limits, text.text).status == GzipOutcome::NeedsStream) {
            if (const auto got = inflateLarge(stored.view(), m_limits, text.text); !got)
                return got.error();
        }
    } else {
        text.text = std::move(stored);
    }
    // Repaired as a whole when it was loaded; repairs of single records carry their record number.
    const bool repaired =
        std::any_of(entry.issues.begin(), entry.issues.end(), [](const Issue& issue) {
            return issue.code == Issue::Code::EncodingRepaired && issue.record == Error::kNoOffset;
        });
    if (repaired)
        text.repaired = repairText(text.text).changed;
    return text;
}

Result<RecordSlice> recordAt(std::string_view text, std::uint64_t offset)
{
    const Error outside{Error::Kind::NotFound, "the source no longer reaches this far", {}, offset};
    if (offset >= text.size())
        return outside;
    const char first = text[offset];
    if (first != '{' && first != '[' && first != '"') {
        const std::size_t end = std::min(text.find('\n', offset), text.size());
        return RecordSlice{offset, end - offset};
    }
    std::uint64_t depth = 0;
    bool inString = false;
    for (std::uint64_t at = offset; at < text.size(); ++at) {
        const char c = text[at];
        if (inString) {
            if (c == '\\')
                ++at;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            --depth;
        }
        if (!inString && depth == 0)
            return RecordSlice{offset, at + 1 - offset};
    }
    return RecordSlice{offset, text.size() - offset}; // cut off
}

} // namespace trailloupe::ingest
