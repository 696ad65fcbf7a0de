// RecordReader, the part that knows AWS Config: envelopes of items, and items.
#include "model/ingest/issuelist.h"
#include "model/ingest/recordcontext.h"
#include "model/ingest/recordreader.h"

#include <algorithm>

namespace trailloupe::ingest {

// A member of AWS Config's.
void RecordReader::Members::note(std::string_view key, std::uint32_t value,
                                 const JsonTokens& tokens)
{
    const char kind = tokens.kind(value);
    key = key.substr(1, key.size() - 2);
    if (key == "configurationItems" || key == "baseConfigurationItems")
        items = kind == '[' ? value : items;
    else if (key == "configurationItem" || key == "configurationItemSummary")
        item = kind != 'n' ? value : item; // null: the message is about no item
    else if (key == "invokingEvent")
        itemText = kind == '"' ? value : itemText;
    else if (key == "Results")
        results = kind == '[' ? value : results;
    else if (key == "data" || key == "Message")
        data = kind == '{' ? value : data;
    else if (key == "eventData")
        lakeItem = kind == '{' ? value : lakeItem;
    else if (key == "eventCategory")
        isLakeItem = tokens.token(value) == "\"ConfigurationItem\"";
    else if (key == "messageType" || key == "configRuleNames")
        isConfigMessage = true;
    else if (key == "resourceType")
        hasType = true;
    else if (key == "resourceId")
        hasId = true;
    else if (key == "arn" || key == "ARN")
        hasArn = true;
    else if (key == "configurationItemCaptureTime")
        hasCapture = true;
    else if (key == "configurationItemStatus")
        hasStatus = true;
    else if (key == "configuration" || key == "supplementaryConfiguration")
        hasBody = true;
}

// What AWS Config wraps items in, and items themselves. False, with nothing read, when it is
// neither.
bool RecordReader::configEnvelope(Context& context, const Members& members, std::uint32_t& at)
{
    const JsonTokens& tokens = context.tokens;
    const std::uint32_t first = at;
    std::uint32_t inside = 0;
    if (members.items || (members.results && context.isConfig)) {
        inside = members.items ? members.items : members.results;
        elements(context, inside, false);
        at = inside >= tokens.size() ? tokens.size() : tokens.skip(first);
    } else if (members.item || (members.isLakeItem && members.lakeItem)) {
        inside = members.item ? members.item : members.lakeItem;
        if (tokens.kind(inside) == '[')
            elements(context, inside, false);
        else
            item(context, inside);
        at = inside >= tokens.size() ? tokens.size() : tokens.skip(first);
    } else if (members.itemText) {
        nested(context, members.itemText);
        at = tokens.skip(first);
    } else if (members.isItem()
               || (context.isConfig && members.isMaybeItem() && !members.isConfigMessage)) {
        item(context, at);
    } else if (members.data && context.isConfig) {
        inside = members.data;
        if (enter(context, context.offsetOf(inside))) {
            wrapped(context, inside);
            --context.wrappings;
        }
        at = inside >= tokens.size() ? tokens.size() : tokens.skip(first);
    } else {
        return false;
    }
    return true;
}

void RecordReader::item(Context& context, std::uint32_t& at)
{
    const JsonTokens& tokens = context.tokens;
    const std::uint32_t first = at;
    const std::uint32_t end = tokens.skip(first);
    if (tokens.kind(first) != '{') {
        if (tokens.kind(first) == '"')
            nested(context, first);
        else
            reject(context, Issue::Code::RecordNotAnObject, context.offsetOf(first));
        at = end;
        return;
    }
    if (tokens.at(std::min(end, tokens.size())) - tokens.at(first) > m_limits.itemBytes) {
        reject(context, Issue::Code::RecordTooLarge, context.offsetOf(first));
        at = end;
        return;
    }
    const ItemReader::Outcome outcome = m_items.parse(tokens, first);
    if (outcome.ok) {
        at = outcome.next;
        keepItem(context, outcome, context.offsetOf(first));
        return;
    }
    at = end;
    refuse(context, first, outcome.next);
}

void RecordReader::keepItem(Context& context, const ItemReader::Outcome& outcome,
                            std::uint64_t offset)
{
    SourceEntry& entry = context.entry;
    const auto note = [&](bool happened, Issue::Code code) {
        if (happened)
            addIssue(entry.issues, code, offset, entry.records);
    };
    const ItemFacts& item = outcome.facts;
    const auto& facts = outcome.written.facts;
    const bool isDated = facts.isDated;
    // A row of a query has what was asked for.
    const bool isWhole = entry.kind != SourceKind::ConfigQueryResult;
    note(isWhole && !item.hasResourceId, Issue::Code::MissingResourceId);
    note(isWhole && !item.hasResourceType, Issue::Code::MissingResourceType);
    note(item.hasResourceType && !item.isTypeKnown, Issue::Code::UnknownResourceType);
    note(isWhole && !item.hasCaptureTime, Issue::Code::MissingCaptureTime);
    note(item.hasCaptureTime && !isDated, Issue::Code::AbsurdCaptureTime);
    note(!item.isStatusKnown, Issue::Code::UnknownItemStatus);
    note(!item.isVersionKnown, Issue::Code::UnknownItemVersion);
    note(item.isConfigurationText, Issue::Code::ConfigurationNotJson);
    note(facts.hasDuplicateKeys, Issue::Code::DuplicateKeys);
    note(facts.hasLoneSurrogate, Issue::Code::LoneSurrogate);
    note(outcome.written.keptAsText, Issue::Code::SubtreeKeptAsText);
    m_items.writer().keep(context.source, entry.records, offset);
    ++entry.items;
    count(context, m_items.writer(), isDated);
}

} // namespace trailloupe::ingest
