#include "ui/graph/graphchanges.h"

#include "ui/common/elidedlabel.h"
#include "ui/common/icons.h"
#include "ui/common/momenttext.h"
#include "ui/common/theme.h"
#include "ui/graph/graphpainter.h"
#include "ui/graph/graphwords.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace trailloupe::ui {

using config::EdgeNo;
using config::NodeNo;
using workspace::GraphAsking;
using workspace::Graphing;

namespace {

// The sign in its colour, and the word.
class MarkDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto kind =
            static_cast<graph::ChangeKind>(index.data(GraphChangesModel::KindRole).toInt());
        option->palette.setColor(QPalette::Text,
                                 graph::changeColor(kind, themeColors(option->palette)));
        option->text = graph::changeMark(kind) + u' ' + option->text;
    }
};

} // namespace

void GraphChangesModel::setDiff(const workspace::GraphPtr& graph, Diff diff,
                                const workspace::GraphPicturePtr& picture, bool onlyShown)
{
    beginResetModel();
    m_graph = graph;
    m_diff = std::move(diff);
    m_rows.clear();
    const auto add = [&](bool isEdge, std::size_t index, bool isShown) {
        if (isShown || !onlyShown)
            m_rows.push_back({isEdge, static_cast<std::uint32_t>(index), isShown});
    };
    for (std::size_t i = 0; m_diff && i < m_diff->nodes.size(); ++i)
        add(false, i, picture && picture->isShown(m_graph->nodeOf(m_diff->nodes[i].resource)));
    for (std::size_t i = 0; m_diff && i < m_diff->edges.size(); ++i) {
        const config::GraphEdge& edge = m_graph->edge(m_diff->edges[i].edge);
        add(true, i, picture && picture->isShown(edge.from) && picture->isShown(edge.to));
    }
    // What is in the picture first.
    std::ranges::stable_sort(m_rows, {},
                             [](const Row& row) { return std::pair(row.isEdge, !row.isShown); });
    endResetModel();
}

NodeNo GraphChangesModel::nodeAt(int row) const
{
    const Row& r = at(row);
    return r.isEdge ? m_graph->edge(m_diff->edges[r.index].edge).from
                    : m_graph->nodeOf(m_diff->nodes[r.index].resource);
}

EdgeNo GraphChangesModel::edgeAt(int row) const
{
    const Row& r = at(row);
    return r.isEdge ? m_diff->edges[r.index].edge : EdgeNo();
}

int GraphChangesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int GraphChangesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString GraphChangesModel::text(const Row& row, int column) const
{
    const auto kind = row.isEdge ? graph::changeKindOf(m_diff->edges[row.index])
                                 : graph::changeKindOf(m_diff->nodes[row.index]);
    const NodeNo no = row.isEdge ? m_graph->edge(m_diff->edges[row.index].edge).from
                                 : m_graph->nodeOf(m_diff->nodes[row.index].resource);
    const config::GraphNode& node = m_graph->node(no);
    switch (column) {
    case MarkColumn:
        return graph::changeWord(kind);
    case WhatColumn:
        return row.isEdge ? graph::relationSentence(*m_graph, m_diff->edges[row.index].edge)
                          : graph::titleOf(*m_graph, no);
    case TypeColumn:
        return row.isEdge ? tr("relation") : graph::typeOf(*m_graph, no);
    case HowColumn:
        if (row.isEdge)
            return m_graph->edge(m_diff->edges[row.index].edge).isDerived ? tr("derived")
                                                                          : QString();
        return m_diff->nodes[row.index].changes > 0
            ? tr("%n change(s)", nullptr, static_cast<int>(m_diff->nodes[row.index].changes))
            : QString();
    case PlaceColumn:
        return QStringList{graph::shown(node.accountId), graph::shown(node.region)}.join(
            QStringLiteral(" · "));
    case ShownColumn:
        return row.isShown ? tr("yes") : QString();
    default:
        return {};
    }
}

QVariant GraphChangesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = at(index.row());
    if (role == KindRole)
        return static_cast<int>(row.isEdge ? graph::changeKindOf(m_diff->edges[row.index])
                                           : graph::changeKindOf(m_diff->nodes[row.index]));
    if (role == Qt::DisplayRole)
        return text(row, index.column());
    if (role == Qt::ToolTipRole)
        return toolTipText(text(row, index.column()));
    return {};
}

QVariant GraphChangesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case MarkColumn:
        return tr("Change");
    case WhatColumn:
        return tr("Resource or relation");
    case TypeColumn:
        return tr("Type");
    case HowColumn:
        return tr("How much");
    case PlaceColumn:
        return tr("Account and Region");
    default:
        return tr("In the picture");
    }
}

