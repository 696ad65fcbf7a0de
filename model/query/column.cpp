#include "model/query/column.h"

#include "model/base/timestamp.h"
#include "model/query/resourcerules.h"
#include "model/store/schema.h"

#include <algorithm>
#include <array>

namespace trailloupe::query {

using store::PathTable;
using store::ValueKind;

namespace {

struct DerivedName
{
    Derived derived;
    const char* name;
};

constexpr std::array kDerived{
    DerivedName{Derived::Time, "time"},
    DerivedName{Derived::User, "user"},
    DerivedName{Derived::Role, "role"},
    DerivedName{Derived::Resource, "resource"},
    DerivedName{Derived::ResourceType, "resourceType"},
    DerivedName{Derived::Error, "error"},
    DerivedName{Derived::Class, "class"},
    DerivedName{Derived::Outcome, "outcome"},
    DerivedName{Derived::Service, "service"},
    DerivedName{Derived::Verb, "verb"},
    DerivedName{Derived::Agent, "agent"},
    DerivedName{Derived::Account, "account"},
    DerivedName{Derived::AccountName, "accountName"},
    DerivedName{Derived::Via, "via"},
    DerivedName{Derived::Actor, "actor"},
    DerivedName{Derived::ActorType, "actor.type"},
    DerivedName{Derived::Session, "session.id"},
    DerivedName{Derived::SessionOrigin, "session.origin"},
    DerivedName{Derived::SessionRoot, "session.root"},
    DerivedName{Derived::Principal, "principal"},
};

bool needsFacts(Derived derived)
{
    return derived != Derived::None && derived != Derived::Time && !rowTextOf(derived);
}

// "bucket/key" of an S3 ARN, as the console shows it: such an ARN says no more than that.
std::string_view shownName(std::string_view name)
{
    const auto at = name.find(":s3:::");
    return at != std::string_view::npos && isArn(name) ? name.substr(at + 6) : name;
}

void appendJoined(std::string_view part, std::string& text)
{
    if (!text.empty())
        text += ", ";
    text += part;
}

} // namespace

std::optional<store::RowTexts::Column> rowTextOf(Derived derived)
{
    using Text = store::RowTexts::Column;
    switch (derived) {
    case Derived::Actor:
        return Text::Actor;
    case Derived::ActorType:
        return Text::ActorType;
    case Derived::Session:
        return Text::Session;
    case Derived::SessionOrigin:
        return Text::SessionOrigin;
    case Derived::SessionRoot:
        return Text::SessionRoot;
    case Derived::Principal:
        return Text::Principal;
    default:
        return std::nullopt;
    }
}

std::span<const Derived> derivedColumns()
{
    static constexpr std::array kOrder{
        Derived::Time,          Derived::User,      Derived::Role,     Derived::Actor,
        Derived::ActorType,     Derived::Principal, Derived::Session,  Derived::SessionRoot,
        Derived::SessionOrigin, Derived::Service,   Derived::Verb,     Derived::Outcome,
        Derived::Error,         Derived::Class,     Derived::Account,  Derived::AccountName,
        Derived::Agent,         Derived::Via,       Derived::Resource, Derived::ResourceType};
    return kOrder;
}

std::optional<Column> parseColumn(std::string_view text)
{
    for (const DerivedName& known : kDerived) {
        if (text == known.name)
            return Column::derivedColumn(known.derived);
    }
    const auto steps = PathTable::parse(text);
    if (!steps || steps->empty())
        return std::nullopt;
    return Column::pathColumn(std::string(text));
}

std::string columnText(const Column& column)
{
    for (const DerivedName& known : kDerived) {
        if (column.derived == known.derived)
            return known.name;
    }
    return column.path;
}

std::vector<Column> eventHistoryColumns()
{
    return {Column::derivedColumn(Derived::Time),  Column::pathColumn("eventName"),
            Column::derivedColumn(Derived::User),  Column::pathColumn("eventSource"),
            Column::pathColumn("awsRegion"),       Column::pathColumn("recipientAccountId"),
            Column::pathColumn("sourceIPAddress"), Column::derivedColumn(Derived::Resource),
            Column::derivedColumn(Derived::Error), Column::pathColumn("readOnly")};
}

const char* eventClassKey(EventClass eventClass)
{
    switch (eventClass) {
    case EventClass::Read:
        return "read";
    case EventClass::Write:
        return "write";
    case EventClass::Sensitive:
        return "sensitive";
    case EventClass::Denied:
        return "denied";
    case EventClass::Failed:
        return "failed";
    case EventClass::Other:
        break;
    }
    return "other";
}

struct ColumnReader::Impl
{
    std::shared_ptr<const store::EventStore> events;
    Column column;
    std::optional<PathId> path;
    bool throughArray = false;
    std::optional<EventFacts> facts;
    // Of a store of configuration items: what a derived column is there.
    bool areItems = false;
    std::vector<PathId> ofItems;

