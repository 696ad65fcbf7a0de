#include "model/ingest/gzip.h"

#include "model/ingest/gzipdecoder.h"

#include <libdeflate.h>

#include <algorithm>
#include <utility>

namespace trailloupe::ingest {

namespace {

constexpr std::size_t kTrailerBytes = 8;
constexpr std::size_t kSmallestMember = 18;
constexpr std::uint64_t kMostRatio = 1032; // what deflate can do at best
constexpr std::uint64_t kUsualRatio = 100; // what logs do not reach
constexpr std::size_t kRoomToRun = 512; // libdeflate is fastest up to here before the end
constexpr std::size_t kStoredPieceBytes = 256u << 10;

std::uint32_t claimedTextBytes(std::string_view stored)
{
    std::uint32_t size = 0;
    for (std::size_t i = 0; i < 4; ++i)
        size |=
            static_cast<std::uint32_t>(static_cast<unsigned char>(stored[stored.size() - 4 + i]))
            << (8 * i);
    return size;
}

} // namespace

bool looksLikeGzip(std::string_view stored)
{
    return stored.size() >= 3 && stored[0] == '\x1F' && stored[1] == '\x8B' && stored[2] == '\x08';
}

struct GzipReader::Data
{
    struct Free
    {
        void operator()(libdeflate_decompressor* p) const { libdeflate_free_decompressor(p); }
    };
    std::unique_ptr<libdeflate_decompressor, Free> libdeflate{libdeflate_alloc_decompressor()};

    static GzipOutcome needsStream(ByteBuffer& text)
    {
        text.clear();
        return {GzipOutcome::NeedsStream, {}};
    }

    // Doubles the room for text. REQUIRES room < most.
    static void grow(ByteBuffer& text, std::size_t& room, std::size_t most)
    {
        room = std::min(most, std::max<std::size_t>(room * 2, 64u << 10));
        text.reserve(room);
    }

    // zlib, from the member that starts at `from`: slow, but keeps what comes before the damage.
    static GzipOutcome inflateRest(std::string_view stored, std::size_t from, std::size_t room,
                                   std::size_t most, ByteBuffer& text)
    {
        GzipDecoder decoder(text.size());
        std::size_t at = from;
        std::size_t size = text.size();
        for (;;) {
            const auto step = decoder.decode(stored.substr(at), text.data() + size, room - size);
            at += step.consumed;
            size += step.produced;
            text.resize(size);
            if (size == most)
                return needsStream(text);
            if (at == stored.size() && size < room)
                decoder.endOfStored();
            if (decoder.ended())
                break;
            if (size == room)
                grow(text, room, most);
        }
        const GzipOutcome::Status status = decoder.isWhole() ? GzipOutcome::Whole
            : text.empty()                                   ? GzipOutcome::Failed
                                                             : GzipOutcome::Partial;
        return {status, decoder.takeIssues()};
    }
};

GzipReader::GzipReader()
    : m_data(std::make_unique<Data>())
{ }

GzipReader::~GzipReader() = default;

GzipOutcome GzipReader::inflate(std::string_view stored, const Limits& limits, ByteBuffer& text)
{
    text.clear();
    // One byte more than what may be held tells whether there is more.
    const std::size_t most = static_cast<std::size_t>(limits.wholeTextBytes) + 1;
    std::uint64_t hint = stored.size() * 8;
    if (stored.size() >= kSmallestMember) {
        const std::uint64_t claimed = claimedTextBytes(stored);
        if (claimed >= most && claimed <= stored.size() * kUsualRatio)
            return Data::needsStream(text);
        if (claimed <= stored.size() * kMostRatio)
            hint = claimed;
    }
    text.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(hint + kRoomToRun, most)));

    std::size_t room = std::min(text.capacity(), most);
    std::size_t at = 0;
    while (m_data->libdeflate && stored.size() - at >= kSmallestMember) {
        std::size_t taken = 0;
        std::size_t got = 0;
        const libdeflate_result outcome = libdeflate_gzip_decompress_ex(
            m_data->libdeflate.get(), stored.data() + at, stored.size() - at,
            text.data() + text.size(), room - text.size(), &taken, &got);
        if (outcome == LIBDEFLATE_INSUFFICIENT_SPACE && room < most) {
            Data::grow(text, room, most);
            continue;
        }
        if (outcome == LIBDEFLATE_INSUFFICIENT_SPACE)
            return Data::needsStream(text);
        if (outcome != LIBDEFLATE_SUCCESS)
            break;
        text.resize(text.size() + got);
        at += taken;
        if (text.size() == most)
            return Data::needsStream(text);
        if (at == stored.size())
            return {};
        if (!looksLikeGzip(stored.substr(at)))
            return {GzipOutcome::Whole,
                    {{Issue::Code::GzipTrailingBytes, 1, text.size(), Error::kNoOffset,
                      std::to_string(stored.size() - at) + " bytes follow the gzip stream"}}};
    }
    if (at == stored.size() && at > 0)
        return {};
    return Data::inflateRest(stored, at, room, most, text);
}

