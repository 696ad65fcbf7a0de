#include "model/archive/tartree.h"

#include "model/archive/entryname.h"
#include "model/archive/tarcursor.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

namespace trailloupe::archive {

using ingest::Issue;
using ingest::Source;

namespace {

constexpr std::uint64_t kBatchBytes = 32u << 20;
constexpr std::uint64_t kMostCarriedBytes = 64u << 20;
constexpr std::size_t kPieceBytes = 1u << 20;

Error of(const Source& source, Error error)
{
    error.source = source.path;
    return error;
}

Error tooLarge(const Source& source, std::uint64_t limitBytes)
{
    return {Error::Kind::TooLarge, "has more than " + std::to_string(limitBytes) + " bytes",
            source.path, Error::kNoOffset};
}

// Appends what is left of the member. TooLarge, with what was read, above the limit.
Result<void> readMember(TarCursor& cursor, const Source& source, std::uint64_t limitBytes,
                        ByteBuffer& into)
{
    // The header's size is a hint that costs nothing to trust this far: untouched memory is free.
    into.reserve(
        static_cast<std::size_t>(std::min({source.sizeBytes, limitBytes, kMostCarriedBytes}) + 1));
    for (;;) {
        const std::size_t before = into.size();
        const std::size_t room = std::clamp(into.capacity() - before, std::size_t{1}, kPieceBytes);
        into.resize(before + room);
        const Result<std::size_t> got = cursor.read(into.data() + before, room);
        into.resize(before + (got ? *got : 0));
        if (!got)
            return of(source, got.error());
        if (into.size() > limitBytes)
            return tooLarge(source, limitBytes);
        if (*got == 0)
            return {};
        if (into.size() == into.capacity())
            into.reserve(into.size() + kPieceBytes);
    }
}

class TarMemberStream : public ingest::ByteStream
{
public:
    TarMemberStream(std::unique_ptr<TarCursor> cursor, Source source)
        : m_cursor(std::move(cursor))
        , m_source(std::move(source))
    { }

    Result<std::size_t> read(char* into, std::size_t capacity) override
    {
        if (m_ended || capacity == 0)
            return std::size_t{0};
        const Result<std::size_t> got = m_cursor->read(into, capacity);
        m_ended = !got || *got == 0;
        return got ? got : of(m_source, got.error());
    }

private:
    std::unique_ptr<TarCursor> m_cursor;
    Source m_source;
    bool m_ended = false;
};

class TarReader : public ingest::SourceReader
{
public:
    explicit TarReader(std::string path)
        : m_path(std::move(path))
    { }

    Result<void> read(const Source& source, std::uint64_t limitBytes, ByteBuffer& into) override
    {
        into.clear();
        if (source.bytes) {
            if (source.bytes->size() > limitBytes)
                return tooLarge(source, limitBytes);
            into.append(source.bytes->view());
            return {};
        }
        if (const Result<void> there = goTo(m_cursor, source); !there)
            return of(source, there.error());
        Result<void> outcome = readMember(*m_cursor, source, limitBytes, into);
        if (!outcome && outcome.error().kind == Error::Kind::TooLarge)
            into.clear();
        return outcome;
    }

    Result<std::unique_ptr<ingest::ByteStream>> open(const Source& source) override
    {
        std::unique_ptr<TarCursor> cursor;
        if (const Result<void> there = goTo(cursor, source); !there)
            return of(source, there.error());
        return std::unique_ptr<ingest::ByteStream>(
            std::make_unique<TarMemberStream>(std::move(cursor), source));
    }

private:
    // Forward from where `cursor` stands, else from the start.
    Result<void> goTo(std::unique_ptr<TarCursor>& cursor, const Source& source) const
    {
        if (!cursor || cursor->passed() > source.locator) {
            Result<std::unique_ptr<TarCursor>> fresh = TarCursor::open(m_path);
            if (!fresh)
                return fresh.error();
            cursor = std::move(*fresh);
        }
        for (;;) {
            const Result<std::optional<TarMember>> member = cursor->next();
            if (!member) {
                const Error error = member.error();
                cursor.reset();
                return error;
            }
            if (!*member)
                return Error{Error::Kind::Malformed, "is no longer in the archive", source.path,
                             Error::kNoOffset};
            if ((*member)->index != source.locator)
                continue;
            if (!(*member)->refusal.empty())
                return Error{Error::Kind::Unsupported, (*member)->refusal, source.path,
                             Error::kNoOffset};
            return {};
        }
    }

