// What is asked about a graph besides what it looks like: how two resources hang together, what
// could reach the Internet through a security group, which resources a text means, when something
// changes next and what.
//
// Threads: pure functions that run in jobs. Units: nanoseconds since 1970-01-01 UTC.
// Cost: some milliseconds for 10,000 nodes and 50,000 edges; nextChange() that for each moment that
// it looks at, and one ItemDiff for each item captured then.
// Errors: Cancelled.
#pragma once

#include "model/config/graphdiff.h"
#include "model/config/internetreach.h"
#include "model/workspace/graphpicture.h"

#include <optional>
#include <string>
#include <vector>

namespace trailloupe::workspace {

struct TrailQuestion
{
    enum class Kind : std::uint8_t
    {
        Path, // from one to another
        Internet, // from a security group
    };
    Kind kind = Kind::Path;
    config::NodeNo from;
    config::NodeNo to; // of a path
    std::int64_t atNs = config::kEndOfExport;
    config::GraphFilter filter;
    bool operator==(const TrailQuestion&) const = default;
};

struct GraphTrail
{
    TrailQuestion question;
    std::optional<std::vector<config::Neighbour>> path; // nothing: there is none
    config::InternetReach reach;
    std::vector<config::NodeNo> nodes; // that it leads over, the ends too; sorted
    std::vector<config::EdgeNo> edges; // sorted
};
Result<GraphTrail> findTrail(const config::TemporalGraph& graph, const TrailQuestion& question,
                             const JobContext& context);

struct GraphFound
{
    static constexpr std::size_t kMost = 200;

    std::string text;
    std::vector<config::NodeNo> nodes; // the best first, at most kMost
    std::size_t count = 0; // all of them
};
// Words that all stand in type, id, name and ARN, upper and lower case alike. Best is what has the
// text as its id, ARN or name, now or ever; then what begins with it; of both what is shown.
Result<GraphFound> findNodes(const config::TemporalGraph& graph, const std::string& text,
                             const GraphPicturePtr& picture, const JobContext& context);

struct GraphStep
{
    std::int64_t atNs = 0;
    config::GraphDiff diff; // what changed at that moment, of what is shown before or then
};
enum class Direction : std::uint8_t
{
    Earlier,
    Later,
};
// The next moment, before or behind question.atNs, at which something changes of what is shown, or
// comes to be shown; nothing when there is none.
Result<std::optional<GraphStep>> nextChange(const config::TemporalGraph& graph,
                                            const GraphQuestion& question, Direction direction,
                                            const JobContext& context);

struct ConnectedNode
{
    config::NodeNo node;
    std::size_t neighbours = 0;
    bool operator==(const ConnectedNode&) const = default;
};
// Those with the most neighbours at the end of the export, the most first; dangling ones never.
std::vector<ConnectedNode> mostConnected(const config::TemporalGraph& graph, std::size_t most);

} // namespace trailloupe::workspace
