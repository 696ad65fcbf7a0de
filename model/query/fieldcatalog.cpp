#include "model/query/fieldcatalog.h"

#include "model/base/asciitext.h"
#include "model/query/fieldnames.h"
#include "model/query/fieldplaces.h"
#include "model/store/segment.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace trailloupe::query {

using store::LeafKind;
using store::PathTable;
using store::Segment;
using store::ShapeToken;

namespace {

constexpr std::uint32_t kNoName = ~std::uint32_t{0};

std::string_view lastStep(std::string_view name)
{
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

// Letters to insert, leave out, change or swap with their neighbour; `most` + 1 for more than that.
std::size_t editDistance(std::string_view a, std::string_view b, std::size_t most)
{
    if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most)
        return most + 1;
    std::vector<std::size_t> before, last(b.size() + 1), next(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        next[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            next[j] = std::min(
                {last[j] + 1, next[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                next[j] = std::min(next[j], before[j - 2] + 1);
        }
        if (*std::min_element(next.begin(), next.end()) > most)
            return most + 1;
        before = last;
        last = next;
    }
    return std::min(last.back(), most + 1);
}

std::vector<std::uint64_t> rowsByShape(const store::EventStore& events)
{
    std::vector<std::uint64_t> rows;
    const RowSetPtr shown = shownRows(events);
    for (std::size_t i = 0; i < events.segments().size(); ++i) {
        const Segment& segment = *events.segments()[i];
        std::vector<std::uint64_t> ofBlock;
        for (const Segment::Block& block : segment.blocks())
            ofBlock.push_back(block.rows);
        if (countBits(shown->segment(i)) != segment.rowCount()) {
            for (std::uint32_t row = 0; row < segment.rowCount(); ++row) {
                const bool isShown = (shown->segment(i)[row / 64] >> (row % 64) & 1) != 0;
                ofBlock[segment.blockOf(row)] -= isShown ? 0 : 1;
            }
        }
        for (std::size_t b = 0; b < ofBlock.size(); ++b) {
            const std::size_t shape = segment.blocks()[b].shape.index();
            if (shape >= rows.size())
                rows.resize(shape + 1);
            rows[shape] += ofBlock[b];
        }
    }
    return rows;
}

} // namespace

class FieldCatalog::Making
{
public:
    Making(FieldCatalog& catalog, const JobContext& context)
        : m_catalog(catalog)
        , m_events(*catalog.m_store)
        , m_paths(m_events.paths())
        , m_context(context)
    { }

    bool addPaths()
    {
        m_nameOf.assign(m_paths.size(), kNoName);
        const auto& rows = m_catalog.m_rowsOfShape;
        std::vector<std::uint64_t> counts;
        std::vector<std::size_t> seenIn; // by name: shape + 1
        for (std::size_t s = 0; s < rows.size(); ++s) {
            if (m_context.cancelled())
                return false;
            if (rows[s] == 0)
                continue;
            const auto& shape = m_events.schema().shape(ShapeId(static_cast<ShapeId::Value>(s)));
            for (const ShapeToken& token : shape.tokens()) {
                if (token.op == ShapeToken::Op::End || token.path == PathTable::root())
                    continue;
                const std::uint32_t name = nameOf(token.path);
                if (name == kNoName)
                    continue;
                counts.resize(m_fields.size());
                seenIn.resize(m_fields.size());
                note(token, m_fields[name]);
                const bool isNull =
                    token.op == ShapeToken::Op::Leaf && token.kind == LeafKind::Null;
                if (isNull || seenIn[name] == s + 1)
                    continue;
                seenIn[name] = s + 1;
                counts[name] += rows[s];
            }
        }
        counts.resize(m_fields.size());
        for (std::size_t i = 0; i < m_fields.size(); ++i)
            m_fields[i].events = counts[i];
        markHidden();
        std::sort(m_fields.begin(), m_fields.end(), [](const auto& a, const auto& b) {
            return a.events != b.events ? *a.events > *b.events : a.name < b.name;
        });
        m_catalog.m_fields.insert(m_catalog.m_fields.end(),
                                  std::make_move_iterator(m_fields.begin()),
                                  std::make_move_iterator(m_fields.end()));
        return true;
    }

    bool addDerived(Evaluator* evaluator)
    {
        for (const Derived derived : derivedColumns()) {
            if (!isOfRecords(derived))
                continue;
            CatalogField field;
            field.field.derived = derived;
            field.name = fieldText(field.field);
            field.hasValues = true;
            field.hasTexts = true;
            const bool isSlow = derived == Derived::Resource || derived == Derived::ResourceType;
            if (derived == Derived::Time)
                field.events = m_events.datedCount();
            else if (derived == Derived::Class)
                field.events = m_events.rowCount();
            else if (evaluator && !isSlow)
                field.events = countDerived(derived, *evaluator);
            if (m_context.cancelled())
                return false;
            m_catalog.m_fields.push_back(std::move(field));
        }
        return true;
    }

private:
    // Configuration items have few of the columns that are made for events.
    bool isOfRecords(Derived derived) const
    {
        return m_events.schema().sort() != store::RecordSort::Items || derived == Derived::Time
            || derived == Derived::Resource || derived == Derived::ResourceType
            || derived == Derived::Account;
    }

    void note(const ShapeToken& token, CatalogField& field)
    {
        if (token.op != ShapeToken::Op::Leaf)
            return;
        if (token.kind == LeafKind::Json)
            m_jsonPaths.push_back(token.path);
        else if (token.kind != LeafKind::EmptyObject && token.kind != LeafKind::EmptyArray)
            field.hasValues = true;
        field.hasNumbers = field.hasNumbers || token.kind == LeafKind::Number;
        field.hasBooleans =
            field.hasBooleans || token.kind == LeafKind::True || token.kind == LeafKind::False;
        field.hasTexts = field.hasTexts || token.kind == LeafKind::Text
            || token.kind == LeafKind::Time || token.kind == LeafKind::Uuid
            || token.kind == LeafKind::Json;
    }

    std::uint32_t nameOf(PathId path)
    {
        std::uint32_t& known = m_nameOf[path.index()];
        if (known != kNoName)
            return known;
        FieldPath fieldPath;
        for (const PathTable::Step& step : m_paths.steps(path)) {
            if (!step.isElement)
                fieldPath.steps.push_back({PathStep::Kind::Key, step.key, 0});
        }
        if (fieldPath.steps.empty() || fieldPath.steps.size() > FieldPath::kMaxSteps)
            return kNoName;
        CatalogField field;
        field.field.path = std::move(fieldPath);
        field.name = fieldText(field.field);
        const auto [it, isNew] =
            m_names.emplace(field.name, static_cast<std::uint32_t>(m_fields.size()));
        if (isNew)
            m_fields.push_back(std::move(field));
        known = it->second;
        return known;
    }

    // Fields below a subtree that is kept as text somewhere.
    void markHidden()
    {
        std::vector<bool> isBelow(m_nameOf.size());
        for (const PathId path : m_jsonPaths)
            isBelow[path.index()] = true;
        for (std::size_t i = 1; i < m_nameOf.size(); ++i) {
            const PathId parent = m_paths.parent(PathId(static_cast<PathId::Value>(i)));
            isBelow[i] = isBelow[i] || isBelow[parent.index()];
            if (isBelow[parent.index()] && m_nameOf[i] != kNoName)
                m_fields[m_nameOf[i]].mayHaveMore = true;
        }
    }

    std::optional<std::uint64_t> countDerived(Derived derived, Evaluator& evaluator) const
    {
        std::uint64_t events = 0;
        const RowSetPtr shown = shownRows(m_events);
        for (std::size_t i = 0; i < m_events.segments().size(); ++i) {
            const auto values = evaluator.derived().get(m_catalog.m_store, i, derived, m_context);
            if (!values)
                return std::nullopt;
            const RowBits& bits = shown->segment(i);
            for (std::uint32_t row = 0; row < m_events.segments()[i]->rowCount(); ++row) {
                if ((bits[row / 64] >> (row % 64) & 1) != 0 && !values->codes(row).empty())
                    ++events;
            }
        }
        return events;
    }

    FieldCatalog& m_catalog;
    const store::EventStore& m_events;
    const PathTable& m_paths;
    const JobContext& m_context;
    std::vector<std::uint32_t> m_nameOf; // by path
    std::unordered_map<std::string, std::uint32_t> m_names;
    std::vector<CatalogField> m_fields; // by number of the name
    std::vector<PathId> m_jsonPaths;
};

Result<std::shared_ptr<const FieldCatalog>> FieldCatalog::make(
    const std::shared_ptr<const store::EventStore>& events, Evaluator* evaluator,
    const JobContext& context)
{
    const std::shared_ptr<FieldCatalog> catalog(new FieldCatalog);
    catalog->m_store = events;
    catalog->m_events = events->rowCount();
    catalog->m_rowsOfShape = rowsByShape(*events);
    Making making(*catalog, context);
    if (!making.addDerived(evaluator) || !making.addPaths())
        return Error{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};
    return std::shared_ptr<const FieldCatalog>(catalog);
}

const CatalogField* FieldCatalog::find(const Field& field) const
{
    const auto it = std::ranges::find(m_fields, field, &CatalogField::field);
    return it == m_fields.end() ? nullptr : &*it;
}

std::optional<FieldCatalog::Coverage> FieldCatalog::coverage(const Field& field) const
{
    if (field.derived != Derived::None) {
        const auto it = std::find_if(m_fields.begin(), m_fields.end(), [&](const auto& known) {
            return known.field.derived == field.derived;
        });
        if (it == m_fields.end() || !it->events)
            return std::nullopt;
        return Coverage{*it->events, false};
    }
    Coverage coverage;
    const PathMatcher matcher(field.path, m_store->paths());
    for (std::size_t s = 0; s < m_rowsOfShape.size(); ++s) {
        if (m_rowsOfShape[s] == 0)
            continue;
        bool has = false;
        bool hides = false;
        const auto& shape = m_store->schema().shape(ShapeId(static_cast<ShapeId::Value>(s)));
        for (const FieldPlace& place : placesOf(matcher, shape)) {
            if (place.kind == LeafKind::Json && !place.isContainer
                && !(matcher.endsAt(place.path) && !matcher.hasIndex()))
                hides = true;
            else
                has = has || place.isContainer || place.kind != LeafKind::Null;
        }
        coverage.events += has ? m_rowsOfShape[s] : 0;
        coverage.mayHaveMore = coverage.mayHaveMore || (hides && !has);
    }
    return coverage;
}

bool FieldCatalog::isLackedByMost(const Field& field) const
{
    const auto known = coverage(field);
    return known && known->events * 2 < m_events;
}

std::vector<std::string> FieldCatalog::nearest(std::string_view text, std::size_t count) const
{
    constexpr std::size_t kLongest = 100;
    const std::string asked = lowerAscii(text.substr(0, kLongest));
    const std::size_t most = std::max(std::size_t{1}, asked.size() / 3);
    // Distance, whether it is only the last step, events (fewer is worse), name.
    using Candidate = std::tuple<std::size_t, bool, std::uint64_t, std::string>;
    std::vector<Candidate> found;
    const auto consider = [&](std::string_view name, std::uint64_t events) {
        if (name.size() > kLongest)
            return;
        const std::string folded = lowerAscii(name);
        const std::size_t whole = editDistance(asked, folded, most);
        std::size_t last = most + 1;
        if (folded.find('.') != std::string::npos)
            last = editDistance(lastStep(asked), lastStep(folded), most);
        if (std::min(whole, last) <= most)
            found.emplace_back(std::min(whole, last), last < whole, ~events, std::string(name));
    };
    for (const CatalogField& field : m_fields)
        consider(field.name, field.events.value_or(m_events));
    for (const FieldAlias& alias : fieldAliases()) {
        if (alias.isShort)
            consider(alias.name, m_events);
    }
    const std::size_t end = std::min(count, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(end), found.end());
    std::vector<std::string> names;
    for (std::size_t i = 0; i < end; ++i)
        names.push_back(std::get<std::string>(found[i]));
    return names;
}

} // namespace trailloupe::query
