// What the graph shows, copied and saved.
#include "ui/common/dialogs.h"
#include "ui/common/momenttext.h"
#include "ui/graph/graphchanges.h"
#include "ui/graph/graphpage.h"
#include "ui/graph/graphview.h"
#include "ui/words/evidencetext.h"
#include "ui/words/timetext.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QTableView>

namespace trailloupe::ui {

using config::NodeNo;

namespace {

const QString kSlot = QStringLiteral("graph picture");

} // namespace

bool GraphPage::canCopy(CopyForm form) const
{
    return form == CopyForm::Cells ? isShowingGraph()
        : form == CopyForm::Json   ? !selectedItem().empty()
                                   : false;
}

void GraphPage::copy(CopyForm form)
{
    if (form == CopyForm::Cells && m_changes->isAncestorOf(QApplication::focusWidget()))
        m_changes->copy();
    else if (form == CopyForm::Cells && isShowingGraph())
        QGuiApplication::clipboard()->setText(shownTable());
    else if (form == CopyForm::Json && !selectedItem().empty())
        QGuiApplication::clipboard()->setText(QString::fromStdString(selectedItem()) + u'\n');
}

// What is in the picture, a line each, then the relations.
QString GraphPage::shownTable() const
{
    const auto& picture = *m_graphing.picture();
    const config::TemporalGraph& graph = *picture.graph;
    QString text = QStringList{tr("Name"),    tr("Type"),   tr("Id"),   tr("ARN"),
                               tr("Account"), tr("Region"), tr("State")}
                       .join(u'\t')
        + u'\n';
    for (const config::ShownNode& shown : picture.shown().nodes) {
        const config::GraphNode& node = graph.node(shown.node);
        text += QStringList{graph::titleOf(graph, shown.node),
                            graph::shown(node.type),
                            graph::shown(node.id),
                            graph::shown(node.arn),
                            graph::shown(node.accountId),
                            graph::shown(node.region),
                            graph::stateSentence(shown.state)}
                    .join(u'\t')
            + u'\n';
    }
    for (const config::EdgeAt& edge : picture.shown().edges)
        text += graph::relationSentence(graph, edge.edge) + u'\t'
            + graph::relationSource(graph, edge.edge, edge.statedBy) + u'\n';
    return text;
}

std::string GraphPage::selectedItem() const
{
    const NodeNo no = m_view->selection().node;
    const auto& picture = m_graphing.picture();
    std::string json;
    if (!picture || !no.isValid() || picture->graph->node(no).isDangling())
        return json;
    const config::Resources& resources = *picture->graph->resources();
    const config::ResourceNo resource = picture->graph->node(no).resource;
    const config::State state = picture->question.atNs >= config::kEndOfExport
        ? resources.lastState(resource)
        : resources.stateAt(resource, picture->question.atNs);
    if (state.item != config::kNoItem)
        resources.store()->json(resources.items(resource)[state.item].row, json);
    return json;
}

graph::Image GraphPage::image() const
{
    const auto& picture = m_graphing.picture();
    graph::Image image{.picture = picture, .overlay = m_view->overlay(), .font = font()};
    const config::TemporalGraph& graph = *picture->graph;
    QStringList around;
    for (const NodeNo root : picture->question.roots)
        around << graph::titleAndType(graph, root);
    image.title = tr("%1: around %2")
                      .arg(visibleText(m_workspace.title()), around.join(QStringLiteral(", ")));
    const QByteArray& zone = m_investigation.zone();
    QString moment = momentWords(picture->question.atNs);
    if (picture->question.atNs >= config::kEndOfExport && graph.resources()->firstNs() > 0)
        moment = tr("%1, last recorded %2")
                     .arg(moment, momentTextWithZone(graph.resources()->lastNs(), zone));
    image.lines << tr("As of %1. Times in %2.").arg(moment, TimeText(zone).zoneName());
    image.lines << tr("Showing %1.").arg(graph::countsText(*picture));
    if (const auto& before = m_asking.comparedWith(); before && m_asking.changes())
        image.lines << tr("Since %1: %2")
                           .arg(momentWords(*before), graph::diffSummary(*m_asking.changes()));
    else if (const auto& step = m_asking.lastStep())
        image.lines << tr("Then: %1").arg(graph::stepSentence(graph, step->diff));
    if (m_asking.trail())
        image.lines << graph::trailTitle(graph, *m_asking.trail());
    return image;
}

void GraphPage::save(const QString& ending)
{
    if (!isShowingGraph() || m_jobs.isRunning(kSlot))
        return;
    const QString kind = ending == QStringLiteral("svg") ? tr("Drawing (*.svg)")
        : ending == QStringLiteral("dot")                ? tr("Graphviz (*.dot)")
                                                         : tr("Picture (*.png)");
    dialogs::saveFile(
        this, tr("Save the Graph"), QStringLiteral("graph.") + ending, {kind},
        [this, image = image()](const QString& path) {
            m_jobs.start(
                kSlot, this,
                [image, path](const JobContext&) { return graph::saveImage(image, path); },
                [this, path](Result<void> written) {
                    if (written.ok()) {
                        dialogs::rememberSaved(path);
                        say(tr("Saved to %1").arg(visibleText(QDir::toNativeSeparators(path))));
                    } else if (written.error().kind != Error::Kind::Cancelled) {
                        dialogs::tell(this, tr("The graph was not saved"),
                                      tr("%1 could not be written.").arg(path),
                                      QString::fromStdString(written.error().detail));
                    }
                });
        });
}

} // namespace trailloupe::ui