    std::string derivedText(RowId row) const
    {
        if (areItems && column.derived != Derived::Time)
            return joinedText(row);
        switch (column.derived) {
        case Derived::User:
            return facts->user(row);
        case Derived::Role:
            return facts->role(row);
        case Derived::Error:
            return facts->error(row);
        case Derived::Class:
            return eventClassKey(facts->eventClass(row));
        case Derived::Outcome:
            return facts->outcome(row);
        case Derived::Service:
            return facts->service(row);
        case Derived::Agent:
            return facts->agent(row);
        case Derived::Account:
            return facts->account(row);
        case Derived::AccountName:
            return facts->accountName(row);
        case Derived::Via:
            return facts->via(row);
        case Derived::Actor:
        case Derived::ActorType:
        case Derived::Session:
        case Derived::SessionOrigin:
        case Derived::SessionRoot:
        case Derived::Principal:
            return rowText(row);
        case Derived::Resource:
        case Derived::ResourceType:
        case Derived::Verb:
            return joinedText(row);
        case Derived::Time:
            if (const auto seconds = events->time(row))
                return formatEventTime(*seconds);
            break;
        case Derived::None:
            break;
        }
        return {};
    }

    std::string rowText(RowId row) const
    {
        const store::RowTexts* texts = events->rowTexts();
        const auto which = rowTextOf(column.derived);
        return texts && which ? std::string(texts->text(*which, texts->number(*which, row)))
                              : std::string();
    }

    bool hasSeveralValues() const
    {
        return column.derived == Derived::Resource || column.derived == Derived::ResourceType
            || column.derived == Derived::Verb || (areItems && column.derived != Derived::Time);
    }

    void findItemPaths()
    {
        std::span<const char* const> names;
        static constexpr std::array kResource{"resourceName", "resourceId"};
        static constexpr std::array kType{"resourceType"};
        static constexpr std::array kAccount{"accountId"};
        if (column.derived == Derived::Resource)
            names = kResource;
        else if (column.derived == Derived::ResourceType)
            names = kType;
        else if (column.derived == Derived::Account)
            names = kAccount;
        for (const char* name : names) {
            if (const auto found = events->paths().find(name))
                ofItems.push_back(*found);
        }
    }

    // Names as the console shows them, or types, each type once.
    void severalValues(RowId row, std::vector<std::string>& values) const
    {
        if (areItems) {
            for (const PathId member : ofItems) {
                std::string text;
                if (events->value(row, member, text) == ValueKind::Text && !text.empty())
                    values.push_back(std::move(text));
            }
            return;
        }
        if (column.derived == Derived::Verb) {
            for (std::string& verb : facts->verbs(row))
                values.push_back(std::move(verb));
            return;
        }
        const std::size_t first = values.size();
        for (const ResourceRef& resource : facts->resources(row)) {
            if (column.derived == Derived::Resource) {
                values.emplace_back(shownName(resource.name));
                continue;
            }
            const auto known = std::find(values.begin() + static_cast<std::ptrdiff_t>(first),
                                         values.end(), resource.type);
            if (!resource.type.empty() && known == values.end())
                values.push_back(resource.type);
        }
    }

    std::string joinedText(RowId row) const
    {
        std::vector<std::string> values;
        severalValues(row, values);
        std::string text;
        for (const std::string& value : values)
            appendJoined(value, text);
        return text;
    }
};

ColumnReader::ColumnReader(std::shared_ptr<const store::EventStore> store, Column column)
    : m_impl(std::make_unique<Impl>())
{
    m_impl->events = std::move(store);
    m_impl->column = std::move(column);
    if (m_impl->column.derived == Derived::None) {
        m_impl->path = m_impl->events->paths().find(m_impl->column.path);
        const auto steps = PathTable::parse(m_impl->column.path);
        for (const PathTable::Step& step : steps ? *steps : std::vector<PathTable::Step>())
            m_impl->throughArray = m_impl->throughArray || step.isElement;
    } else if (m_impl->events->schema().sort() == store::RecordSort::Items) {
        m_impl->areItems = true;
        m_impl->findItemPaths();
    } else if (needsFacts(m_impl->column.derived)) {
        m_impl->facts.emplace(m_impl->events);
    }
}

ColumnReader::~ColumnReader() = default;
ColumnReader::ColumnReader(ColumnReader&&) noexcept = default;
ColumnReader& ColumnReader::operator=(ColumnReader&&) noexcept = default;

const Column& ColumnReader::column() const
{
    return m_impl->column;
}

ValueKind ColumnReader::text(RowId row, std::string& text) const
{
    text.clear();
    if (m_impl->column.derived != Derived::None) {
        text = m_impl->derivedText(row);
        return text.empty() ? ValueKind::Missing : ValueKind::Text;
    }
    if (!m_impl->path)
        return ValueKind::Missing;
    if (!m_impl->throughArray)
        return m_impl->events->value(row, *m_impl->path, text);
    ValueKind first = ValueKind::Missing;
    m_impl->events->values(row, *m_impl->path, [&](ValueKind kind, std::string_view value) {
        if (first == ValueKind::Missing)
            first = kind;
        appendJoined(value, text);
    });
    return first;
}

void ColumnReader::derivedValues(RowId row, std::vector<std::string>& values) const
{
    if (m_impl->hasSeveralValues())
        return m_impl->severalValues(row, values);
    std::string text = m_impl->derivedText(row);
    if (!text.empty())
        values.push_back(std::move(text));
}

} // namespace trailloupe::query
