// ScarceMemory: while one lives, no other thread gets a piece of memory of this size or above, so
// that jobs end as they do when there is none left. The thread that made it gets all it wants.
//
// RE2 does not survive it: let jobs ask for nothing that takes a regular expression, as letters of
// either case do.
// Replaces the allocation of the whole program: include it in one source file of it only.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace trailloupe::test {

class ScarceMemory
{
public:
    // Small pieces have to be left for what happens around the jobs.
    static constexpr std::size_t kSmall = 512;

    explicit ScarceMemory(std::size_t refusedBytes = kSmall)
    {
        s_isFree = true;
        s_refusedBytes = refusedBytes;
    }
    ~ScarceMemory()
    {
        s_refusedBytes = SIZE_MAX;
        s_isFree = false;
    }
    ScarceMemory(const ScarceMemory&) = delete;
    ScarceMemory& operator=(const ScarceMemory&) = delete;

    static bool refuses(std::size_t bytes) { return bytes >= s_refusedBytes && !s_isFree; }

private:
    static inline std::atomic<std::size_t> s_refusedBytes{SIZE_MAX};
    static inline thread_local bool s_isFree = false; // of this thread
};

} // namespace trailloupe::test

void* operator new(std::size_t bytes)
{
    void* piece =
        trailloupe::test::ScarceMemory::refuses(bytes) ? nullptr : std::malloc(bytes ? bytes : 1);
    if (!piece)
        throw std::bad_alloc();
    return piece;
}
// A sanitizer brings one of its own, whose pieces are not for free().
void* operator new(std::size_t bytes, const std::nothrow_t& /*tag*/) noexcept
{
    return trailloupe::test::ScarceMemory::refuses(bytes) ? nullptr
                                                          : std::malloc(bytes ? bytes : 1);
}
void operator delete(void* piece) noexcept
{
    std::free(piece);
}
void operator delete(void* piece, std::size_t /*bytes*/) noexcept
{
    std::free(piece);
}
