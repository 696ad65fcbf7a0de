// What the config commands share: the resources of exports, which of them are meant, moments,
// and changes as JSON.
//
// Threads: main thread only.
#pragma once

#include "app/cli/command.h"
#include "app/cli/reading.h"
#include "model/config/itemdiff.h"
#include "model/config/resources.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::cli {

struct ConfigReading
{
    Reading reading;
    std::shared_ptr<const config::Resources> resources;
};
// Nothing, said on stderr, when they could not be read.
std::optional<ConfigReading> readResources(const Command& command);

void addTypeOption(QCommandLineParser& parser);
// What --type asks for: lower case, "aws::" in front where it was left out.
std::vector<std::string> chosenTypes(const QCommandLineParser& parser);
bool isOfType(std::string_view type, const std::vector<std::string>& wanted); // empty: all are
// Says on stderr what --type asks for and no resource is of, and which types read nearly so.
void noteUnknownTypes(const config::Resources& resources, const QCommandLineParser& parser);

// The resources whose id, name or ARN is or was this text, of one of the types.
std::vector<config::ResourceNo> resourcesCalled(const config::Resources& resources,
                                                std::string_view text,
                                                const std::vector<std::string>& types);

// The moment that option `name` gives, if it is set. An exit code when it is none.
std::optional<int> parseMoment(const Command& command, const QCommandLineParser& parser,
                               const QString& name, std::optional<std::int64_t>& ns);

// A member of an item at the top; empty where it has none, or null.
std::string itemMember(const config::Resources& resources, RowId row, std::string_view member);

// {"section":…,"kind":…,"path":…,"before":…,"after":…,"noise":…,"policy":[…]}
std::string changeJson(const config::Change& change);
// What changeText() says, an indented line each, fit for a terminal; very long ones are cut.
std::string changeLines(const config::Change& change);
// "resourceType":…,"resourceId":…,"accountId":…,"region":…,"name":…,"arn":… without braces.
std::string resourceMembersJson(const config::Resource& resource, std::string_view name,
                                std::string_view arn);
// ,"key":"value", or null where it is empty; without the comma at the start of an object.
void appendMember(std::string& json, const char* key, std::string_view value);

// "AWS::EC2::SecurityGroup sg-1 (web), account 111122223333, us-east-1"; fit for a terminal.
QString resourceLine(const config::Resource& resource, std::string_view name);

int runConfigCauses(const QStringList& arguments);
int runConfigTimeline(const QStringList& arguments);
int runConfigDiff(const QStringList& arguments);
int runConfigGraph(const QStringList& arguments);

} // namespace trailloupe::cli
