#include "tests/support/randomevents.h"

#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"

#include <array>

namespace trailloupe::test {
namespace {

std::string quoted(std::string_view text)
{
    std::string json;
    appendJsonString(text, json);
    return json;
}

} // namespace

std::string RandomEvents::uuid()
{
    static constexpr char kHex[] = "0123456789abcdef";
    std::string text;
    for (int i = 0; i < 36; ++i)
        text += i == 8 || i == 13 || i == 18 || i == 23 ? '-' : kHex[below(16)];
    return text;
}

std::string RandomEvents::text()
{
    static const std::array<std::string, 16> kTexts = {
        "",        "alice",          "bob",         "arn:aws:iam::111122223333:role/Admin",
        "日本語",  "a \"quote\"",    "back\\slash", "line\nbreak",
        "tab\t",   "\x01 control",   "😀",           "\xED\xA0\x80 lone surrogate",
        "0.0.0.0", "/path/to\\n/it", "null",        "12"};
    switch (below(6)) {
    case 0:
        return uuid();
    case 1:
        return formatEventTime(1772373912 + below(100000));
    case 2:
        return "id-" + std::to_string(m_random());
    default:
        return kTexts[below(kTexts.size())];
    }
}

std::string RandomEvents::key()
{
    static const std::array<std::string, 10> kKeys = {
        "name", "instanceId", "items", "tag.key", "with space",
        "",     "日本",       "a[0]",  "q\"uote", "back\\slash"};
    return kKeys[below(kKeys.size())];
}

std::string RandomEvents::value(int depth)
{
    static const std::array<std::string, 8> kScalars = {
        "null", "true", "false", "0", "-1.5e+300", "123456789012345678901234567890", "{}", "[]"};
    const std::uint32_t kind = below(depth > 0 ? 10 : 7);
    if (kind < 4)
        return quoted(text());
    if (kind < 7)
        return kScalars[below(kScalars.size())];
    const bool object = kind != 9;
    std::uint32_t count = 1 + below(4);
    if (below(200) == 0)
        count = 70; // beyond the guard for arrays
    std::string json = object ? "{" : "[";
    for (std::uint32_t i = 0; i < count; ++i) {
        if (i)
            json += ',';
        if (object)
            json += quoted(key()) + ':';
        json += value(depth - 1);
    }
    return json + (object ? '}' : ']');
}

std::string RandomEvents::next()
{
    std::string json = R"({"eventVersion":"1.08","eventTime":)"
        + quoted(formatEventTime(1772373912 + below(86400))) + R"(,"eventID":)" + quoted(uuid())
        + R"(,"eventName":)" + quoted("Event" + std::to_string(below(40)));
    for (const char* field :
         {"userIdentity", "requestParameters", "responseElements", "readOnly"}) {
        if (below(8))
            json += ",\"" + std::string(field) + "\":" + value(below(20) ? 3 : 40);
    }
    return json + '}';
}

} // namespace trailloupe::test