struct GunzipStream::Data
{
    Data(std::unique_ptr<ByteStream> from, const Limits& with)
        : stored(std::move(from))
        , limits(with)
    {
        piece.resize(kStoredPieceBytes);
    }

    Result<void> fill()
    {
        const Result<std::size_t> got = stored->read(piece.data(), piece.size());
        if (!got)
            return got.error();
        at = 0;
        filled = *got;
        if (filled == 0)
            decoder.endOfStored();
        return {};
    }

    void guard()
    {
        const std::uint64_t text = decoder.textBytes();
        const std::uint64_t taken = std::max<std::uint64_t>(storedBytes, 1);
        if (text <= limits.bombTextBytes || text / taken <= limits.bombRatio || decoder.ended())
            return;
        decoder.stop({Issue::Code::GzipBomb, 1, text, Error::kNoOffset,
                      std::to_string(taken) + " stored bytes gave " + std::to_string(text)
                          + " bytes of text; what follows is not read"});
    }

    std::unique_ptr<ByteStream> stored;
    Limits limits;
    GzipDecoder decoder;
    ByteBuffer piece;
    std::size_t at = 0;
    std::size_t filled = 0;
    std::uint64_t storedBytes = 0;
    std::uint64_t textBytes = 0;
};

GunzipStream::GunzipStream(std::unique_ptr<ByteStream> stored, const Limits& limits)
    : m_data(std::make_unique<Data>(std::move(stored), limits))
{ }

GunzipStream::~GunzipStream() = default;

Result<std::size_t> GunzipStream::read(char* into, std::size_t capacity)
{
    Data& d = *m_data;
    if (capacity == 0)
        return std::size_t{0};
    while (!d.decoder.ended()) {
        // At the limit one byte more is tried for, to know whether there is more.
        char probe = 0;
        const std::uint64_t left = d.limits.sourceTextBytes - d.textBytes;
        const bool probing = left == 0;
        const GzipDecoder::Step step = d.decoder.decode(
            d.piece.view().substr(d.at, d.filled - d.at), probing ? &probe : into,
            probing ? 1 : static_cast<std::size_t>(std::min<std::uint64_t>(capacity, left)));
        d.at += step.consumed;
        d.storedBytes += step.consumed;
        if (probing && step.produced > 0) {
            d.decoder.stop({Issue::Code::TooLarge, 1, d.textBytes, Error::kNoOffset,
                            "has more than " + std::to_string(d.limits.sourceTextBytes)
                                + " bytes of text; what follows is not read"});
            break;
        }
        d.textBytes += step.produced;
        d.guard();
        if (step.produced > 0)
            return step.produced;
        if (d.at == d.filled && !d.decoder.ended()) {
            if (const Result<void> filled = d.fill(); !filled)
                return filled.error();
        }
    }
    return std::size_t{0};
}

const std::vector<Issue>& GunzipStream::issues() const
{
    return m_data->decoder.issues();
}

bool GunzipStream::isWhole() const
{
    return m_data->decoder.isWhole();
}

std::uint64_t GunzipStream::storedBytes() const
{
    return m_data->storedBytes;
}

std::uint64_t GunzipStream::textBytes() const
{
    return m_data->textBytes;
}

} // namespace trailloupe::ingest
