#include "model/base/visibletext.h"
#include "model/compare/comparisonlines.h"

#include <algorithm>

namespace trailloupe::compare {

namespace {

const char* stateMark(const Comparison& comparison, std::uint32_t row)
{
    const Row& at = comparison.rows()[row];
    if (at.isIgnored)
        return "\u00b7";
    if (at.state == RowState::Equal)
        return "=";
    if (at.state == RowState::Changed)
        return "~";
    return comparison.has(row, 0) ? "-" : "+";
}

// What is to be known about a row beside its mark.
std::string remarks(const Row& row)
{
    std::string text = row.isIgnored ? "ignored" : "";
    if (row.note != RowNote::None)
        text += (text.empty() ? "" : "; ") + noteText(row.note);
    return text.empty() ? text : " (" + text + ')';
}

const char* foldMark(const Line& line)
{
    return line.kind == Line::Kind::FoldedIgnored ? "\u00b7" : "=";
}

std::string counted(const Comparison& comparison)
{
    const Counts& counts = comparison.counts();
    return std::to_string(counts.different) + " different, " + std::to_string(counts.equal)
        + " equal, " + std::to_string(counts.ignored) + " ignored";
}

// Strings with quotes, so that "" and a missing value are not the same.
std::string cellText(const Comparison& comparison, std::uint32_t row, std::size_t event)
{
    if (!comparison.has(row, event))
        return "(not there)";
    std::string text;
    if (comparison.kind(row, event) == JsonDocument::Kind::String)
        appendJsonString(comparison.text(row, event), text);
    else
        text = comparison.json(row, event);
    return text;
}

// The rows that say something by themselves.
bool hasCells(const Comparison& comparison, std::uint32_t row)
{
    return !comparison.rows()[row].isContainer;
}

bool isPolicyIn(const Comparison& comparison, std::uint32_t row)
{
    for (std::size_t event = 0; event < comparison.events().size(); ++event) {
        if (!comparison.has(row, event))
            continue;
        const auto value = comparison.value(row, event);
        return isPolicy(*value.tree, value.node);
    }
    return false;
}

// For a cell of a Markdown table: nothing in it is markup, or a row of ours.
std::string markdownText(std::string_view text)
{
    constexpr std::string_view kMarkup = "|\\`*_<>[]&~#";
    std::string out;
    for (const char c : visibleText(text)) {
        if (kMarkup.find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
    return out;
}

const char* stateName(CellState state)
{
    switch (state) {
    case CellState::Nowhere:
        return "nowhere";
    case CellState::Same:
        return "same";
    case CellState::Changed:
        return "changed";
    case CellState::Added:
        return "added";
    case CellState::Missing:
        return "missing";
    }
    return "";
}

void appendPolicy(const Comparison& comparison, std::uint32_t row, std::string& out)
{
    bool isFirst = true;
    for (std::size_t event = 1; event < comparison.events().size(); ++event) {
        for (const PolicyChange& change : policyChanges(comparison, row, event)) {
            out += isFirst ? ",\"policy\":[" : ",";
            isFirst = false;
            out += "{\"event\":" + std::to_string(event + 1) + ",\"change\":";
            appendJsonString(policyChangeText(change), out);
            out += '}';
        }
    }
    if (!isFirst)
        out += ']';
}

void appendRow(const Comparison& comparison, std::uint32_t row, std::string& out)
{
    const Row& at = comparison.rows()[row];
    out += "{\"path\":";
    appendJsonString(at.path, out);
    if (at.isElement || !at.name.empty()) {
        out += ",\"name\":";
        appendJsonString(at.name, out);
    }
    if (at.isIgnored)
        out += ",\"ignored\":true";
    if (const auto elements = elementNames(comparison, row); !elements.empty()) {
        out += ",\"elements\":[";
        for (const std::string& name : elements) {
            out += &name == &elements.front() ? "" : ",";
            appendJsonString(name, out);
        }
        out += ']';
    }
    if (at.note != RowNote::None) {
        out += ",\"note\":";
        appendJsonString(noteText(at.note), out);
    }
    out += ",\"values\":[";
    for (std::size_t event = 0; event < comparison.events().size(); ++event) {
        out += event ? ",{\"state\":\"" : "{\"state\":\"";
        out += stateName(comparison.cellState(row, event));
        out += '"';
        if (comparison.has(row, event) && hasCells(comparison, row))
            out.append(",\"value\":").append(comparison.json(row, event));
        out += '}';
    }
    out += ']';
    appendPolicy(comparison, row, out);
    out += '}';
}

} // namespace

std::string plainText(const Comparison& comparison, const std::vector<Line>& lines,
                      const std::vector<std::string>& titles)
{
    std::string out;
    for (std::size_t event = 0; event < titles.size(); ++event)
        out += std::to_string(event + 1) + "  " + visibleText(titles[event]) + '\n';
    out += counted(comparison) + "\n\n";
    for (const Line& line : lines) {
        const Row& row = comparison.rows()[line.row];
        const std::string indent((row.depth - 1) * 2, ' ');
        if (line.kind == Line::Kind::Policy) {
            out += "  " + indent + "  " + std::to_string(line.event + 1) + ": "
                + visibleText(policyChangeText(line.change)) + '\n';
            continue;
        }
        if (line.kind != Line::Kind::Row) {
            out += std::string(foldMark(line)) + ' ' + indent + "(" + foldText(line) + ")\n";
            continue;
        }
        out += std::string(stateMark(comparison, line.row)) + ' ' + indent + visibleText(row.name);
        if (const std::string words = remarks(row); !words.empty())
            out += ' ' + words;
        out += '\n';
        for (std::size_t event = 0; hasCells(comparison, line.row) && event < titles.size();
             ++event)
            out += "  " + indent + "    " + std::to_string(event + 1) + ": "
                + visibleText(cellText(comparison, line.row, event)) + '\n';
    }
    return out;
}

std::string markdown(const Comparison& comparison, const std::vector<Line>& lines,
                     const std::vector<std::string>& titles)
{
    std::string out;
    for (std::size_t event = 0; event < titles.size(); ++event)
        out += std::to_string(event + 1) + ". " + markdownText(titles[event]) + '\n';
    out += '\n' + counted(comparison) + "\n\n|  | Path |";
    for (std::size_t event = 0; event < titles.size(); ++event)
        out += ' ' + std::to_string(event + 1) + " |";
    out += "\n| --- | --- |";
    for (std::size_t event = 0; event < titles.size(); ++event)
        out += " --- |";
    out += '\n';
    for (const Line& line : lines) {
        const Row& row = comparison.rows()[line.row];
        if (line.kind == Line::Kind::Policy) {
            out += "|  | " + std::to_string(line.event + 1) + ": "
                + markdownText(policyChangeText(line.change)) + " |"
                + std::string(titles.size(), '|') + '\n';
            continue;
        }
        if (line.kind != Line::Kind::Row) {
            out += "| " + std::string(foldMark(line)) + " | " + foldText(line) + " |"
                + std::string(titles.size(), '|') + '\n';
            continue;
        }
        if (!hasCells(comparison, line.row) && row.note == RowNote::None)
            continue; // its path is that of the rows below it
        out += "| " + std::string(stateMark(comparison, line.row)) + " | "
            + markdownText(pathWithElements(comparison, line.row));
        out += remarks(row) + " |";
        for (std::size_t event = 0; event < titles.size(); ++event)
            out += ' '
                + (hasCells(comparison, line.row)
                       ? markdownText(cellText(comparison, line.row, event))
                       : std::string())
                + " |";
        out += '\n';
    }
    return out;
}

std::string comparisonJson(const Comparison& comparison)
{
    std::string out = "{\"events\":[";
    for (const ComparedEvent& event : comparison.events()) {
        out += &event == &comparison.events().front() ? "\n  " : ",\n  ";
        out += event.json;
    }
    out += "],\n\"ignored\":[";
    for (const std::string& path : comparison.ignored()) {
        out += &path == &comparison.ignored().front() ? "" : ",";
        appendJsonString(path, out);
    }
    const Counts& counts = comparison.counts();
    out += "],\n\"counts\":{\"different\":" + std::to_string(counts.different)
        + ",\"equal\":" + std::to_string(counts.equal)
        + ",\"ignored\":" + std::to_string(counts.ignored) + "},\n\"rows\":[";
    bool isFirst = true;
    for (std::uint32_t row = 1; row < comparison.rows().size(); ++row) {
        const Row& at = comparison.rows()[row];
        const bool isPolicy = at.isContainer && at.state != RowState::Equal && !at.isIgnored
            && isPolicyIn(comparison, row);
        const bool isIgnored = at.isIgnored && at.state != RowState::Equal
            && (!at.isContainer || at.note != RowNote::None);
        if (!comparison.isDifferent(row) && !isIgnored && !isPolicy)
            continue;
        out += isFirst ? "\n  " : ",\n  ";
        isFirst = false;
        appendRow(comparison, row, out);
    }
    return out + "]}\n";
}

} // namespace trailloupe::compare
