#include "ui/resources/relationshipsview.h"

#include "model/workspace/resourcelinks.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/viewstate.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace trailloupe::ui {
namespace {

using config::RelatedResource;
using items::RelatedModel;
using Presence = config::State::Presence;

constexpr int kRowPadding = 6; // pixels

bool isLink(const QModelIndex& index)
{
    return index.column() == RelatedModel::NameColumn
        && index.data(RelatedModel::ResourceRole).isValid();
}

QString stateWords(const RelatedResource& related)
{
    if (!related.resource.isValid())
        return RelationshipsView::tr("not in the export");
    switch (related.presence) {
    case Presence::Live:
        return RelationshipsView::tr("live");
    case Presence::Deleted:
        return RelationshipsView::tr("deleted");
    case Presence::NotYet:
        return RelationshipsView::tr("not recorded yet");
    case Presence::NotRecorded:
        return RelationshipsView::tr("not recorded");
    case Presence::Undated:
        break;
    }
    return RelationshipsView::tr("undated");
}

// Known resources look like the links that they are; what leads nowhere does not.
class RelatedDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QSize tight = QStyledItemDelegate::sizeHint(option, index);
        return {tight.width(), std::max(tight.height(), option.fontMetrics.height() + kRowPadding)};
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const ThemeColors& colors = themeColors(option->palette);
        option->text = visibleText(option->text);
        option->textElideMode = Qt::ElideMiddle;
        if (index.data(RelatedModel::IsGroupRole).toBool()) {
            option->font.setWeight(QFont::DemiBold);
            return;
        }
        const bool isKnown = index.data(RelatedModel::ResourceRole).isValid();
        const bool isLive =
            index.data(RelatedModel::PresenceRole) == QVariant(static_cast<int>(Presence::Live));
        if (index.column() == RelatedModel::NameColumn)
            option->palette.setColor(QPalette::Text, isKnown ? colors.accent : colors.text);
        else
            option->palette.setColor(QPalette::Text,
                                     index.column() == RelatedModel::StateColumn && !isLive
                                         ? colors.warning
                                         : colors.muted);
    }
};

} // namespace

RelationshipsView::RelationshipsView(workspace::ConfigTimeline& timeline,
                                     workspace::Investigation& investigation, QWidget* parent)
    : QWidget(parent)
    , m_timeline(timeline)
    , m_investigation(investigation)
    , m_summary(new QLabel(this))
    , m_model(new RelatedModel(this))
    , m_tree(new QTreeView(this))
{
    m_model->setWords(
        {tr("Resource"), tr("Type"), tr("State")},
        [](const QString& verb, bool isByOther, int count) {
            const QString name = verb.isEmpty() ? tr("is related to") : visibleText(verb);
            return isByOther ? tr("others: \u201C%1\u201D this (%2)").arg(name).arg(count)
                             : tr("%1 (%2)").arg(name).arg(count);
        },
        stateWords);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setContentsMargins(12, 8, 12, 6);
    makeQuiet(m_summary);
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new RelatedDelegate(m_tree));
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(14);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setMinimumHeight(40); // a head and a line
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setAccessibleName(tr("Relationships of the resource"));
    QHeaderView* header = m_tree->header();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(50);
    header->resizeSection(RelatedModel::TypeColumn, 150);
    header->resizeSection(RelatedModel::StateColumn, 110);
    header->setSectionResizeMode(RelatedModel::NameColumn, QHeaderView::Stretch);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_summary);
    layout->addWidget(m_tree, 1);
    setFocusProxy(m_tree);
    auto* copyAction = new QAction(tr("Copy"), m_tree);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    connect(copyAction, &QAction::triggered, this, &RelationshipsView::copy);
    m_tree->addAction(copyAction);
    connect(m_tree, &QTreeView::activated, this,
            [this](const QModelIndex& index) { open(index, workspace::kResourcesPage); });
    connect(m_tree, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        if (isLink(index) && QGuiApplication::keyboardModifiers() == Qt::NoModifier)
            open(index, workspace::kResourcesPage);
    });
    m_tree->setMouseTracking(true);
    connect(m_tree, &QTreeView::entered, this, [this](const QModelIndex& index) {
        m_tree->viewport()->setCursor(isLink(index) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    });
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &RelationshipsView::showMenu);
    using workspace::ConfigTimeline;
    connect(&timeline, &ConfigTimeline::detailChanged, this, &RelationshipsView::fill);
    connect(&timeline, &ConfigTimeline::relatedByChanged, this, &RelationshipsView::fill);
    fill();
}

