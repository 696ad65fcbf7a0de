// make_fuzz_corpus OUT: writes what the fuzzers start from, one folder per target.
#include "tests/query/qtestfile.h"
#include "tests/support/fixtures.h"
#include "tests/support/incident/incident.h"
#include "tests/support/randomevents.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>

using namespace trailloupe;

namespace {

constexpr const char* kEvent =
    R"({"eventVersion":"1.08","userIdentity":{"type":"IAMUser","userName":"alice","accountId":"111122223333"},"eventTime":"2026-03-12T02:11:07Z","eventSource":"sts.amazonaws.com","eventName":"GetCallerIdentity","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.1","requestParameters":null,"responseElements":{},"eventID":"1f964728-cea7-4660-bdac-38adfa69cdcf","readOnly":true,"resources":[{"ARN":"arn:aws:s3:::b"},{"ARN":"x"}]})";

std::string quoted(const std::string& text)
{
    return incident::Json(text).dump();
}

// Every shape a source can have, small.
std::vector<std::pair<std::string, std::string>> texts()
{
    const std::string event = kEvent;
    std::string other = event;
    other.replace(other.find("1f964728"), 8, "2f964728");
    std::string random = "[";
    test::RandomEvents events(7);
    for (int i = 0; i < 12; ++i)
        random += (i == 0 ? "" : ",") + events.next();
    return {
        {"records", "{\"Records\":[" + event + "," + other + "," + event + "]}"},
        {"array", "[" + event + "," + other + "]"},
        {"lines", event + "\n" + other + "\n"},
        {"event", event},
        {"random", random + "]"},
        {"lookup", "{\"Events\":[{\"EventId\":\"1f\",\"CloudTrailEvent\":" + quoted(event) + "}]}"},
        {"eventbridge",
         "{\"version\":\"0\",\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":" + event
             + "}"},
        {"subscription",
         "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"id\":\"1\",\"timestamp\":1,"
         "\"message\":"
             + quoted(event) + "}]}"},
        {"notification", "{\"Type\":\"Notification\",\"Message\":" + quoted(event) + "}"},
        {"s3notification",
         R"({"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","s3":{}}]})"},
        {"digest",
         R"({"awsAccountId":"111122223333","digestStartTime":"2026-03-12T00:00:00Z","logFiles":[]})"},
        {"config",
         R"({"fileVersion":"1.0","configurationItems":[{"resourceType":"AWS::EC2::Instance"}]})"},
        {"history.csv",
         "\"Event ID\",\"Event time\",\"Event name\",\"User "
         "name\"\n\"1f\",\"2026-03-12T02:11:07Z\","
         "\"GetCallerIdentity\",\"alice\"\n"},
        {"bom", "\xEF\xBB\xBF[" + event + "]"},
        {"utf16",
         test::utf16(u"[{\"eventName\":\"x\",\"eventTime\":\"2026-03-12T02:11:07Z\"}]", false,
                     true)},
        {"duplicate-keys",
         R"([{"eventName":"a","eventName":"b","eventTime":"2026-03-12T02:11:07Z"}])"},
        {"surrogate", R"([{"eventName":"\ud800","eventTime":"9999-99-99T99:99:99Z","n":1e999}])"},
        {"deep",
         R"([{"eventName":"a","requestParameters":)" + std::string(200, '[') + std::string(200, ']')
             + "}]"},
        {"garbage", "[" + event + "] and more"},
        {"cut", event.substr(0, event.size() / 2)},
        {"lfs", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"},
    };
}

void writeIngest(const std::string& dir)
{
    for (const auto& [name, text] : texts()) {
        test::writeFile(dir, name, text);
        const std::string packed = test::gzip(text, 1);
        test::writeFile(dir, name + ".gz", packed);
        test::writeFile(dir, name + "-cut.gz", packed.substr(0, packed.size() * 2 / 3));
    }
    test::writeFile(dir, "two-members.gz", test::gzip("[" + std::string(kEvent)) + test::gzip("]"));
    test::writeFile(dir, "bomb.gz", test::gzipBomb(4 << 20));
}

void writeZip(const std::string& dir)
{
    const std::string log = test::gzip(texts().front().second);
    test::writeFile(dir, "plain", test::zipOf({{.name = "a/b.json.gz", .bytes = log}}));
    test::writeFile(dir, "stored",
                    test::zipOf({{.name = "a.json", .bytes = kEvent, .deflate = false},
                                 {.name = "folder/"},
                                 {.name = "empty.json"}}));
    test::writeFile(dir, "names",
                    test::zipOf({{.name = "../up.json", .bytes = kEvent},
                                 {.name = "/top.json", .bytes = kEvent},
                                 {.name = "a\\b.json", .bytes = kEvent}}));
    test::writeFile(dir, "odd",
                    test::zipOf({{.name = "locked.json", .bytes = kEvent, .flags = 0x0801},
                                 {.name = "method.json", .bytes = kEvent, .method = 99},
                                 {.name = "crc.json", .bytes = kEvent, .crc = 1},
                                 {.name = "size.json", .bytes = kEvent, .textBytes = 5},
                                 {.name = "large.json", .bytes = kEvent, .zip64 = true}}));
    const std::string inner = test::zipOf({{.name = "in.json", .bytes = kEvent}});
    test::writeFile(dir, "nested", test::zipOf({{.name = "inner.zip", .bytes = inner}}));
    test::writeFile(dir, "cut", inner.substr(0, inner.size() - 10));
}

// Filters of the bar and patterns, whole, cut and put together at random.
void writeFilter(const std::string& dir)
{
    static constexpr std::array kTexts{
        "eventSource:iam* and outcome:failure",
        "not (event:(Run* or \"Stop\\\"x\") -ip:10.0.0.0/12) or time:last 24h",
        "requestParameters.items[0].`a.b`:/x(y|z)%/i requestParameters.n:5..9 user != bob",
        "\"two words\" -x /re.*/ a*b time >= 2026-03-10T02 errorCode is not null",
        "a.*.b[*]:\"1.0\" or a ~ \"*\" or a > b or resources.ARN endswith \"'\\\"\"",
        "{ ($.eventName = \"Console*\") && (($.a[*].b != 007) || ($.['c.d'] NOT EXISTS)) }",
        "{ $.a IS NULL || $.b = %^x\\%[0-9]{2}$% || $.* >= -.5e3 || $.c IS FALSE }",
        "[ip, ..., status = 4* || != %5..% && <= 410, \"x\"]",
        "[a=\"x, y\", b]",
        "?a ?\"b c\" -d",
        "%ERROR [0-9]{3}%",
    };
    test::RandomEvents random(11);
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
        const std::string text = kTexts[i];
        test::writeFile(dir, "text" + std::to_string(i), text);
        for (std::uint32_t k = 0; k < 20; ++k) {
            const std::string other = kTexts[random.below(kTexts.size())];
            const auto cut = random.below(static_cast<std::uint32_t>(text.size()));
            const auto from = random.below(static_cast<std::uint32_t>(other.size()));
            test::writeFile(dir, "mixed" + std::to_string(i) + '-' + std::to_string(k),
                            text.substr(0, cut) + other.substr(from));
        }
    }
    // The cases of tests/query, too.
    for (const auto& file : std::filesystem::directory_iterator(TRAILLOUPE_QUERY_CASES)) {
        if (file.path().extension() != ".qtest")
            continue;
        for (const test::QueryCase& one : test::QtestFile::read(file.path().string()).cases)
            test::writeFile(dir, file.path().stem().string() + '-' + std::to_string(one.line),
                            one.text);
    }
    test::writeFile(dir, "deep", "{" + std::string(3000, '('));
    test::writeFile(dir, "deepbar", std::string(3000, '(') + "a" + std::string(3000, ')'));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("usage: make_fuzz_corpus OUT\n", stderr);
        return 2;
    }
    const std::string out = argv[1];
    writeIngest(out + "/ingest");
    writeZip(out + "/zip");
    writeFilter(out + "/filter");
    return 0;
}
