// A small world for tests of causes: items and events written as a person would, and causes as
// text.
#pragma once

#include "model/config/causes.h"
#include "tests/model/config/configitems.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <string>
#include <vector>

namespace trailloupe::test {

struct EventSketch
{
    std::string name = "StopInstances";
    std::string time = "2026-03-02T11:58:00Z";
    std::string request = "{'instancesSet':{'items':[{'instanceId':'i-1'}]}}";
    std::string response = "null";
    std::string source = "ec2";
    std::string account = "111111111111"; // empty: none is said
    std::string region = "us-east-1";
    std::string readOnly = "false"; // empty: not said
    std::string rest = {}; // more members, with a comma in front
    std::string id = {}; // else the name
};

inline std::string eventText(const EventSketch& sketch)
{
    std::string text = "{'eventVersion':'1.09','userIdentity':{'type':'IAMUser','userName':'eve'},"
                       "'eventTime':'"
        + sketch.time + "','eventSource':'" + sketch.source + ".amazonaws.com','eventName':'"
        + sketch.name + "','awsRegion':'" + sketch.region
        + "','requestParameters':" + sketch.request + ",'responseElements':" + sketch.response
        + ",'eventID':'" + (sketch.id.empty() ? sketch.name : sketch.id) + "'";
    if (!sketch.readOnly.empty())
        text += ",'readOnly':" + sketch.readOnly;
    if (!sketch.account.empty())
        text += ",'recipientAccountId':'" + sketch.account + "'";
    return quoted(text + sketch.rest + "}");
}

// A security group "web" before and after, captured at noon of the first and the second of March.
inline ItemSketch groupItem(const std::string& time, const std::string& rules)
{
    return {.id = "sg-1",
            .time = time,
            .rest = ",'resourceName':'web','ARN':'arn:aws:ec2:us-east-1:111111111111:"
                    "security-group/sg-1','tags':{},'configuration':{'groupId':'sg-1',"
                    "'ipPermissions':["
                + rules + "]}",
            .type = "AWS::EC2::SecurityGroup"};
}

inline std::string ruleText(int port, const std::string& peer)
{
    return "{'ipProtocol':'tcp','fromPort':" + std::to_string(port)
        + ",'toPort':" + std::to_string(port) + ",'ipv4Ranges':[{'cidrIp':'" + peer + "'}]}";
}

inline std::string ruleRequest(const std::string& group, int port, const std::string& peer)
{
    return "{'groupId':'" + group + "','ipPermissions':{'items':[{'ipProtocol':'tcp','fromPort':"
        + std::to_string(port) + ",'toPort':" + std::to_string(port)
        + ",'ipRanges':{'items':[{'cidrIp':'" + peer + "'}]}}]}}";
}

class CauseWorld
{
public:
    CauseWorld(const std::vector<ItemSketch>& items, const std::vector<EventSketch>& events,
               config::Causes::Options options = {})
    {
        StoreBuilding building;
        building.read(historyText(items), ingest::SourceKind::ConfigHistory);
        std::string text = "{\"Records\":[";
        for (const EventSketch& event : events)
            text += (text.back() == '[' ? "" : ",") + eventText(event);
        building.read(text + "]}");
        m_resources = resourcesOf(building.items());
        m_events = building.store();
        m_causes = *config::Causes::make(m_events, m_resources, JobContext(), options);
    }

    const config::Causes& causes() const { return *m_causes; }
    const config::Resources& resources() const { return *m_resources; }
    const store::EventStore& events() const { return *m_events; }

    config::ResourceNo resource(const std::string& id) const
    {
        const auto found = m_resources->withId(id);
        return found.size() == 1 ? found.front() : config::ResourceNo::invalid();
    }
    config::ItemCauses ofItem(const std::string& id, std::uint32_t item) const
    {
        auto found = m_causes->causesOf(resource(id), item, JobContext());
        return found ? *found : config::ItemCauses();
    }
    // "certain StopInstances, likely …", best first.
    QString text(const std::string& id, std::uint32_t item) const
    {
        QStringList words;
        for (const config::Cause& cause : ofItem(id, item).causes)
            words << QString::fromUtf8(config::causeConfidenceKey(cause.confidence)) + u' '
                    + eventId(cause.event);
        return words.join(QStringLiteral(", "));
    }
    // The reasons of the first cause: "same-id changed-value".
    QString reasons(const std::string& id, std::uint32_t item) const
    {
        const auto causes = ofItem(id, item).causes;
        QStringList words;
        if (!causes.empty()) {
            for (const config::CauseReason& reason : causes.front().reasons)
                words << QString::fromUtf8(config::causeReasonKey(reason.kind));
        }
        words.removeDuplicates();
        return words.join(u' ');
    }
    QString eventId(RowId row) const
    {
        std::string id;
        m_events->value(row, *m_events->paths().find("eventID"), id);
        return QString::fromStdString(id);
    }

private:
    std::shared_ptr<const store::EventStore> m_events;
    std::shared_ptr<const config::Resources> m_resources;
    std::shared_ptr<const config::Causes> m_causes;
};

} // namespace trailloupe::test
