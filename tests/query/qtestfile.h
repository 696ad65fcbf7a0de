// QtestFile: a file of query cases as README.md describes it.
//
// Threads: value types. Errors: `problem` says what is wrong with the file, with the line.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace trailloupe::test {

struct QueryCase
{
    int line = 0;
    bool isPattern = false;
    std::string zone = "UTC";
    std::string text;

    // One of them:
    std::optional<std::vector<std::string>> ids;
    bool all = false;
    std::string error; // name of the code

    std::size_t offset = 0;
    std::size_t length = 0;
    std::optional<std::string> fix;
};

struct QtestFile
{
    std::string name;
    std::vector<std::string> events;
    std::vector<std::string> messages;
    std::vector<QueryCase> cases;
    std::string problem; // empty: none

    static QtestFile read(const std::string& path);
};

} // namespace trailloupe::test
