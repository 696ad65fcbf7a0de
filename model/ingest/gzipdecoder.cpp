#include "model/ingest/gzipdecoder.h"

#include <libdeflate.h>

#include <algorithm>
#include <utility>

namespace trailloupe::ingest {

namespace {

constexpr unsigned char kMagic0 = 0x1F;
constexpr unsigned char kMagic1 = 0x8B;
constexpr std::uint8_t kFlagHeaderChecksum = 0x02;
constexpr std::uint8_t kFlagExtra = 0x04;
constexpr std::uint8_t kFlagName = 0x08;
constexpr std::uint8_t kFlagComment = 0x10;
constexpr std::uint8_t kFlagsReserved = 0xE0;
constexpr std::size_t kFixedHeaderBytes = 10;
constexpr std::size_t kTrailerBytes = 8;
constexpr std::size_t kMostAtOnce = std::size_t{1} << 30; // zlib counts in 32 bits

std::uint32_t littleEndian32(std::string_view bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i)
        value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return value;
}

} // namespace

GzipDecoder::GzipDecoder(std::uint64_t textBytesBefore)
    : m_ready(inflateInit2(&m_zlib, -MAX_WBITS) == Z_OK)
    , m_anyMember(textBytesBefore > 0)
    , m_textBytes(textBytesBefore)
{ }

GzipDecoder::~GzipDecoder()
{
    if (m_ready)
        inflateEnd(&m_zlib);
}

GzipDecoder::Step GzipDecoder::decode(std::string_view stored, char* into, std::size_t capacity)
{
    Step step;
    while (m_state != State::Ended) {
        const std::string_view left = stored.substr(step.consumed);
        if (m_state != State::Body) {
            if (left.empty())
                break;
            step.consumed += takeHeader(left);
            continue;
        }
        const Step piece = inflateBody(left, into + step.produced, capacity - step.produced);
        step.consumed += piece.consumed;
        step.produced += piece.produced;
        if (m_state == State::Body && piece.consumed == 0 && piece.produced == 0)
            break; // wants more input or more room
    }
    return step;
}

std::size_t GzipDecoder::takeHeader(std::string_view stored)
{
    std::size_t used = 0;
    while (used < stored.size() && m_state != State::Body && m_state != State::Ended) {
        if (m_state == State::Extra) {
            const std::size_t skip = std::min<std::size_t>(m_skip, stored.size() - used);
            m_skip -= static_cast<std::uint32_t>(skip);
            used += skip;
            if (m_skip == 0)
                enterNextHeaderPart(State::Extra);
            continue;
        }
        takeHeaderByte(static_cast<unsigned char>(stored[used]));
        ++used;
    }
    return used;
}

void GzipDecoder::takeHeaderByte(unsigned char byte)
{
    if (m_state == State::Name || m_state == State::Comment) {
        if (byte == 0)
            enterNextHeaderPart(m_state);
        return;
    }
    m_field += static_cast<char>(byte);
    switch (m_state) {
    case State::Between:
        if (m_field.size() == 1 && byte == kMagic0)
            return;
        if (m_field.size() == 2 && byte == kMagic1) {
            m_state = State::Fixed; // keeps the two bytes
            m_memberStart = m_textBytes;
            return;
        }
        if (!m_anyMember) {
            endCorrupt("no gzip header");
            return;
        }
        m_issues.push_back({Issue::Code::GzipTrailingBytes, 1, m_textBytes, Error::kNoOffset,
                            "bytes that are no gzip member follow the end of the gzip stream"});
        enter(State::Ended);
        return;
    case State::Fixed:
        if (m_field.size() == kFixedHeaderBytes)
            checkFixedHeader();
        return;
    case State::ExtraLength:
        if (m_field.size() == 2) {
            m_skip = static_cast<unsigned char>(m_field[0])
                | static_cast<std::uint32_t>(static_cast<unsigned char>(m_field[1])) << 8;
            if (m_skip > 0)
                enter(State::Extra);
            else
                enterNextHeaderPart(State::Extra);
        }
        return;
    case State::HeaderChecksum:
        if (m_field.size() == 2)
            enterNextHeaderPart(State::HeaderChecksum);
        return;
    case State::Trailer:
        if (m_field.size() == kTrailerBytes)
            checkTrailer();
        return;
    case State::Extra:
    case State::Name:
    case State::Comment:
    case State::Body:
    case State::Ended:
        return;
    }
}

