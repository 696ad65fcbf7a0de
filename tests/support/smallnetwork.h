// SmallNetwork: a VPC with a web server as AWS Config recorded it over half a day, for tests of
// what is related to what, and when.
//
//   00:00  vpc-1, subnet-1, subnet-2, igw-1, rtb-1 (subnet-1 routes to igw-1), sg-1 "web",
//          eni-1 (of web-1, in subnet-1, guarded by sg-1), i-1 "web-1", the role "server" that i-1
//          names only in its configuration, and vol-gone, that i-1 names and nothing tells of
//   02:00  i-2 "batch" in subnet-2, guarded by sg-1
//   04:00  sg-1 lets in ssh from everywhere
//   06:00  i-1 is terminated, and with it eni-1
//   08:00  sg-1 again, the same
// And by itself, related to nothing: the bucket "lonely", at 01:00.
#pragma once

#include "tests/model/config/configitems.h"
#include "tests/support/fixtures.h"

#include <QString>
#include <QTemporaryDir>

#include <string>
#include <vector>

namespace trailloupe::test {

class SmallNetwork
{
public:
    static constexpr std::int64_t kHourNs = 3'600'000'000'000;
    static constexpr std::int64_t kBeginNs = 1'773'100'800'000'000'000; // 2026-03-10T00:00:00Z
    static std::int64_t at(int hour) { return kBeginNs + hour * kHourNs; }

    static std::vector<ItemSketch> items()
    {
        const std::string inVpc = relation("Is contained in Vpc", "AWS::EC2::VPC", "vpc-1");
        const std::string guarded =
            relation("Is associated with SecurityGroup", "AWS::EC2::SecurityGroup", "sg-1");
        const auto inSubnet = [](const char* id) {
            return relation("Is contained in Subnet", "AWS::EC2::Subnet", id);
        };
        const std::string web =
            related({inVpc, inSubnet("subnet-1"), guarded,
                     relation("Contains NetworkInterface", "AWS::EC2::NetworkInterface", "eni-1"),
                     relation("Is attached to Volume", "AWS::EC2::Volume", "vol-gone")});
        const std::string server = "arn:aws:iam::111111111111:role/server";
        return {
            item(0, "AWS::EC2::VPC", "vpc-1", "ResourceDiscovered", ",'configuration':{}"),
            item(0, "AWS::EC2::Subnet", "subnet-1", "ResourceDiscovered", related({inVpc})),
            item(0, "AWS::EC2::Subnet", "subnet-2", "ResourceDiscovered", related({inVpc})),
            item(0, "AWS::EC2::InternetGateway", "igw-1", "ResourceDiscovered",
                 related({relation("Is attached to Vpc", "AWS::EC2::VPC", "vpc-1")})),
            item(0, "AWS::EC2::RouteTable", "rtb-1", "ResourceDiscovered",
                 related({inVpc, relation("Contains Subnet", "AWS::EC2::Subnet", "subnet-1")})
                     + ",'configuration':{'routes':[{'destinationCidrBlock':'0.0.0.0/0',"
                       "'gatewayId':'igw-1'}]}"),
            item(0, "AWS::EC2::SecurityGroup", "sg-1", "ResourceDiscovered",
                 related({inVpc}) + rules("10.0.0.0/8"), "web"),
            item(0, "AWS::EC2::NetworkInterface", "eni-1", "ResourceDiscovered",
                 related({inVpc, inSubnet("subnet-1"), guarded,
                          relation("Is attached to Instance", "AWS::EC2::Instance", "i-1")})
                     + ",'configuration':{'association':{'publicIp':'203.0.113.9'}}"),
            item(0, "AWS::EC2::Instance", "i-1", "ResourceDiscovered",
                 web + ",'configuration':{'role':'" + server + "'}", "web-1"),
            item(0, "AWS::IAM::Role", "AROASERVER", "ResourceDiscovered",
                 ",'ARN':'" + server + "','configuration':{}", "server"),
            item(1, "AWS::S3::Bucket", "lonely", "ResourceDiscovered", ",'configuration':{}"),
            item(2, "AWS::EC2::Instance", "i-2", "ResourceDiscovered",
                 related({inVpc, inSubnet("subnet-2"), guarded}) + ",'configuration':{}", "batch"),
            item(4, "AWS::EC2::SecurityGroup", "sg-1", "OK", related({inVpc}) + rules("0.0.0.0/0"),
                 "web"),
            item(6, "AWS::EC2::Instance", "i-1", "ResourceDeleted", {}, "web-1"),
            item(6, "AWS::EC2::NetworkInterface", "eni-1", "ResourceDeleted", {}),
            item(8, "AWS::EC2::SecurityGroup", "sg-1", "OK", related({inVpc}) + rules("0.0.0.0/0"),
                 "web"),
        };
    }

    explicit SmallNetwork(const std::vector<ItemSketch>& more = {})
    {
        std::vector<ItemSketch> all = items();
        all.insert(all.end(), more.begin(), more.end());
        writeFile(m_dir.path(), "ConfigHistory.json", historyText(all));
    }
    QString path() const { return m_dir.path(); }

    static std::string relation(const std::string& verb, const std::string& type,
                                const std::string& id)
    {
        return "{'relationshipName':'" + verb + "','resourceType':'" + type + "','resourceId':'"
            + id + "'}";
    }
    static std::string related(const std::vector<std::string>& relations)
    {
        std::string text = ",'relationships':[";
        for (std::size_t i = 0; i < relations.size(); ++i)
            text += (i ? "," : "") + relations[i];
        return text + "]";
    }
    static ItemSketch item(int hour, const std::string& type, const std::string& id,
                           const std::string& status, const std::string& rest,
                           const std::string& name = {})
    {
        const std::string two = (hour < 10 ? "0" : "") + std::to_string(hour);
        return {.id = id,
                .time = "2026-03-10T" + two + ":00:00.000Z",
                .status = status,
                .rest = (name.empty() ? "" : ",'resourceName':'" + name + "'")
                    + (status == "ResourceDeleted" ? ",'configuration':null" : rest),
                .type = type};
    }

private:
    static std::string rules(const std::string& source)
    {
        return ",'configuration':{'ipPermissions':[{'ipProtocol':'tcp','fromPort':22,'toPort':22,"
               "'ipRanges':['"
            + source + "']}],'ipPermissionsEgress':[]}";
    }

    QTemporaryDir m_dir;
};

} // namespace trailloupe::test
