#include "app/cli/configoption.h"

#include "model/base/asciitext.h"
#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"
#include "model/base/visibletext.h"

#include <algorithm>
#include <set>

namespace trailloupe::cli {
namespace {

using config::ResourceNo;
using config::Resources;

bool matches(std::string_view text, std::string_view pattern)
{
    std::size_t at = 0;
    std::size_t star = std::string_view::npos;
    std::size_t back = 0;
    std::size_t p = 0;
    while (at < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            back = at;
        } else if (p < pattern.size() && pattern[p] == text[at]) {
            ++p;
            ++at;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            at = ++back;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

std::string_view lastStep(std::string_view type)
{
    return type.substr(type.rfind(':') + 1); // npos + 1 is 0
}

// One stands in the other, or only their last steps do: S3::Bucket, SecurityGroups.
bool readNearly(std::string_view type, std::string_view asked)
{
    const std::string_view step = lastStep(asked).empty() ? asked : lastStep(asked);
    const std::string_view typeStep = lastStep(type).empty() ? type : lastStep(type);
    return type.find(asked) != std::string_view::npos || type.find(step) != std::string_view::npos
        || asked.find(typeStep) != std::string_view::npos;
}

} // namespace

std::optional<ConfigReading> readResources(const Command& command)
{
    auto reading = readExports(command.exports());
    if (!reading)
        return std::nullopt;
    TerminalProgress progress;
    auto resources = Resources::make(reading->evidence.items, progress.context());
    if (!resources) {
        printError(QString::fromStdString(resources.error().detail));
        return std::nullopt;
    }
    return ConfigReading{*std::move(reading), *std::move(resources)};
}

void addTypeOption(QCommandLineParser& parser)
{
    parser.addOption(
        {QStringLiteral("type"),
         Command::tr("Only resources of this type: AWS::EC2::SecurityGroup, EC2::SecurityGroup, "
                     "AWS::IAM::*. May be given several times."),
         QStringLiteral("type")});
}

std::vector<std::string> chosenTypes(const QCommandLineParser& parser)
{
    std::vector<std::string> types;
    for (const QString& type : parser.values(QStringLiteral("type"))) {
        std::string wanted = lowerAscii(type.toStdString());
        if (wanted.rfind("aws::", 0) != 0 && std::ranges::count(wanted, ':') == 2)
            wanted = "aws::" + wanted;
        types.push_back(std::move(wanted));
    }
    return types;
}

bool isOfType(std::string_view type, const std::vector<std::string>& wanted)
{
    const std::string lower = lowerAscii(type);
    return wanted.empty() || std::ranges::any_of(wanted, [&](const std::string& pattern) {
               return matches(lower, pattern);
           });
}

void noteUnknownTypes(const Resources& resources, const QCommandLineParser& parser)
{
    constexpr qsizetype kNamed = 3;
    const QStringList given = parser.values(QStringLiteral("type"));
    if (given.isEmpty())
        return;
    std::set<std::string_view> types;
    for (std::uint32_t i = 0; i < resources.size(); ++i)
        types.insert(resources.resource(ResourceNo(i)).type);
    const auto wanted = chosenTypes(parser);
    for (qsizetype i = 0; i < given.size(); ++i) {
        const std::vector<std::string> one{wanted[static_cast<std::size_t>(i)]};
        if (std::ranges::any_of(types, [&](std::string_view type) { return isOfType(type, one); }))
            continue;
        std::string asked = one.front();
        std::erase(asked, '*');
        QStringList near;
        for (const std::string_view type : types) {
            if (near.size() < kNamed && !asked.empty() && !type.empty()
                && readNearly(lowerAscii(type), asked))
                near << QString::fromStdString(visibleText(type));
        }
        const QString none = Command::tr("no resource of the export has the type '%1'")
                                 .arg(QString::fromStdString(visibleText(given[i].toStdString())));
        printError(near.isEmpty()
                       ? none
                       : Command::tr("%1; there is %2").arg(none, near.join(QStringLiteral(", "))));
    }
}

std::vector<ResourceNo> resourcesCalled(const Resources& resources, std::string_view text,
                                        const std::vector<std::string>& types)
{
    std::vector<ResourceNo> found;
    for (const auto& some :
         {resources.withId(text), resources.withName(text), resources.withArn(text)})
        found.insert(found.end(), some.begin(), some.end());
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::erase_if(found,
                  [&](ResourceNo no) { return !isOfType(resources.resource(no).type, types); });
    return found;
}

std::optional<int> parseMoment(const Command& command, const QCommandLineParser& parser,
                               const QString& name, std::optional<std::int64_t>& ns)
{
    if (!parser.isSet(name))
        return std::nullopt;
    const QString text = parser.value(name);
    auto moment = parseTimestamp(text.toStdString());
    if (!moment)
        moment = parseTimestamp(text.toStdString() + "T00:00:00Z");
    if (!moment)
        return command.wrong(Command::tr("'%1' is no moment.").arg(text));
    ns = moment->ns();
    return std::nullopt;
}

std::string itemMember(const Resources& resources, RowId row, std::string_view member)
{
    std::string found;
    const auto& store = *resources.store();
    const auto path = store.paths().findChild(store::PathTable::root(), member);
    if (path && store.value(row, *path, found) == store::ValueKind::Null)
        found.clear();
    return found;
}

void appendMember(std::string& json, const char* key, std::string_view value)
{
    json += std::string(json.empty() || json.back() == '{' ? "\"" : ",\"") + key + "\":";
    if (value.empty())
        json += "null";
    else
        appendJsonString(value, json);
}

std::string changeJson(const config::Change& change)
{
    std::string json = "{";
    appendMember(json, "section", config::changeSectionKey(change.section));
    appendMember(json, "kind", config::changeKindKey(change.kind));
    appendMember(json, "path", change.path);
    appendMember(json, "before", change.before);
    appendMember(json, "after", change.after);
    json += change.isNoise ? ",\"noise\":true" : ",\"noise\":false";
    if (!change.policy.empty()) {
        json += ",\"policy\":[";
        for (const compare::PolicyChange& policy : change.policy) {
            json += json.back() == '[' ? "" : ",";
            appendJsonString(compare::policyChangeText(policy), json);
        }
        json += ']';
    }
    return json + '}';
}

std::string changeLines(const config::Change& change)
{
    constexpr std::size_t kLongest = 400;
    std::string lines;
    const std::string text = config::changeText(change);
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string line = visibleText(text.substr(begin, std::min(end - begin, kLongest)));
        if (end - begin > kLongest)
            line += "\u2026";
        lines += "    " + line + (change.isNoise ? "  (changes by itself)\n" : "\n");
        begin = end + 1;
    }
    return lines;
}

std::string resourceMembersJson(const config::Resource& resource, std::string_view name,
                                std::string_view arn)
{
    std::string json;
    appendMember(json, "resourceType", resource.type);
    appendMember(json, "resourceId", resource.id);
    appendMember(json, "accountId", resource.accountId);
    appendMember(json, "region", resource.region);
    appendMember(json, "name", name);
    appendMember(json, "arn", arn);
    return json;
}

QString resourceLine(const config::Resource& resource, std::string_view name)
{
    const auto shown = [](std::string_view text) {
        return QString::fromStdString(visibleText(text));
    };
    QString line = resource.type.empty() ? Command::tr("no type") : shown(resource.type);
    line += u' ' + (resource.id.empty() ? Command::tr("without an id") : shown(resource.id));
    if (!name.empty() && name != resource.id)
        line += QStringLiteral(" (%1)").arg(shown(name));
    return line
        + Command::tr(", account %1, %2").arg(shown(resource.accountId), shown(resource.region));
}

} // namespace trailloupe::cli