    std::string m_path;
    std::unique_ptr<TarCursor> m_cursor; // opened by the first read
};

class TarTree : public ingest::SourceTree
{
public:
    TarTree(std::string path, std::unique_ptr<TarCursor> cursor)
        : m_origin(std::move(path))
        , m_cursor(std::move(cursor))
    { }

    void next(std::size_t max, std::vector<Source>& into, const JobContext& context) override
    {
        const std::size_t before = into.size();
        std::uint64_t held = 0;
        while (m_cursor && into.size() - before < max && held < kBatchBytes
               && !context.cancelled()) {
            const Result<std::optional<TarMember>> member = m_cursor->next();
            if (const std::optional<Error> damage = m_cursor->takeDamage())
                into.push_back(lostSource(*damage));
            if (!member) {
                into.push_back(lostSource(member.error()));
                m_cursor.reset();
            } else if (!*member) {
                m_cursor.reset();
            } else if (!(*member)->isFolder) {
                into.push_back(sourceOf(**member));
                carry(into.back());
                if (into.back().bytes)
                    held += into.back().bytes->size();
            }
        }
        m_listed += into.size() - before;
    }
    std::unique_ptr<ingest::SourceReader> makeReader() override
    {
        return std::make_unique<TarReader>(m_origin);
    }
    std::uint64_t knownTotal() const override { return m_listed; }
    const std::string& origin() const override { return m_origin; }

private:
    static Source sourceOf(const TarMember& member)
    {
        Source source;
        source.path = member.name;
        source.sizeBytes = member.sizeBytes;
        source.locator = member.index;
        if (isUnsafeName(member.name))
            say(source, Issue::Code::UnsafeName, "leads out of the archive: " + member.name);
        if (!member.refusal.empty())
            source.refused =
                Error{Error::Kind::Unsupported, member.refusal, source.path, Error::kNoOffset};
        return source;
    }

    // Reads the bytes of a member along with the listing, unless there are too many.
    void carry(Source& source)
    {
        if (source.refused || source.sizeBytes > kMostCarriedBytes)
            return;
        auto bytes = std::make_shared<ByteBuffer>();
        const Result<void> read = readMember(*m_cursor, source, kMostCarriedBytes, *bytes);
        if (!read && read.error().kind == Error::Kind::TooLarge)
            return; // of a sparse member: to be streamed
        if (!read && bytes->empty()) {
            source.refused = read.error();
            return;
        }
        if (!read && bytes->size() != source.sizeBytes) // else only its padding is missing
            say(source, Issue::Code::CorruptEntry,
                read.error().detail + "; " + std::to_string(bytes->size()) + " of "
                    + std::to_string(source.sizeBytes) + " bytes are here");
        source.bytes = std::move(bytes);
    }

    // What cannot be reached, as a source under the name of the archive.
    Source lostSource(const Error& error) const
    {
        Source source;
        source.path = lastSegment(m_origin);
        source.locator = m_cursor->passed();
        source.refused = of(source, error);
        return source;
    }

    static void say(Source& source, Issue::Code code, std::string detail)
    {
        source.issues.push_back({code, 1, Error::kNoOffset, Error::kNoOffset, std::move(detail)});
    }

    std::string m_origin;
    std::unique_ptr<TarCursor> m_cursor; // none at the end
    std::atomic<std::uint64_t> m_listed{0};
};

} // namespace

Result<std::unique_ptr<ingest::SourceTree>> openTar(const std::string& path)
{
    const std::string absolute = ingest::absolutePath(path);
    Result<std::unique_ptr<TarCursor>> cursor = TarCursor::open(absolute);
    if (!cursor)
        return cursor.error();
    return std::unique_ptr<ingest::SourceTree>(
        std::make_unique<TarTree>(absolute, std::move(*cursor)));
}

} // namespace trailloupe::archive
