#include "ui/graph/graphfinder.h"

#include "ui/graph/graphwords.h"
#include "ui/words/numbertext.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>

namespace trailloupe::ui {

using config::NodeNo;
using workspace::GraphAsking;

namespace {

constexpr int kLinesShown = 12;

} // namespace

GraphFoundModel::GraphFoundModel(workspace::Graphing& graphing, QObject* parent)
    : QAbstractListModel(parent)
    , m_graphing(graphing)
{ }

void GraphFoundModel::setFound(const std::optional<workspace::GraphFound>& found)
{
    beginResetModel();
    m_nodes.clear();
    m_lines.clear();
    if (found && m_graphing.graph()) {
        const config::TemporalGraph& graph = *m_graphing.graph();
        for (const NodeNo no : found->nodes) {
            const config::GraphNode& node = graph.node(no);
            QStringList parts{graph::titleOf(graph, no), graph::typeOf(graph, no)};
            if (node.id != config::nodeTitle(node))
                parts << graph::shown(node.id);
            if (!node.region.empty())
                parts << graph::shown(node.region);
            if (m_graphing.picture() && m_graphing.picture()->isShown(no))
                parts << tr("in the picture");
            m_nodes.push_back(no);
            m_lines << parts.join(QStringLiteral("  ·  "));
        }
        if (found->count == 0)
            m_lines << tr("Nothing fits");
        else if (found->count > found->nodes.size())
            m_lines << tr("%1 of %2: type more")
                           .arg(countText(found->nodes.size()), countText(found->count));
    }
    endResetModel();
}

NodeNo GraphFoundModel::nodeAt(int row) const
{
    const auto i = static_cast<std::size_t>(row);
    return row >= 0 && i < m_nodes.size() ? m_nodes[i] : NodeNo();
}

int GraphFoundModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

Qt::ItemFlags GraphFoundModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return nodeAt(index.row()).isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                         : Qt::NoItemFlags;
}

QVariant GraphFoundModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::DisplayRole || role == Qt::EditRole)
        return m_lines[index.row()];
    return {};
}

GraphFinder::GraphFinder(workspace::Graphing& graphing, GraphAsking& asking, QWidget* parent)
    : QLineEdit(parent)
    , m_asking(asking)
    , m_model(new GraphFoundModel(graphing, this))
    , m_completer(new QCompleter(m_model, this))
{
    setPlaceholderText(tr("Find: type, id, name, ARN"));
    setAccessibleName(tr("Find a resource"));
    setClearButtonEnabled(true);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(kLinesShown);
    m_completer->setWidget(this); // and not setCompleter(), which would type for the person
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
            [this](const QModelIndex& index) { take(m_model->nodeAt(index.row())); });
    connect(this, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_takesFirst = false;
        m_asking.find(text.trimmed().toStdString());
    });
    connect(&asking, &GraphAsking::foundChanged, this, &GraphFinder::showFound);
}

void GraphFinder::showFound()
{
    m_model->setFound(m_asking.found());
    if (!m_asking.found()) {
        m_completer->popup()->hide();
        return;
    }
    if (std::exchange(m_takesFirst, false))
        return takeFirst();
    if (!hasFocus())
        return;
    // As wide as its lines, which are longer than what is typed.
    QRect at = rect();
    const int wide = m_completer->popup()->sizeHintForColumn(0) + 2 * fontMetrics().height();
    at.setWidth(std::clamp(wide, width(), std::max(width(), window()->width() / 2)));
    m_completer->complete(at);
}

void GraphFinder::takeFirst()
{
    if (const NodeNo no = m_model->nodeAt(0); no.isValid())
        take(no);
}

void GraphFinder::take(NodeNo no)
{
    if (!no.isValid())
        return;
    m_completer->popup()->hide();
    Q_EMIT nodeRequested(no);
}

void GraphFinder::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const QModelIndex at = m_completer->popup()->currentIndex();
            m_completer->popup()->isVisible() && at.isValid())
            return take(m_model->nodeAt(at.row()));
        // What was typed last may still be looked for.
        if (m_asking.found() && m_asking.found()->text == text().trimmed().toStdString())
            takeFirst();
        else
            m_takesFirst = !text().trimmed().isEmpty();
        return;
    case Qt::Key_Down:
        if (m_model->rowCount() > 0)
            m_completer->complete();
        return;
    case Qt::Key_Escape:
        if (!text().isEmpty()) {
            clear();
            m_asking.find({});
            return;
        }
        break;
    default:
        break;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace trailloupe::ui
