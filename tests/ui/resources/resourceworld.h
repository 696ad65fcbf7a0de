// ResourceWorld: a small export with configuration items and the calls behind them, and the view of
// one resource over it.
//
// A security group that is created, opened to the world, tagged and deleted within a morning, the
// instance and the VPC around it, a recorder that is stopped for an hour in the afternoon.
#pragma once

#include "model/workspace/explaining.h"
#include "tests/model/config/configitems.h"
#include "tests/support/fixtures.h"
#include "tests/ui/support/uiworld.h"
#include "ui/resources/resourceview.h"

#include <QTemporaryDir>

namespace trailloupe::test {

inline std::string callText(const char* id, const char* name, const char* time,
                            const char* parameters, const char* rest = "")
{
    return quoted(std::string("{'eventVersion':'1.08','eventID':'") + id
                  + "','eventSource':'ec2.amazonaws.com','eventName':'" + name + "','eventTime':'"
                  + time
                  + "','awsRegion':'us-east-1','recipientAccountId':'111111111111','readOnly':"
                    "false,'sourceIPAddress':'203.0.113.9','userIdentity':{'type':'IAMUser',"
                    "'userName':'alice','accountId':'111111111111','principalId':'AIDAALICE',"
                    "'arn':'arn:aws:iam::111111111111:user/alice','accessKeyId':"
                    "'AKIAALICE'},'requestParameters':"
                  + parameters + rest + "}");
}

struct ResourceWorld : UiWorld
{
    // Of the items alone where there are some, else the morning of the security group.
    explicit ResourceWorld(const std::vector<ItemSketch>& items = {},
                           Settings settings = Settings::Cleared)
        : UiWorld(settings)
    {
        if (items.empty())
            writeMorning();
        else
            writeFile(dir.path(), "history.json", historyText(items));
        view.setFiltering(*filtering);
        view.resize(800, 700);
        view.show();
    }
    bool open() { return openAndWait(dir.path()) && settle(); }
    bool settle()
    {
        return QTest::qWaitFor([this] { return jobs->isIdle() && !filtering->isRunning(); },
                               20'000);
    }
    config::ResourceNo resource(const char* id) const
    {
        const auto found = workspace->resources()->withId(id);
        return found.size() == 1 ? found.front() : config::ResourceNo();
    }
    bool choose(const char* id)
    {
        investigation->selectResource(resource(id));
        return view.timeline().resource() == resource(id) && settle();
    }
    bool chooseState(std::uint32_t block)
    {
        view.timeline().setCurrent(block);
        return view.timeline().current() == block && settle();
    }
    RowId event(const char* id) const
    {
        const auto found = workspace->evidence().store->findByEventId(id);
        return found.empty() ? RowId() : found.front();
    }

    QTemporaryDir dir;
    workspace::Explaining explaining{*workspace, *jobs};
    ui::ResourceView view{*workspace, *investigation, explaining, *jobs};

private:
    void writeMorning()
    {
        const auto group = [](const char* time, const char* status, const std::string& rest) {
            return ItemSketch{.id = "sg-0123456789abcdef0",
                              .time = time,
                              .status = status,
                              .rest = rest,
                              .type = "AWS::EC2::SecurityGroup"};
        };
        const auto body = [](const char* more, const char* tags) {
            return std::string(",'resourceName':'web','ARN':'arn:aws:ec2:us-east-1:111111111111:"
                               "security-group/sg-0123456789abcdef0','resourceCreationTime':"
                               "'2026-03-01T09:59:30.000Z','tags':{")
                + tags
                + "},'relationships':[{'resourceType':'AWS::EC2::VPC','resourceId':'vpc-1',"
                  "'name':'Is contained in Vpc'},{'resourceType':'AWS::EC2::Instance',"
                  "'resourceId':'i-gone','name':'Is associated with Instance'}],'configuration':"
                  "{'groupId':'sg-0123456789abcdef0','vpcId':'vpc-1','ipPermissions':[{"
                  "'ipProtocol':'tcp','fromPort':22,'toPort':22,'ipv4Ranges':[{'cidrIp':"
                  "'10.0.0.0/8'}"
                + more + "]}]}";
        };
        writeFile(
            dir.path(), "groups.json",
            historyText(
                {group("2026-03-01T10:00:00.000Z", "ResourceDiscovered", body("", "")),
                 group("2026-03-01T11:00:40.000Z", "OK", body(",{'cidrIp':'0.0.0.0/0'}", "")),
                 group("2026-03-01T12:00:30.000Z", "OK",
                       body(",{'cidrIp':'0.0.0.0/0'}", "'Owner':'alice'")),
                 group("2026-03-01T13:00:20.000Z", "ResourceDeleted", ",'configuration':null")}));
        writeFile(
            dir.path(), "others.json",
            historyText({{.id = "vpc-1",
                          .time = "2026-03-01T09:00:00.000Z",
                          .status = "ResourceDiscovered",
                          .type = "AWS::EC2::VPC"},
                         {.id = "i-1",
                          .time = "2026-03-01T10:30:00.000Z",
                          .status = "ResourceDiscovered",
                          .rest = ",'relationships':[{'resourceType':'AWS::EC2::SecurityGroup',"
                                  "'resourceId':'sg-0123456789abcdef0','name':"
                                  "'Is associated with SecurityGroup'}],'configuration':{"
                                  "'subnetId':'subnet-9','vpcId':'vpc-1'}"},
                         {.id = "default",
                          .time = "2026-03-01T14:00:00.000Z",
                          .rest = ",'configuration':{'Recording':false}",
                          .type = "AWS::Config::ConfigurationRecorder"},
                         {.id = "default",
                          .time = "2026-03-01T15:00:00.000Z",
                          .rest = ",'configuration':{'Recording':true}",
                          .type = "AWS::Config::ConfigurationRecorder"}}));
        writeFile(
            dir.path(), "events.json",
            "{\"Records\":["
                + callText("made", "CreateSecurityGroup", "2026-03-01T09:59:30Z",
                           "{'groupName':'web','vpcId':'vpc-1'}",
                           ",'responseElements':{'groupId':'sg-0123456789abcdef0'}")
                + ","
                + callText("opened", "AuthorizeSecurityGroupIngress", "2026-03-01T11:00:00Z",
                           "{'groupId':'sg-0123456789abcdef0','ipPermissions':{'items':[{"
                           "'ipProtocol':'tcp','fromPort':22,'toPort':22,'ipRanges':{'items':[{"
                           "'cidrIp':'0.0.0.0/0'}]}}]}}")
                + ","
                + callText("denied", "DeleteSecurityGroup", "2026-03-01T10:45:00Z",
                           "{'groupId':'sg-0123456789abcdef0'}",
                           ",'errorCode':'DependencyViolation'")
                + ","
                + callText("ended", "DeleteSecurityGroup", "2026-03-01T13:00:00Z",
                           "{'groupId':'sg-0123456789abcdef0'}")
                + "," + callText("else", "CreateKeyPair", "2026-03-01T12:00:00Z", "{'keyName':'k'}")
                + "]}");
    }
};

} // namespace trailloupe::test
