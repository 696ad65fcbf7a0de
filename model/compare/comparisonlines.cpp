#include "model/compare/comparisonlines.h"

#include "model/base/asciitext.h"

#include <algorithm>
#include <optional>

namespace trailloupe::compare {

namespace {

// What one row is for the person who reads.
enum class Part : std::uint8_t
{
    Different,
    Equal,
    Ignored,
};

Part partOf(const Row& row)
{
    if (row.isIgnored)
        return Part::Ignored;
    return row.state == RowState::Equal ? Part::Equal : Part::Different;
}

class LineMaker
{
public:
    LineMaker(const Comparison& comparison, const LineOptions& options)
        : m_comparison(comparison)
        , m_rows(comparison.rows())
        , m_options(options)
    { }

    std::vector<Line> make()
    {
        if (!m_options.search.empty())
            markFound();
        auto last = static_cast<std::uint32_t>(m_rows.size());
        for (std::uint32_t i = 1; i < last;)
            i = add(i);
        return std::move(m_lines);
    }

private:
    // Rows with the text, and what is above them.
    void markFound()
    {
        m_found.resize(m_rows.size());
        for (auto i = static_cast<std::uint32_t>(m_rows.size()); i-- > 1;) {
            if (m_found[i] || contains(i)) {
                m_found[i] = true;
                m_found[m_rows[i].parent] = true;
            }
        }
    }

    bool contains(std::uint32_t row) const
    {
        if (containsFolded(m_rows[row].path, m_options.search)
            || containsFolded(m_rows[row].name, m_options.search))
            return true;
        if (m_rows[row].isContainer && !m_rows[row].isDecoded)
            return false;
        for (std::size_t event = 0; event < m_comparison.events().size(); ++event) {
            if (m_comparison.has(row, event)
                && containsFolded(m_comparison.text(row, event), m_options.search))
                return true;
        }
        return false;
    }

    // Returns the row to go on with.
    std::uint32_t add(std::uint32_t row)
    {
        if (!m_found.empty()) {
            if (!m_found[row])
                return m_rows[row].end;
            if (!m_options.onlyDifferent || partOf(m_rows[row]) == Part::Different)
                addRow(row);
            return row + 1;
        }
        const Part part = partOf(m_rows[row]);
        if (part != Part::Different)
            return fold(row, part);
        addRow(row);
        return row + 1;
    }

    void addRow(std::uint32_t row)
    {
        m_lines.push_back({.row = row});
        if (m_rows[row].isIgnored || m_rows[row].state == RowState::Equal)
            return;
        for (std::size_t event = 1; event < m_comparison.events().size(); ++event) {
            for (PolicyChange& change : policyChanges(m_comparison, row, event))
                m_lines.push_back({.kind = Line::Kind::Policy,
                                   .row = row,
                                   .event = event,
                                   .change = std::move(change)});
        }
    }

    // Rows of the same part that stand one after another under one parent.
    std::uint32_t fold(std::uint32_t first, Part part)
    {
        std::uint32_t end = first;
        std::uint32_t equal = 0;
        std::uint32_t ignored = 0;
        while (end < m_rows.size() && m_rows[end].parent == m_rows[first].parent
               && partOf(m_rows[end]) == part) {
            for (std::uint32_t i = end; i < m_rows[end].end; ++i) {
                if (!m_rows[i].isContainer || m_rows[i].note != RowNote::None)
                    ++(m_rows[i].isIgnored ? ignored : equal);
            }
            end = m_rows[end].end;
        }
        if (m_options.onlyDifferent)
            return end;
        if (end == first + 1) {
            m_lines.push_back({.row = first});
            return end;
        }
        const bool isOpen = m_options.opened.contains(first);
        // An equal container may have nothing in it that counts.
        const bool isEqual = part == Part::Equal && equal > 0;
        m_lines.push_back({.kind = isEqual ? Line::Kind::FoldedEqual : Line::Kind::FoldedIgnored,
                           .row = first,
                           .folded = isEqual ? equal : ignored,
                           .ignored = isEqual ? ignored : 0,
                           .isOpen = isOpen});
        for (std::uint32_t i = first; isOpen && i < end; ++i)
            m_lines.push_back({.row = i});
        return end;
    }

    const Comparison& m_comparison;
    const std::vector<Row>& m_rows;
    const LineOptions& m_options;
    std::vector<bool> m_found;
    std::vector<Line> m_lines;
};

// "[tcp 22]"; where there is no name, its place: "[3]".
void appendElement(const Row& row, std::string& path)
{
    const std::string& name = row.name;
    if (row.hasPlaceAsName) {
        path += name;
        return;
    }
    path += '[';
    if (name.find_first_of("[]\"") == std::string::npos)
        path += name;
    else
        appendJsonString(name, path);
    path += ']';
}

} // namespace

std::vector<Line> linesOf(const Comparison& comparison, const LineOptions& options)
{
    return LineMaker(comparison, options).make();
}

std::vector<PolicyChange> policyChanges(const Comparison& comparison, std::uint32_t row,
                                        std::size_t event)
{
    if (!comparison.rows()[row].isContainer || !comparison.has(row, event))
        return {};
    const auto after = comparison.value(row, event);
    if (!isPolicy(*after.tree, after.node))
        return {};
    if (!comparison.has(row, 0))
        return describePolicy(*after.tree, after.node);
    const auto before = comparison.value(row, 0);
    if (!isPolicy(*before.tree, before.node))
        return {};
    return differPolicies(*before.tree, before.node, *after.tree, after.node);
}

std::vector<std::string> elementNames(const Comparison& comparison, std::uint32_t row)
{
    std::vector<std::string> names;
    for (; row != 0; row = comparison.rows()[row].parent) {
        if (comparison.rows()[row].isElement)
            names.push_back(comparison.rows()[row].name);
    }
    std::ranges::reverse(names);
    return names;
}

std::string pathWithElements(const Comparison& comparison, std::uint32_t row)
{
    std::vector<std::uint32_t> way;
    for (; row != 0; row = comparison.rows()[row].parent)
        way.push_back(row);
    std::string path;
    for (auto at = way.rbegin(); at != way.rend(); ++at) {
        const Row& step = comparison.rows()[*at];
        std::string_view words =
            std::string_view(step.path).substr(comparison.rows()[step.parent].path.size());
        if (step.isElement)
            words.remove_suffix(std::string_view("[]").size());
        path += words;
        if (step.isElement)
            appendElement(step, path);
    }
    return path;
}

std::string foldText(const Line& line)
{
    if (line.kind == Line::Kind::FoldedIgnored)
        return std::to_string(line.folded) + " ignored";
    std::string text = std::to_string(line.folded) + " equal";
    if (line.ignored > 0)
        text += ", " + std::to_string(line.ignored) + " ignored";
    return text;
}

std::string noteText(RowNote note)
{
    switch (note) {
    case RowNote::Order:
        return "the same elements in another order";
    case RowNote::OrderToo:
        return "in another order too";
    case RowNote::Writing:
        return "written otherwise, means the same";
    case RowNote::None:
        break;
    }
    return {};
}

} // namespace trailloupe::compare
