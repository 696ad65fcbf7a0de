// How the benchmark programs that measure a store begin: arguments, and the exports loaded.
#pragma once

#include "model/archive/openarchive.h"
#include "model/ingest/loader.h"
#include "tests/bench/benchsupport.h"

#include <algorithm>
#include <memory>
#include <thread>

namespace trailloupe::bench {

struct Loaded
{
    unsigned runs = 0;
    unsigned threads = 0;
    std::shared_ptr<const store::EventStore> store; // null: said on stderr, with the usage
};

inline Loaded load(const Arguments& arguments, const char* usage)
{
    Loaded loaded;
    loaded.runs = arguments.number("runs", 5);
    loaded.threads = arguments.number("threads", std::max(1u, std::thread::hardware_concurrency()));
    ingest::LoadRequest request;
    request.paths = arguments.paths();
    request.openArchive = archive::openArchive;
    const auto evidence = ingest::load(request, JobContext(), [](const ingest::Evidence&) {});
    if (evidence)
        loaded.store = evidence->store;
    else
        std::fprintf(stderr, "usage: %s\n", usage);
    return loaded;
}

} // namespace trailloupe::bench
