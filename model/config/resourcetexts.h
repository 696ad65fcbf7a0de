// The texts of Resources, each once, at places that never move. For resources.cpp and
// resourcesbuilder.cpp only.
//
// Threads: one owner while it grows; then any. Cost: O(1) and the text.
#pragma once

#include "model/config/resources.h"

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trailloupe::config {

struct Resources::Texts
{
    // The number of a text, given in order of appearance; 0 is the empty text.
    std::uint32_t numberOf(std::string_view text)
    {
        if (text.empty())
            return 0;
        if (const auto it = numbers.find(text); it != numbers.end())
            return it->second;
        texts.emplace_back(text);
        const auto number = static_cast<std::uint32_t>(texts.size());
        numbers.emplace(texts.back(), number);
        size += text.size() + sizeof(std::string);
        return number;
    }
    std::string_view text(std::uint32_t number) const
    {
        return number == 0 ? std::string_view() : std::string_view(texts[number - 1]);
    }
    std::uint64_t bytes() const { return size; }

    std::deque<std::string> texts;
    std::unordered_map<std::string_view, std::uint32_t> numbers; // while it grows
    std::uint64_t size = 0;
};

} // namespace trailloupe::config
