// RuleCases: for every built-in rule events that it finds, and events that look like them.
#pragma once

#include <string>
#include <vector>

namespace trailloupe::test {

struct RuleCase
{
    const char* rule; // that the case is about
    const char* name;
    std::string event; // JSON
    std::vector<std::string> found; // by exactly these rules
};

const std::vector<RuleCase>& ruleCases();
std::vector<RuleCase> exposureCases(); // those of exposurecases.cpp

} // namespace trailloupe::test
