#include "model/ingest/linesplitter.h"

#include "model/ingest/issuelist.h"

namespace trailloupe::ingest {

LineSplitter::LineSplitter(const Limits& limits)
    : m_limit(limits.recordBytes)
{ }

void LineSplitter::feed(std::string_view chunk, const Sink& sink)
{
    while (!chunk.empty()) {
        const std::size_t end = chunk.find('\n');
        take(chunk.substr(0, end));
        if (end == std::string_view::npos)
            return;
        endLine(sink);
        chunk.remove_prefix(end + 1);
    }
}

void LineSplitter::finish(const Sink& sink)
{
    endLine(sink);
}

void LineSplitter::take(std::string_view part)
{
    m_size += part.size();
    if (m_size <= m_limit)
        m_line += part;
}

void LineSplitter::endLine(const Sink& sink)
{
    if (m_size <= m_limit) {
        sink(m_offset, m_line);
    } else {
        addIssue(m_issues, Issue::Code::RecordTooLarge, m_offset);
        ++m_rejected;
    }
    m_offset += m_size + 1;
    m_size = 0;
    m_line.clear();
}

} // namespace trailloupe::ingest
