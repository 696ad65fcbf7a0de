#include "model/config/itemfilter.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace trailloupe::config {
namespace {

using query::Predicate;
using query::PredicatePtr;

struct Name
{
    std::string_view read; // what the filter bar reads it as
    std::string_view means;
};
constexpr std::array kNames{
    Name{"userIdentity.type", "resourceType"}, // type
    Name{"resourceType", "resourceType"}, // of an event: of what it touched
    Name{"eventID", "resourceId"}, // id
    Name{"name", "resourceName"},
    Name{"status", "configurationItemStatus"},
};

PredicatePtr renamed(const PredicatePtr& leaf)
{
    query::FieldTest test = leaf->field();
    const auto name = std::ranges::find(kNames, test.field.text(), &Name::read);
    if (name == kNames.end()
        || (test.field.derived == query::Derived::None && test.field.text() == name->means))
        return leaf;
    test.field = {query::Derived::None, *query::FieldPath::parse(name->means)};
    return Predicate::of(std::move(test));
}

} // namespace

PredicatePtr itemFilter(const PredicatePtr& typed)
{
    using Kind = Predicate::Kind;
    if (typed->kind() == Kind::Field)
        return renamed(typed);
    std::vector<PredicatePtr> children;
    bool isSame = true;
    for (const PredicatePtr& child : typed->children()) {
        children.push_back(itemFilter(child));
        isSame = isSame && children.back() == child;
    }
    if (isSame)
        return typed;
    switch (typed->kind()) {
    case Kind::All:
        return Predicate::all(std::move(children));
    case Kind::Any:
        return Predicate::any(std::move(children));
    default:
        return Predicate::negation(std::move(children.front()));
    }
}

} // namespace trailloupe::config