QString RelationshipsView::summaryText() const
{
    return m_summary->text();
}

// What was there stays until all of the next state is known.
void RelationshipsView::fill()
{
    const auto& detail = m_timeline.detail();
    if (!detail) {
        m_model->setRelated(nullptr, {}, {});
        m_summary->setText(m_timeline.isLoading() ? QStringLiteral("\u2026") : QString());
        return;
    }
    if (m_timeline.isLoading() || !m_timeline.relatedBy())
        return;
    const bool isKnown = !m_timeline.relatedBy()->error;
    const auto& by = m_timeline.relatedBy()->all;
    m_model->setRelated(m_timeline.resources(), detail->relatedTo, by);
    m_tree->expandAll();
    fitColumns();
    const auto to = static_cast<quint64>(detail->relatedTo.size());
    const QString lists = to == 0 ? tr("This state lists no relationships.")
        : to == 1                 ? tr("This state lists one relationship.")
                                  : tr("This state lists %1 relationships.").arg(countText(to));
    const QString others = !isKnown ? tr("Whether others name it could not be found out.")
        : by.empty()                ? tr("No other resource names it.")
        : by.size() == 1
        ? tr("One other resource names it.")
        : tr("Others name it %1 times.").arg(countText(static_cast<quint64>(by.size())));
    m_summary->setText(lists + u' ' + others);
}

// As wide as the types are, and no more than half of what there is.
void RelationshipsView::fitColumns()
{
    constexpr int kCellMargins = 16; // pixels
    constexpr int kLeast = 110;
    int widest = kLeast;
    for (int group = 0; group < m_model->rowCount(); ++group) {
        const QModelIndex parent = m_model->index(group, 0);
        for (int row = 0; row < m_model->rowCount(parent); ++row)
            widest = std::max(
                widest,
                m_tree->fontMetrics().horizontalAdvance(
                    m_model->index(row, RelatedModel::TypeColumn, parent).data().toString())
                    + kCellMargins);
    }
    m_tree->header()->resizeSection(RelatedModel::TypeColumn,
                                    std::min(widest, std::max(kLeast, width() * 2 / 5)));
}

void RelationshipsView::open(const QModelIndex& index, const QString& page)
{
    const RelatedResource* related = m_model->relatedAt(index);
    if (related && related->resource.isValid())
        workspace::showResource(m_investigation, related->resource, m_investigation.moment(), page);
}

void RelationshipsView::showMenu(const QPoint& at)
{
    const QModelIndex index = m_tree->indexAt(at);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const RelatedResource* related = m_model->relatedAt(index);
    if (related && related->resource.isValid()) {
        menu->addAction(icon(QStringLiteral("forward")), tr("Go to this resource as of then"), this,
                        [this, index] { open(index, workspace::kResourcesPage); });
        menu->addAction(tr("Show it in the graph as of then"), this,
                        [this, index] { open(index, workspace::kGraphPage); });
        menu->addSeparator();
    }
    menu->addAction(icon(QStringLiteral("copy")), tr("Copy"), this, &RelationshipsView::copy);
    menu->popup(m_tree->viewport()->mapToGlobal(at));
}

QString RelationshipsView::lineText(const QModelIndex& index) const
{
    QStringList cells;
    for (int column = 0; column < RelatedModel::kColumns; ++column)
        cells.append(visibleText(index.siblingAtColumn(column).data().toString()));
    if (const RelatedResource* related = m_model->relatedAt(index))
        cells.prepend(visibleText(QString::fromStdString(related->relationship.verb)));
    return cells.join(u'\t').trimmed();
}

void RelationshipsView::copy()
{
    QStringList lines;
    const QModelIndexList selected = m_tree->selectionModel()->selectedRows();
    for (const QModelIndex& index : selected)
        lines.append(lineText(index));
    for (int group = 0; lines.isEmpty() && group < m_model->rowCount(); ++group) {
        const QModelIndex parent = m_model->index(group, 0);
        for (int row = 0; row < m_model->rowCount(parent); ++row)
            lines.append(lineText(m_model->index(row, 0, parent)));
    }
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace trailloupe::ui
