// LoadedSources: the SourceIndex of a load: which tree holds each source of the ledger, so that its
// bytes can be read again.
//
// Threads: SourceRegistry any, with a lock; LoadedSources immutable.
// Cost: 24 bytes a source.
#pragma once

#include "model/ingest/loader.h"

#include <deque>
#include <memory>
#include <mutex>
#include <string>

namespace trailloupe::ingest {

struct Where
{
    std::shared_ptr<SourceTree> tree;
    std::uint64_t locator = 0;
    std::uint32_t prefixSize = 0; // of the ledger's path: what the tree does not know of
};

class SourceRegistry
{
public:
    void set(SourceId id, Where where);
    Where get(SourceId id) const; // no tree when the id is unknown

private:
    mutable std::mutex m_mutex;
    std::deque<Where> m_where;
};

class LoadedSources : public SourceIndex
{
public:
    LoadedSources(std::shared_ptr<const Ledger> ledger,
                  std::shared_ptr<const SourceRegistry> registry, const Limits& limits);

    std::string origin(SourceId id) const override;
    Result<SourceText> read(SourceId id, const JobContext& context) const override;

private:
    std::shared_ptr<const Ledger> m_ledger;
    std::shared_ptr<const SourceRegistry> m_registry;
    Limits m_limits;
};

} // namespace trailloupe::ingest
