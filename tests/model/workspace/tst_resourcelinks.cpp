// From events and texts to the resources that AWS Config recorded.
#include "model/workspace/resourcelinks.h"
#include "tests/model/config/configitems.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <string>
#include <vector>

using namespace trailloupe;
using namespace trailloupe::workspace;

namespace {

const std::string kUser = "arn:aws:iam::111111111111:user/alice";

std::shared_ptr<const config::Resources> someResources()
{
    return test::resourcesOf({{
        {.id = "sg-0123456789abcdef0", .type = "AWS::EC2::SecurityGroup"},
        {.id = "sg-0123456789abcdef0", .type = "AWS::EC2::SecurityGroup", .region = "eu-west-1"},
        {.id = "sg-0123456789abcdef0",
         .type = "AWS::EC2::SecurityGroup",
         .account = "222222222222"},
        {.id = "AIDA1",
         .rest = ",'resourceName':'alice','ARN':'" + kUser + "'",
         .type = "AWS::IAM::User",
         .region = "global"},
        {.id = "AROA1", .rest = ",'resourceName':'alice'", .type = "AWS::IAM::Role"},
        {.id = "default", .type = "AWS::Config::ConfigurationRecorder"},
    }});
}

// "<type> <id> <account> <Region>" of what an event with this request touches.
std::vector<std::string> touched(const config::Resources& resources, const std::string& source,
                                 const std::string& region, const std::string& request)
{
    const auto events = test::storeOf({test::quoted(
        "{'eventTime':'2026-03-01T00:00:00Z','eventID':'1','eventName':'X','eventSource':'" + source
        + ".amazonaws.com','awsRegion':'" + region
        + "','recipientAccountId':'111111111111','requestParameters':" + request + "}")});
    std::vector<std::string> texts;
    for (const config::ResourceNo no :
         resourcesOf(resources, events, events->timeOrder().front())) {
        const config::Resource& resource = resources.resource(no);
        texts.push_back(std::string(resource.type) + ' ' + std::string(resource.id) + ' '
                        + std::string(resource.accountId) + ' ' + std::string(resource.region));
    }
    return texts;
}

using Texts = std::vector<std::string>;

} // namespace

class TestResourceLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void ofSeveralTheNearestIsMeant()
    {
        const auto resources = someResources();
        QVERIFY(resources);
        QCOMPARE(touched(*resources, "ec2", "eu-west-1", "{'groupId':'sg-0123456789abcdef0'}"),
                 (Texts{"AWS::EC2::SecurityGroup sg-0123456789abcdef0 111111111111 eu-west-1"}));
        // In no Region where it was recorded: those of the account.
        QCOMPARE_EQ(
            touched(*resources, "ec2", "ap-northeast-1", "{'groupId':'sg-0123456789abcdef0'}")
                .size(),
            std::size_t(2));
    }

    void aNameCountsWithItsType()
    {
        const auto resources = someResources();
        QCOMPARE(touched(*resources, "iam", "us-east-1", "{'userName':'alice'}"),
                 (Texts{"AWS::IAM::User AIDA1 111111111111 global"}));
        QCOMPARE(touched(*resources, "iam", "us-east-1", "{'userName':'bob'}"), Texts());
        QCOMPARE(touched(*resources, "iam", "us-east-1", "{'policyArn':'" + kUser + "'}"),
                 (Texts{"AWS::IAM::User AIDA1 111111111111 global"}));
    }

    void textsAreTakenAsAWhole()
    {
        const auto resources = someResources();
        QCOMPARE_EQ(resourcesCalled(*resources, "alice").size(), std::size_t(2));
        QCOMPARE_EQ(resourcesIdentified(*resources, "alice").size(), std::size_t(0));
        QCOMPARE_EQ(resourcesIdentified(*resources, kUser).size(), std::size_t(1));
        QCOMPARE_EQ(resourcesCalled(*resources, "sg-0123456789abcdef0").size(), std::size_t(3));
        // An id that anything may be called.
        QCOMPARE_EQ(resourcesCalled(*resources, "default").size(), std::size_t(1));
        QCOMPARE_EQ(resourcesIdentified(*resources, "default").size(), std::size_t(0));
        QCOMPARE(touched(*resources, "ec2", "us-east-1", "{'groupName':'default'}"), Texts());
        QCOMPARE(touched(*resources, "iam", "us-east-1", "{'roleName':'default'}"), Texts());
        QCOMPARE_EQ(resourcesCalled(*resources, "").size(), std::size_t(0));
        QCOMPARE_EQ(resourcesCalled(*resources, "sg-").size(), std::size_t(0));
    }

    void aResourceIsShownWithItsPage()
    {
        Investigation investigation;
        showResource(investigation, config::ResourceNo(4), 9, kGraphPage);
        QCOMPARE(investigation.page(), kGraphPage);
        QVERIFY(investigation.selectedResource() == config::ResourceNo(4));
        QCOMPARE(investigation.moment(), std::optional<std::int64_t>(9));
    }
};

QTEST_GUILESS_MAIN(TestResourceLinks)
#include "tst_resourcelinks.moc"
