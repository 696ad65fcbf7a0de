// JobContext: what a job may ask of the world: "was I cancelled?", and "this far".
//
// Threads: cancelled() and report() may be called from any thread of the job; the sink is called
// from the thread that reports, at most every kReportIntervalMs except for the last report.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <utility>

namespace trailloupe {

struct Progress
{
    std::uint64_t done = 0;
    std::uint64_t total = 0; // 0: not known yet
    const char* stage = ""; // a literal: a key that ui/ turns into words
};

class JobContext
{
public:
    using Sink = std::function<void(const Progress&)>;
    static constexpr int kReportIntervalMs = 100;

    JobContext() = default;
    explicit JobContext(std::stop_token stop, Sink sink = {})
        : m_stop(std::move(stop))
        , m_sink(std::move(sink))
    { }

    // The same sink, another reason to stop.
    JobContext(std::stop_token stop, const JobContext& outer)
        : m_stop(std::move(stop))
        , m_sink(outer.m_sink)
    { }

    bool cancelled() const { return m_stop.stop_requested(); }
    std::stop_token stopToken() const { return m_stop; }

    void report(const Progress& progress) const
    {
        if (!m_sink)
            return;
        const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                             std::chrono::steady_clock::now().time_since_epoch())
                             .count();
        auto last = m_lastReportMs.load(std::memory_order_relaxed);
        const bool final = progress.total != 0 && progress.done == progress.total;
        if (!final && now - last < kReportIntervalMs)
            return;
        if (m_lastReportMs.compare_exchange_strong(last, now, std::memory_order_relaxed) || final)
            m_sink(progress);
    }

private:
    std::stop_token m_stop;
    Sink m_sink;
    mutable std::atomic<std::int64_t> m_lastReportMs{0};
};

} // namespace trailloupe
