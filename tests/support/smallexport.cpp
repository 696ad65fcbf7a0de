#include "tests/support/smallexport.h"

#include "model/base/timestamp.h"
#include "tests/support/fixtures.h"

#include <cstdio>
#include <filesystem>

namespace trailloupe::test {

std::string SmallExport::event(int number)
{
    struct Kind
    {
        const char* name;
        const char* source;
        const char* readOnly;
        const char* error;
    };
    static constexpr Kind kKinds[] = {
        {"DescribeInstances", "ec2.amazonaws.com", "true", ""},
        {"CreateAccessKey", "iam.amazonaws.com", "false", ""},
        {"PutObject", "s3.amazonaws.com", "false", ""},
        {"GetObject", "s3.amazonaws.com", "true", R"(,"errorCode":"AccessDenied")"},
        {"RunInstances", "ec2.amazonaws.com", "false",
         R"(,"errorCode":"Client.InvalidParameterValue")"},
    };
    static constexpr const char* kUsers[] = {"alice", "bob", "=cmd|' /C calc'!A0"};
    static constexpr const char* kRegions[] = {"us-east-1", "eu-west-1"};
    const Kind& kind = kKinds[number % 5];
    char id[40];
    std::snprintf(id, sizeof id, "00000000-0000-4000-8000-%012x", static_cast<unsigned>(number));
    return std::string(R"({"eventVersion":"1.08","userIdentity":{"type":"IAMUser","userName":")")
        + kUsers[number % 3] + R"(","accountId":"111122223333"},"eventTime":")"
        + formatEventTime(kFirstSecond + number) + R"(","eventSource":")" + kind.source
        + R"(","eventName":")" + kind.name + R"(","awsRegion":")" + kRegions[number % 2]
        + R"(","sourceIPAddress":"198.51.100.)" + std::to_string(number % 50)
        + R"(","userAgent":"aws-cli/2.15")" + kind.error + R"(,"requestParameters":{"number":)"
        + std::to_string(number) + R"(},"responseElements":null,"eventID":")" + id
        + R"(","readOnly":)" + kind.readOnly
        + R"(,"eventType":"AwsApiCall","recipientAccountId":"111122223333"})";
}

SmallExport::SmallExport(int files, int events)
{
    for (int file = 0; file < files; ++file) {
        std::string text = R"({"Records":[)";
        for (int i = 0; i < events; ++i) {
            if (i > 0)
                text += ',';
            text += event(file * events + i);
        }
        add(QStringLiteral("log-%1.json.gz").arg(file), gzip(text + "]}", 1));
    }
}

void SmallExport::deliverAgain(int copies)
{
    const std::filesystem::path dir = m_dir.path().toStdString();
    for (int copy = 0; copy < copies; ++copy)
        std::filesystem::create_hard_link(dir / "log-0.json.gz",
                                          dir / ("again-" + std::to_string(copy) + ".json.gz"));
}

void SmallExport::add(const QString& name, const std::string& bytes)
{
    writeFile(m_dir.path(), name.toStdString(), bytes);
}

} // namespace trailloupe::test