GraphChanges::GraphChanges(Graphing& graphing, GraphAsking& asking,
                           workspace::Investigation& investigation, QWidget* parent)
    : QWidget(parent)
    , m_graphing(graphing)
    , m_asking(asking)
    , m_investigation(investigation)
    , m_model(new GraphChangesModel(this))
    , m_summary(new ElidedLabel(this))
    , m_onlyShown(new QCheckBox(tr("Only what is in the picture"), this))
    , m_table(new QTableView(this))
{
    m_summary->setTextFormat(Qt::PlainText);
    m_table->setModel(m_model);
    m_table->setItemDelegateForColumn(GraphChangesModel::MarkColumn, new MarkDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("What changed"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(GraphChangesModel::WhatColumn,
                                                      QHeaderView::Stretch);
    auto* close = new QToolButton(this);
    close->setIcon(icon(QStringLiteral("close")));
    close->setToolTip(tr("Compare no longer"));
    close->setAccessibleName(close->toolTip());
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 4, 4, 4);
    row->addWidget(m_summary, 1);
    row->addWidget(m_onlyShown);
    row->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(row);
    layout->addWidget(m_table, 1);
    auto* copyLines = new QAction(tr("Copy"), m_table);
    copyLines->setShortcut(QKeySequence::Copy);
    copyLines->setShortcutContext(Qt::WidgetShortcut);
    connect(copyLines, &QAction::triggered, this, &GraphChanges::copy);
    m_table->addAction(copyLines);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(close, &QToolButton::clicked, this, &GraphChanges::closeRequested);
    connect(m_onlyShown, &QCheckBox::toggled, this, &GraphChanges::fill);
    connect(m_table, &QAbstractItemView::activated, this, &GraphChanges::follow);
    connect(m_table, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        if (!QGuiApplication::keyboardModifiers())
            follow(index);
    });
    connect(&asking, &GraphAsking::changesChanged, this, &GraphChanges::fill);
    connect(&graphing, &Graphing::pictureChanged, this, &GraphChanges::fill);
    connect(&graphing, &Graphing::questionChanged, this, &GraphChanges::showSummary);
    connect(&investigation, &workspace::Investigation::zoneChanged, this,
            &GraphChanges::showSummary);
    fill();
}

QString GraphChanges::summary() const
{
    return m_summary->text();
}

void GraphChanges::fill()
{
    if (!m_asking.comparedWith()) {
        m_model->setDiff(nullptr, nullptr, nullptr, false);
        return;
    }
    const auto& changes = m_asking.changes();
    // The line at hand stays it.
    const QModelIndex current = m_table->currentIndex();
    const auto kept = current.isValid()
        ? std::optional(std::pair(m_model->nodeAt(current.row()), m_model->edgeAt(current.row())))
        : std::nullopt;
    m_model->setDiff(m_graphing.graph(), changes, m_graphing.picture(), m_onlyShown->isChecked());
    for (int row = 0; kept && row < m_model->rowCount(); ++row) {
        if (std::pair(m_model->nodeAt(row), m_model->edgeAt(row)) == *kept)
            m_table->setCurrentIndex(m_model->index(row, current.column()));
    }
    showSummary();
    fitColumns();
}

QString GraphChanges::span() const
{
    const QByteArray& zone = m_investigation.zone();
    const std::int64_t toNs = m_graphing.question().atNs;
    return tr("%1 → %2").arg(momentText(*m_asking.comparedWith(), zone),
                             toNs >= config::kEndOfExport ? tr("the end of the export")
                                                          : momentText(toNs, zone));
}

void GraphChanges::showSummary()
{
    if (!m_asking.comparedWith())
        return;
    const auto& changes = m_asking.changes();
    const Progress& progress = m_asking.progress();
    QString words = m_asking.isComparing() ? tr("comparing") : tr("memory did not suffice");
    if (changes)
        words = graph::diffSummary(*changes);
    else if (!m_asking.canCompare())
        words = tr("the moment compared with is not before the one that is looked at");
    else if (m_asking.isComparing() && progress.total > 0)
        words = tr("comparing, %1").arg(shareText(progress.done, progress.total));
    m_summary->setText(tr("%1:  %2").arg(span(), words));
}

void GraphChanges::follow(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    const GraphChangesModel::Row row = m_model->at(index.row());
    if (row.isEdge && row.isShown)
        Q_EMIT edgeRequested(m_model->edgeAt(index.row()));
    else
        Q_EMIT nodeRequested(m_model->nodeAt(index.row()));
}

void GraphChanges::copy() const
{
    QString text;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_table->selectionModel()->hasSelection()
            && !m_table->selectionModel()->isRowSelected(row))
            continue;
        QStringList cells;
        for (int column = 0; column < GraphChangesModel::ColumnCount; ++column)
            cells << m_model->index(row, column).data().toString();
        text += cells.join(u'\t') + u'\n';
    }
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void GraphChanges::fitColumns()
{
    const QFontMetrics metrics(font());
    m_table->verticalHeader()->setDefaultSectionSize(metrics.height() + 8);
    // What the header asks for its title has the padding of its style.
    const auto wide = [&](int column, const QString& longest) {
        m_table->setColumnWidth(column,
                                std::max(metrics.horizontalAdvance(longest) + 24,
                                         m_table->horizontalHeader()->sectionSizeHint(column)));
    };
    wide(GraphChangesModel::MarkColumn, QStringLiteral("± came and went"));
    wide(GraphChangesModel::TypeColumn, QStringLiteral("EC2::NetworkInterface"));
    wide(GraphChangesModel::HowColumn, QStringLiteral("100 changes"));
    wide(GraphChangesModel::PlaceColumn, QStringLiteral("111122223333 · ap-northeast-1"));
    wide(GraphChangesModel::ShownColumn, QString());
}

void GraphChanges::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if ((event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) && m_table)
        fitColumns();
}

} // namespace trailloupe::ui
