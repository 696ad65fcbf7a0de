// RandomEstate: a seeded history of an AWS estate as AWS Config would deliver it: history files by
// account, Region, type and day, and snapshots that repeat the last item of every live resource.
//
// The same seed gives the same files. Structures are those of real types (security groups,
// instances, network interfaces, volumes, roles, buckets) and of made-up ones; values are invented.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace trailloupe::bench {

struct EstateSize
{
    unsigned seed = 1;
    unsigned items = 100'000; // distinct ones
    unsigned resources = 22'000;
    unsigned types = 60;
    unsigned days = 10;
    unsigned longHistory = 500; // items of one resource, a security group
    unsigned relations = 0; // of each resource to any others, besides those of its type
};

class RandomEstate
{
public:
    explicit RandomEstate(const EstateSize& size);

    // Called for each file: its path in the bucket, and its JSON.
    using Sink = std::function<void(const std::string& path, const std::string& json)>;
    void write(const Sink& sink);

    // The events of the estate, once it was written: what made its items, as far as their types are
    // real ones, and others up to `count`: reads, calls to data, failed ones, and such as name a
    // resource beside another.
    using CallSink = std::function<void(const std::string& json)>;
    void writeCalls(unsigned count, const CallSink& sink);

    std::uint64_t items() const { return m_items; } // distinct ones, once written
    std::uint64_t repeats() const { return m_repeats; } // in snapshots
    std::string longHistoryId() const { return "sg-0000000000000000"; }

private:
    struct Resource
    {
        unsigned type = 0;
        unsigned account = 0;
        unsigned region = 0;
        unsigned number = 0;
        std::vector<std::int64_t> captures; // milliseconds
        bool isDeleted = false; // its last item is a deletion
        unsigned lives = 1;
    };

    void plan();
    std::string item(const Resource& resource, unsigned revision) const;
    std::string configuration(const Resource& resource, unsigned revision) const;
    std::string relationships(const Resource& resource, unsigned revision) const;
    std::string ofItsType(const Resource& resource) const;
    std::string callOf(const Resource& resource, unsigned revision); // empty: none is known
    std::string otherCall();
    std::string typeName(unsigned type) const;
    std::string idOf(const Resource& resource) const;
    unsigned below(unsigned limit) { return static_cast<unsigned>(m_random() % limit); }

    EstateSize m_size;
    std::mt19937_64 m_random;
    std::vector<Resource> m_resources;
    std::uint64_t m_items = 0;
    std::uint64_t m_repeats = 0;
};

} // namespace trailloupe::bench
