// Helpers of the benchmark programs: arguments, memory, one line of JSON.
#pragma once

#include <malloc.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

namespace trailloupe::bench {

class Arguments
{
public:
    Arguments(int argc, char** argv)
        : m_words(argv + 1, argv + argc)
    { }

    // The value after "--name", else `fallback`.
    std::string option(const std::string& name, const std::string& fallback) const
    {
        for (std::size_t i = 0; i + 1 < m_words.size(); ++i) {
            if (m_words[i] == "--" + name)
                return m_words[i + 1];
        }
        return fallback;
    }
    unsigned number(const std::string& name, unsigned fallback) const
    {
        return static_cast<unsigned>(std::stoul(option(name, std::to_string(fallback))));
    }
    // Words that are neither options nor their values.
    std::vector<std::string> paths() const
    {
        std::vector<std::string> paths;
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            if (m_words[i].rfind("--", 0) == 0)
                ++i;
            else
                paths.push_back(m_words[i]);
        }
        return paths;
    }

private:
    std::vector<std::string> m_words;
};

// Resident bytes of this process, after giving free memory back to the system.
inline std::uint64_t residentBytes()
{
    malloc_trim(0);
    std::ifstream statm("/proc/self/statm");
    std::uint64_t size = 0;
    std::uint64_t resident = 0;
    statm >> size >> resident;
    return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

// The most that was resident at a time since resetPeak().
inline void resetPeak()
{
    std::ofstream("/proc/self/clear_refs") << '5';
}
inline std::uint64_t peakResidentBytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind("VmHWM:", 0) == 0)
            return std::stoull(line.substr(6)) * 1024;
    }
    return 0;
}

class Stopwatch
{
public:
    double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

} // namespace trailloupe::bench
