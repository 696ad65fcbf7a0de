// ConfigItem: one configuration item of AWS Config, of whatever dialect, as JSON in one dialect.
//
// AWS delivers the same item in seven encodings (history and snapshot files, change notifications,
// the API, the console, advanced queries, CloudTrail Lake). They are told by their members, not by
// where they came from, and become the dialect of the API and the console: its member names,
// `configuration` and the members of `supplementaryConfiguration` as JSON, `tags` as an object,
// labels of relationships as relationshipName, times as 2026-03-01T14:05:12.123Z, the state id and
// the account as text. Members stay in their order; nothing is left out or added; what is no member
// of an item by any name stays as it is. model/config/CONFIG.md has the tables.
//
// Threads: one owner.
// Cost: one pass over the item, one more over what is JSON inside of text.
// Errors: false where the JSON is malformed, with the token that is wrong. What is odd but readable
// is kept as it stands and said in ItemFacts.
#pragma once

#include "model/base/bytes.h"
#include "model/ingest/jsontokens.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace trailloupe::ingest {

// What an item turned out to have.
struct ItemFacts
{
    bool hasResourceType = false;
    bool hasResourceId = false;
    bool hasCaptureTime = false;
    bool isCaptureReadable = false;
    bool isStatusKnown = true; // or there is none
    bool isVersionKnown = true;
    bool isTypeKnown = true; // of the form A::B::C, as far as one can tell without a list
    bool isConfigurationText = false; // text that is no JSON
};

// What a member of an item is called in the API, whatever it is called here; the key itself when it
// is no other name of one.
std::string_view canonicalItemMember(std::string_view key);

class ConfigItemText
{
public:
    // Appends the item whose '{' is token i, and moves i past it. False, with i at the token that
    // is wrong (size() when the text ends too early), and `out` in part.
    bool append(const JsonTokens& tokens, std::uint32_t& i, std::string& out, ItemFacts& facts);

private:
    static constexpr int kRounds = 3; // JSON in text in JSON …

    bool member(const JsonTokens& tokens, std::string_view name, std::uint32_t& i, std::string& out,
                ItemFacts& facts);
    bool configuration(const JsonTokens& tokens, std::uint32_t& i, std::string& out,
                       ItemFacts& facts);
    bool supplementary(const JsonTokens& tokens, std::uint32_t& i, std::string& out);
    bool tags(const JsonTokens& tokens, std::uint32_t& i, std::string& out);
    bool relationships(const JsonTokens& tokens, std::uint32_t& i, std::string& out);
    bool time(const JsonTokens& tokens, std::uint32_t& i, std::string& out, bool* readable);
    bool asText(const JsonTokens& tokens, std::uint32_t& i, std::string& out);
    bool decode(std::string_view escaped, int rounds, std::string& out);

    std::uint32_t m_seen = 0; // API members that the item has had so far
    JsonTokens m_inner[kRounds];
    ByteBuffer m_texts[kRounds];
    std::string m_scratch;
};

} // namespace trailloupe::ingest
