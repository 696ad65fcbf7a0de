// graphwords: what a graph says, in words: resources, their states, relations, changes, ways.
//
// Text from the evidence is made fit to be shown. Threads: any.
#pragma once

#include "model/workspace/graphanswers.h"

#include <QString>
#include <QStringList>

#include <string_view>

namespace trailloupe::ui::graph {

QString shown(std::string_view text); // of the evidence, cut to a line's length
QString titleOf(const config::TemporalGraph& graph, config::NodeNo no); // name, else id
QString typeOf(const config::TemporalGraph& graph, config::NodeNo no); // "EC2::Instance"
QString titleAndType(const config::TemporalGraph& graph, config::NodeNo no);

// "deleted"; empty for what is simply there.
QString stateWord(config::NodeState state);
QString stateSentence(config::NodeState state); // of the panel: never empty

// "Account"; of a group in a picture.
QString groupWord(config::GroupBy by);
QString boxTitle(config::GroupBy by, const std::string& title);

enum class ChangeKind : std::uint8_t
{
    Born,
    Appeared,
    Died,
    Passed,
    Changed,
    Reborn,
};
ChangeKind changeKindOf(const config::EstateChange& change);
ChangeKind changeKindOf(const config::EdgeChange& change);
QString changeMark(ChangeKind kind); // one letter: "+"
QString changeWord(ChangeKind kind); // "created"
QString changeWord(const config::EstateChange& change); // with how much changed

// What a relation says from one of its ends: "is contained in"; and as a sentence of both.
QString relationFrom(const config::GraphEdge& edge, config::NodeNo viewer);
QString relationSentence(const config::TemporalGraph& graph, config::EdgeNo no);
// Who says so, and where it stands.
QString relationSource(const config::TemporalGraph& graph, config::EdgeNo no,
                       config::StatedBy statedBy);

// "web-1 (EC2::Instance) changed (2 changes); web-1 is attached to sg-1: new".
QString stepSentence(const config::TemporalGraph& graph, const config::GraphDiff& diff);
// "3 created, 1 deleted, 2 changed; 4 relations new, 1 gone".
QString diffSummary(const config::GraphDiff& diff);

// Of a path, what each step says; of what reaches the Internet, group by group of steps.
struct TrailLine
{
    QString text;
    config::NodeNo node; // where it leads; invalid: nowhere
    config::EdgeNo edge; // that it is about; invalid: none
    bool isHeading = false;
};
QString trailTitle(const config::TemporalGraph& graph, const workspace::GraphTrail& trail);
std::vector<TrailLine> trailLines(const config::TemporalGraph& graph,
                                  const workspace::GraphTrail& trail);

// "12 of 340 resources, 18 relations".
QString countsText(const workspace::GraphPicture& picture);

} // namespace trailloupe::ui::graph
