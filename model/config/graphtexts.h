// The texts of a TemporalGraph, each once, at places that never move. For graph.cpp and
// graphbuilder.cpp only.
//
// Threads: one owner while it grows; then any. Cost: O(the text).
#pragma once

#include "model/config/graph.h"

#include <string>
#include <string_view>
#include <unordered_set>

namespace trailloupe::config {

struct TemporalGraph::Texts
{
    std::string_view kept(std::string_view text)
    {
        const auto [it, isNew] = texts.emplace(text);
        if (isNew)
            size += text.size() + sizeof(std::string);
        return *it;
    }
    std::uint64_t bytes() const { return size; }

    std::unordered_set<std::string> texts;
    std::uint64_t size = 0;
};

} // namespace trailloupe::config
