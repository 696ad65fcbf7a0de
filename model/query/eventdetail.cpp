#include "model/query/eventdetail.h"

#include "model/base/jsonindent.h"

namespace trailloupe::query {
namespace {

Error cancelled()
{
    return Error{Error::Kind::Cancelled, {}, {}};
}

// The end of the value or the key that starts at `at`: past its closing quote or bracket, or at the
// comma or bracket after a number or literal.
std::size_t endOfValue(std::string_view json, std::size_t at)
{
    std::size_t depth = 0;
    bool inString = false;
    for (; at < json.size(); ++at) {
        const char c = json[at];
        if (inString) {
            if (c == '\\')
                ++at;
            else if (c == '"' && (inString = false, depth == 0))
                return at + 1;
            continue;
        }
        if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                return at;
            if (--depth == 0)
                return at + 1;
        } else if (c == ',' && depth == 0) {
            return at;
        }
    }
    return json.size();
}

} // namespace

RowFacts rowFacts(const EventFacts& facts, RowId row)
{
    RowFacts out;
    out.user = facts.user(row);
    out.role = facts.role(row);
    out.error = facts.error(row);
    out.failure = facts.isFailure(row);
    out.eventClass = facts.eventClass(row);
    out.resources = facts.resources(row);
    return out;
}

std::string withoutLongMembers(std::string_view object, std::size_t limit,
                               std::vector<std::string>& leftOut)
{
    std::string out = "{";
    std::size_t at = object.find('{');
    if (at == std::string_view::npos)
        return "{}";
    ++at;
    while (at < object.size()) {
        const std::size_t key = object.find('"', at);
        if (key == std::string_view::npos)
            break;
        const std::size_t keyEnd = endOfValue(object, key);
        const std::size_t value = object.find(':', keyEnd);
        if (value == std::string_view::npos)
            break;
        const std::size_t end = endOfValue(object, value + 1);
        if (end - value > limit) {
            std::string name;
            if (keyEnd - key >= 2
                && unescapeJsonString(object.substr(key + 1, keyEnd - key - 2), name))
                leftOut.push_back(std::move(name));
        } else {
            if (out.size() > 1)
                out += ',';
            out += object.substr(key, end - key);
        }
        at = end;
    }
    return out + '}';
}

Result<EventDetail> loadEventDetail(const std::shared_ptr<const store::EventStore>& store,
                                    RowId row, const JobContext& context)
{
    EventDetail detail;
    detail.row = row;
    std::string json;
    store->json(row, json);
    if (context.cancelled())
        return cancelled();
    detail.indented = std::make_shared<const std::string>(indentJson(json));
    if (context.cancelled())
        return cancelled();
    auto fields = FieldTree::build(json.size() <= kMaxTreeBytes
                                       ? json
                                       : withoutLongMembers(json, kMaxMemberBytes, detail.leftOut));
    if (!fields)
        return fields.error();
    detail.fields = std::make_shared<const FieldTree>(std::move(fields).value());
    detail.json = std::make_shared<const std::string>(std::move(json));
    if (context.cancelled())
        return cancelled();
    detail.summary = summariseEvent(detail.fields->document(), rowFacts(EventFacts(store), row));
    detail.occurrences = store->occurrences(row);
    return detail;
}

} // namespace trailloupe::query