void GzipDecoder::checkFixedHeader()
{
    const auto method = static_cast<unsigned char>(m_field[2]);
    m_flags = static_cast<std::uint8_t>(m_field[3]);
    if (method != Z_DEFLATED)
        endCorrupt("unknown compression method " + std::to_string(method));
    else if (m_flags & kFlagsReserved)
        endCorrupt("unknown gzip header flags");
    else if (!m_ready || inflateReset(&m_zlib) != Z_OK)
        endCorrupt("zlib could not be set up");
    else
        enterNextHeaderPart(State::Fixed);
}

void GzipDecoder::enter(State state)
{
    m_state = state;
    m_field.clear();
}

// The optional parts follow each other in this order.
void GzipDecoder::enterNextHeaderPart(State done)
{
    if (done < State::ExtraLength && (m_flags & kFlagExtra))
        enter(State::ExtraLength);
    else if (done < State::Name && (m_flags & kFlagName))
        enter(State::Name);
    else if (done < State::Comment && (m_flags & kFlagComment))
        enter(State::Comment);
    else if (done < State::HeaderChecksum && (m_flags & kFlagHeaderChecksum))
        enter(State::HeaderChecksum);
    else {
        enter(State::Body);
        m_anyMember = true;
        m_crc = 0;
    }
}

GzipDecoder::Step GzipDecoder::inflateBody(std::string_view stored, char* into,
                                           std::size_t capacity)
{
    const std::size_t offered = std::min(stored.size(), kMostAtOnce);
    const std::size_t room = std::min(capacity, kMostAtOnce);
    m_zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(stored.data()));
    m_zlib.avail_in = static_cast<uInt>(offered);
    m_zlib.next_out = reinterpret_cast<Bytef*>(into);
    m_zlib.avail_out = static_cast<uInt>(room);
    const int outcome = ::inflate(&m_zlib, Z_NO_FLUSH);

    const Step step{offered - m_zlib.avail_in, room - m_zlib.avail_out};
    m_crc = libdeflate_crc32(m_crc, into, step.produced);
    m_textBytes += step.produced;
    if (outcome == Z_STREAM_END)
        enter(State::Trailer);
    else if (outcome != Z_OK && outcome != Z_BUF_ERROR)
        endCorrupt(m_zlib.msg ? m_zlib.msg : "invalid compressed data");
    return step;
}

void GzipDecoder::checkTrailer()
{
    const std::uint64_t length = m_textBytes - m_memberStart;
    if (littleEndian32(m_field, 0) != m_crc
        || littleEndian32(m_field, 4) != static_cast<std::uint32_t>(length)) {
        const auto same = std::find_if(m_issues.begin(), m_issues.end(), [](const Issue& issue) {
            return issue.code == Issue::Code::GzipChecksum;
        });
        if (same != m_issues.end())
            ++same->count;
        else
            m_issues.push_back({Issue::Code::GzipChecksum, 1, m_memberStart, Error::kNoOffset,
                                "the checksum of the " + std::to_string(length)
                                    + " bytes of text from here on is wrong"});
    }
    enter(State::Between);
}

void GzipDecoder::endCorrupt(std::string detail)
{
    stop({Issue::Code::GzipCorrupt, 1, m_textBytes, Error::kNoOffset, std::move(detail)});
}

void GzipDecoder::stop(Issue issue)
{
    m_issues.push_back(std::move(issue));
    m_whole = false;
    enter(State::Ended);
}

void GzipDecoder::endOfStored()
{
    switch (m_state) {
    case State::Ended:
        return;
    case State::Between:
        if (m_field.empty() && m_anyMember) {
            enter(State::Ended);
        } else if (m_anyMember) { // half a magic number
            m_issues.push_back({Issue::Code::GzipTrailingBytes, 1, m_textBytes, Error::kNoOffset,
                                "1 byte follows the end of the gzip stream"});
            enter(State::Ended);
        } else {
            stop({Issue::Code::GzipTruncated, 1, m_textBytes, Error::kNoOffset,
                  "ends before the gzip header"});
        }
        return;
    case State::Trailer:
        // All of the text is here; only what would prove it is not.
        m_issues.push_back({Issue::Code::GzipTruncated, 1, m_textBytes, Error::kNoOffset,
                            "ends in the checksum, after all of the text"});
        enter(State::Ended);
        return;
    case State::Body:
        stop({Issue::Code::GzipTruncated, 1, m_textBytes, Error::kNoOffset,
              "ends in the compressed data, after " + std::to_string(m_textBytes)
                  + " bytes of text"});
        return;
    default:
        stop({Issue::Code::GzipTruncated, 1, m_textBytes, Error::kNoOffset,
              "ends in a gzip header"});
        return;
    }
}

} // namespace trailloupe::ingest
