#include "tests/query/qtestfile.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace trailloupe::test {
namespace {

class Reader
{
public:
    explicit Reader(const std::string& path)
        : m_folder(std::filesystem::path(path).parent_path())
        , m_lines(path)
    {
        m_file.name = std::filesystem::path(path).filename().string();
        if (!m_lines)
            fail("cannot be opened");
    }

    QtestFile run()
    {
        std::string line;
        while (m_file.problem.empty() && next(line)) {
            if (!line.empty() && line.front() != '#')
                directive(line);
        }
        checkLastCase();
        if (m_file.problem.empty() && m_file.events.empty() == m_file.messages.empty())
            fail("there have to be either events or messages");
        return std::move(m_file);
    }

private:
    bool next(std::string& line)
    {
        ++m_line;
        return static_cast<bool>(std::getline(m_lines, line));
    }

    void fail(const std::string& what)
    {
        if (m_file.problem.empty())
            m_file.problem = m_file.name + ':' + std::to_string(m_line) + ": " + what;
    }

    void checkLastCase()
    {
        if (!m_file.cases.empty() && !isAnswered(m_file.cases.back())) {
            m_line = m_file.cases.back().line;
            fail("a case without an answer");
        }
    }

    static bool isAnswered(const QueryCase& one)
    {
        return one.ids || one.all || !one.error.empty();
    }

    void directive(const std::string& line)
    {
        const std::size_t space = line.find(' ');
        const std::string word = line.substr(0, space);
        const std::string rest =
            space == std::string::npos ? std::string() : line.substr(space + 1);
        if (word == "events" && rest.empty())
            block(m_file.events);
        else if (word == "events" && rest.starts_with("from "))
            eventsFrom(rest.substr(5));
        else if (word == "messages" && rest.empty())
            block(m_file.messages);
        else if (word == "language" && (rest == "bar" || rest == "pattern"))
            m_isPattern = rest == "pattern";
        else if (word == "zone" && !rest.empty())
            m_zone = rest;
        else if (word == "case")
            addCase(rest);
        else if (word == "case-json")
            addCase(textOf(rest));
        else if (word == "is" || word == "error" || word == "fix" || word == "fix-json")
            answer(word, rest);
        else
            fail("unknown directive: " + line);
    }

    void block(std::vector<std::string>& into)
    {
        std::string line;
        while (next(line)) {
            if (line == "end")
                return;
            into.push_back(line);
        }
        fail("'end' is missing");
    }

    void eventsFrom(const std::string& name)
    {
        std::ifstream file(m_folder / name);
        if (!file)
            return fail("there is no " + name);
        for (std::string line; std::getline(file, line);) {
            if (!line.empty())
                m_file.events.push_back(line);
        }
    }

    void addCase(const std::string& text)
    {
        checkLastCase();
        QueryCase one;
        one.line = m_line;
        one.isPattern = m_isPattern;
        one.zone = m_zone;
        one.text = text;
        m_file.cases.push_back(std::move(one));
    }

    std::string textOf(const std::string& json)
    {
        const auto text = nlohmann::json::parse(json, nullptr, false);
        if (text.is_string())
            return text.get<std::string>();
        fail("this is no JSON string");
        return {};
    }

    void answer(const std::string& word, const std::string& rest)
    {
        if (m_file.cases.empty())
            return fail("an answer without a case");
        QueryCase& one = m_file.cases.back();
        if (word == "fix" || word == "fix-json") {
            if (one.error.empty() || one.fix)
                return fail("a fix without an error");
            one.fix = word == "fix" ? rest : textOf(rest);
            return;
        }
        if (isAnswered(one))
            return fail("a second answer");
        std::istringstream words(rest);
        if (word == "error") {
            char plus = 0;
            if (!(words >> one.error >> one.offset >> plus >> one.length) || plus != '+')
                fail("an error is told as: error CODE OFFSET+LENGTH");
            return;
        }
        if (rest == "all") {
            one.all = true;
            return;
        }
        one.ids.emplace();
        if (rest == "none")
            return;
        for (std::string id; words >> id;)
            one.ids->push_back(id);
        if (one.ids->empty())
            fail("which ones? 'is none' for none");
    }

    std::filesystem::path m_folder;
    std::ifstream m_lines;
    QtestFile m_file;
    int m_line = 0;
    bool m_isPattern = false;
    std::string m_zone = "UTC";
};

} // namespace

QtestFile QtestFile::read(const std::string& path)
{
    return Reader(path).run();
}

} // namespace trailloupe::test
