// What is to be said about the picture: what it leaves out, what could not be made, what a step
// changed.
#include "ui/common/errortext.h"
#include "ui/common/momenttext.h"
#include "ui/graph/graphnotes.h"
#include "ui/graph/graphpage.h"
#include "ui/graph/graphview.h"
#include "ui/words/numbertext.h"

#include <algorithm>

namespace trailloupe::ui {

using config::GraphLayout;
using config::NodeNo;
using config::NodeState;
using workspace::Direction;
using workspace::GraphQuestion;

namespace {

bool isGroupedByTag(const config::GraphScene& scene)
{
    const auto isTag = [](const auto& part) {
        return part.groupedBy == config::GroupBy::Tag;
    };
    return std::ranges::any_of(scene.boxes, isTag) || std::ranges::any_of(scene.nodes, isTag);
}

} // namespace

QString GraphPage::momentWords(std::int64_t atNs) const
{
    return atNs >= config::kEndOfExport ? tr("the end of the export")
                                        : momentTextWithZone(atNs, m_investigation.zone());
}

void GraphPage::addErrorNote(std::vector<GraphNote>& notes)
{
    const auto& error = m_graphing.error();
    if (!error)
        return;
    const auto lessDepth = [this] {
        m_graphing.setDepth(std::max(1u, m_graphing.question().depth) - 1);
    };
    if (error->kind == Error::Kind::Cancelled)
        notes.push_back(
            {tr("Arranging was stopped: this is the picture before."), tr("Try Again"), [this] {
                 m_graphing.tryAgain();
             }});
    else if (error->kind == Error::Kind::TooLarge)
        notes.push_back({tr("This is too large to arrange: at most %1 resources and groups, and %2 "
                            "lines between them, fit into one picture. Go fewer steps, hide some, "
                            "or close boxes. This is the picture before.")
                             .arg(ui::countText(GraphLayout::kMostNodes),
                                  ui::countText(GraphLayout::kMostEdges)),
                         m_graphing.question().depth > 0 ? tr("Less Depth") : QString(), lessDepth,
                         true});
    else
        notes.push_back({tr("The picture could not be made: %1").arg(errorText(*error)),
                         tr("Try Again"), [this] { m_graphing.tryAgain(); }, true});
}

// What the picture begins at, where that is not there at the moment.
void GraphPage::addRootNote(std::vector<GraphNote>& notes, NodeNo root)
{
    const config::TemporalGraph& graph = *m_graphing.picture()->graph;
    const std::int64_t atNs = m_graphing.picture()->question.atNs;
    const NodeState state = graph.stateAt(root, atNs);
    const config::ResourceNo resource = graph.node(root).resource;
    const QString name = graph::titleAndType(graph, root);
    const auto go = [this](std::int64_t ns) {
        return [this, ns] {
            m_investigation.setMoment(ns);
        };
    };
    if (config::isThere(state))
        return;
    const bool isDated = resource.isValid() && graph.resources()->datedCount(resource) > 0;
    const auto items =
        isDated ? graph.resources()->items(resource) : std::span<const config::Item>();
    if (isDated && state == NodeState::NotYet) {
        const std::int64_t first = items.front().capturedNs;
        notes.push_back(
            {tr("%1 is not there yet: it was first recorded %2.").arg(name, momentWords(first)),
             tr("Go There"), go(first)});
    } else if (isDated && state == NodeState::Deleted) {
        const config::State then = graph.resources()->stateAt(resource, atNs);
        const std::int64_t end = items[then.item].capturedNs;
        notes.push_back({tr("%1 is deleted, as was recorded %2.").arg(name, momentWords(end)),
                         tr("To Just Before"), go(end - 1)});
    } else {
        notes.push_back({tr("%1: %2").arg(name, graph::stateSentence(state)), {}, {}});
    }
}

void GraphPage::showNotes()
{
    std::vector<GraphNote> notes;
    const auto& picture = m_graphing.picture();
    if (!picture) {
        m_notes->setNotes({});
        return;
    }
    const config::TemporalGraph& graph = *picture->graph;
    const GraphQuestion& question = picture->question;
    addErrorNote(notes);
    for (const NodeNo root : question.roots)
        addRootNote(notes, root);
    const config::ShownGraph& shown = picture->shown();
    if (shown.wanted > shown.nodes.size()) {
        const std::uint32_t more =
            std::min(std::max(question.most, 1u) * 2, GraphQuestion::kMostNodes);
        const bool isMore = question.most < GraphQuestion::kMostNodes;
        notes.push_back({tr("%1 of the %2 resources that were asked for: the nearest first.")
                             .arg(ui::countText(shown.nodes.size()), ui::countText(shown.wanted)),
                         isMore ? tr("Up to %1").arg(ui::countText(more)) : QString(),
                         [this, more] {
                             m_graphing.setMost(more);
                         }});
    }
    if (question.grouping.by == config::GroupBy::Tag && !isGroupedByTag(picture->scene))
        notes.push_back({tr("No resource in the picture has the tag “%1”.")
                             .arg(graph::shown(question.grouping.tag)),
                         {},
                         {}});
    if (m_view->pathStart())
        notes.push_back({tr("A path from %1: select where it should lead, or find it above.")
                             .arg(graph::titleAndType(graph, *m_view->pathStart())),
                         tr("Give Up"), [this] {
                             m_view->setPathStart(std::nullopt);
                         }});
    if (const auto& step = m_asking.lastStep())
        notes.push_back(
            {tr("%1: %2").arg(momentWords(step->atNs), graph::stepSentence(graph, step->diff)),
             {},
             {}});
    if (m_asking.endReached())
        notes.push_back({*m_asking.endReached() == Direction::Earlier
                             ? tr("Nothing of this picture changed earlier.")
                             : tr("Nothing of this picture changes later."),
                         {},
                         {}});
    m_notes->setNotes(std::move(notes));
}

} // namespace trailloupe::ui
