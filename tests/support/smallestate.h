// SmallEstate: a folder with the configuration items of a small estate, for tests that need an
// export of AWS Config: what is in it is said by time() and the comments of items().
#pragma once

#include "tests/model/config/configitems.h"
#include "tests/support/fixtures.h"

#include <QString>
#include <QTemporaryDir>

#include <cstdint>
#include <string>
#include <vector>

namespace trailloupe::test {

class SmallEstate
{
public:
    using Files = std::vector<std::vector<ItemSketch>>;

    explicit SmallEstate(const Files& files = items())
    {
        int number = 0;
        for (const auto& file : files)
            writeFile(m_dir.path(), std::to_string(number++) + ".json", historyText(file));
    }
    SmallEstate(const SmallEstate&) = delete;
    SmallEstate& operator=(const SmallEstate&) = delete;
    QString path() const { return m_dir.path(); }

    // A moment of 2026-03-01 UTC, as items spell it and in nanoseconds.
    static std::string time(int minute)
    {
        return QStringLiteral("2026-03-01T%1:%2:00.250Z")
            .arg(minute / 60, 2, 10, QLatin1Char('0'))
            .arg(minute % 60, 2, 10, QLatin1Char('0'))
            .toStdString();
    }
    static constexpr std::int64_t ns(int minute)
    {
        return (std::int64_t{1'772'323'200} + minute * 60) * 1'000'000'000 + 250'000'000;
    }

    static Files items()
    {
        return {
            // Found after 10 minutes, called "web" and opened after 30.
            {{.id = "sg-1",
              .time = time(10),
              .status = "ResourceDiscovered",
              .rest = ",'resourceName':'old','tags':{'Owner':'alice'},"
                      "'configuration':{'port':22,'peer':'10.0.0.0/8'}",
              .type = "AWS::EC2::SecurityGroup"},
             {.id = "sg-1",
              .time = time(30),
              .rest = ",'resourceName':'web','tags':{'Owner':'bob','Team':'net'},"
                      "'configuration':{'port':22,'peer':'0.0.0.0/0','rules':[{'n':1},{'n':2}]}",
              .type = "AWS::EC2::SecurityGroup"}},
            // There after 12 minutes, gone after 40.
            {{.id = "i-1",
              .time = time(12),
              .status = "ResourceDiscovered",
              .rest = ",'ARN':'arn:aws:ec2:us-east-1:111111111111:instance/i-1',"
                      "'tags':{'Owner':'alice'},'configuration':{'port':3}"},
             {.id = "i-1", .time = time(40), .status = "ResourceDeleted"}},
            // From 50 minutes on.
            {{.id = "bucket",
              .time = time(50),
              .rest = ",'configuration':{}",
              .type = "AWS::S3::Bucket"}},
            // Recorded in two Regions, a minute apart: once.
            {{.id = "AROA1",
              .time = time(20),
              .rest = ",'resourceName':'admin','configuration':{'port':100}",
              .type = "AWS::IAM::Role",
              .region = "global"}},
            {{.id = "AROA1",
              .time = time(21),
              .rest = ",'resourceName':'admin','configuration':{'port':100}",
              .type = "AWS::IAM::Role",
              .region = "global"}},
            // Without a time.
            {{.id = "queue", .time = "", .type = "AWS::SQS::Queue"}},
            // Of a type that is not recorded.
            {{.id = "host",
              .time = time(15),
              .status = "ResourceNotRecorded",
              .type = "AWS::EC2::Host"}},
        };
    }

private:
    QTemporaryDir m_dir;
};

} // namespace trailloupe::test
