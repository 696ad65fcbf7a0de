#include "ui/detail/fieldsview.h"

#include "model/base/jsonindent.h"
#include "model/items/fieldtreemodel.h"
#include "model/workspace/investigation.h"
#include "model/workspace/resourcelinks.h"
#include "ui/common/fielddelegate.h"
#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"
#include "ui/common/searchline.h"
#include "ui/common/textpane.h"
#include "ui/common/viewstate.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/summarywords.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QSplitter>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

namespace trailloupe::ui {
namespace {

using items::FieldTreeModel;

constexpr qsizetype kLongestId = 2048; // of a resource, an ARN too

// Whether the value is the id or the ARN of something that AWS Config recorded.
bool isResource(const QModelIndex& index, const workspace::Investigation& investigation)
{
    const auto& all = investigation.resources();
    if (!all || all->size() == 0
        || static_cast<JsonDocument::Kind>(index.data(FieldTreeModel::KindRole).toInt())
            != JsonDocument::Kind::String)
        return false;
    const QString text = index.data(FieldTreeModel::RawRole).toString();
    return text.size() <= kLongestId
        && !workspace::resourcesIdentified(*all, text.toStdString()).empty();
}

void copyText(const QString& text)
{
    QGuiApplication::clipboard()->setText(text);
}

constexpr int kLeastHeight = 56; // two lines; more would keep the window from being low
// Levels that open by themselves; deeper ones of a small event too.
constexpr int kOpenDepth = 1;
constexpr std::uint32_t kSmallTree = 200; // nodes

} // namespace

FieldsView::FieldsView(workspace::Investigation& investigation, workspace::JobRunner& jobs,
                       QWidget* parent)
    : QWidget(parent)
    , m_investigation(investigation)
    , m_model(new FieldTreeModel(this))
    , m_tree(new QTreeView(this))
    , m_search(new SearchLine(tr("Search fields and values"), this))
    , m_notice(new QLabel(this))
    , m_path(new QLabel(this))
    , m_raw(new QToolButton(this))
    , m_column(new QToolButton(this))
    , m_value(new TextPane(jobs, QStringLiteral("detail.value"), this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    m_model->setColumnTitles({tr("Field"), tr("Type"), tr("Value")});
    m_notice->setTextFormat(Qt::PlainText);
    m_notice->setWordWrap(true);
    m_notice->setContentsMargins(8, 0, 8, 6);
    m_notice->hide();

    m_tree->setModel(m_model);
    auto* delegate = new FieldDelegate(m_tree);
    delegate->setLinks(
        [&investigation](const QModelIndex& value) { return isResource(value, investigation); });
    m_tree->setItemDelegate(delegate);
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(false);
    m_tree->setIndentation(14);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setAccessibleName(tr("Fields of the event"));
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->resizeSection(0, 190);
    m_tree->header()->resizeSection(1, 64);
    viewstate::keepHeader(m_tree->header(), QStringLiteral("detail/fields"));
    connect(m_tree, &QTreeView::activated, this, &FieldsView::openResource);

    m_path->setTextFormat(Qt::PlainText);
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_path->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_raw->setText(tr("Raw"));
    m_raw->setCheckable(true);
    m_raw->setToolTip(tr("Show the value as it stands in the event"));
    m_column->setText(tr("Show as column"));
    m_column->setIcon(icon(QStringLiteral("columns")));
    m_column->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_value->setSearchVisible(false);

    auto* valueBar = new QHBoxLayout;
    valueBar->setContentsMargins(8, 4, 8, 4);
    valueBar->addWidget(m_path, 1);
    valueBar->addWidget(m_raw);
    valueBar->addWidget(m_column);
    auto* below = new QWidget(m_splitter);
    auto* belowLayout = new QVBoxLayout(below);
    belowLayout->setContentsMargins(0, 0, 0, 0);
    belowLayout->setSpacing(0);
    belowLayout->addLayout(valueBar);
    belowLayout->addWidget(m_value, 1);
    m_splitter->addWidget(m_tree);
    m_splitter->addWidget(below);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    for (QWidget* part : {static_cast<QWidget*>(m_tree), static_cast<QWidget*>(m_value)})
        part->setMinimumHeight(kLeastHeight);
    viewstate::keepSplitter(m_splitter, QStringLiteral("detail/fieldsSplitter"));

    auto* searchBar = new QHBoxLayout;
    searchBar->setContentsMargins(8, 6, 8, 6);
    searchBar->addWidget(m_search);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(searchBar);
    layout->addWidget(m_notice);
    layout->addWidget(m_splitter, 1);
    makeActions();
    showValue();
}

void FieldsView::makeActions()
{
    connect(m_search, &SearchLine::textChanged, this, [this] {
        if (!m_search->text().isEmpty() && m_model->tree()) {
            m_tree->setCurrentIndex({});
            find(true);
        }
    });
    connect(m_search, &SearchLine::nextRequested, this, [this] { find(true); });
    connect(m_search, &SearchLine::previousRequested, this, [this] { find(false); });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &FieldsView::showValue);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &FieldsView::openMenu);
    connect(m_raw, &QToolButton::toggled, this, &FieldsView::showValue);
    connect(m_column, &QToolButton::clicked, this, &FieldsView::showAsColumn);

    const auto act = [this](const QString& text, const QKeySequence& key, auto slot) {
        auto* action = new QAction(text, m_tree);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, slot);
        m_tree->addAction(action);
    };
    act(tr("Copy value"), QKeySequence::Copy, &FieldsView::copyValue);
    act(tr("Copy path"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), &FieldsView::copyPath);
    act(tr("Copy as JSON"), {}, &FieldsView::copyJson);
    act(tr("Show as column"), {}, &FieldsView::showAsColumn);
}

void FieldsView::setDetail(std::shared_ptr<const query::EventDetail> detail,
                           std::shared_ptr<const store::EventStore> events, const TimeText& time)
{
    // Keep the field that is looked at while going from event to event.
    const QString path = m_tree->currentIndex().data(FieldTreeModel::ExactPathRole).toString();
    m_detail = std::move(detail);
    m_events = std::move(events);
    m_time = time;
    m_model->setTree(m_detail->fields);
    if (m_model->tree()->nodeCount() <= kSmallTree)
        m_tree->expandAll();
    else
        m_tree->expandToDepth(kOpenDepth - 1);
    QStringList leftOut;
    for (const std::string& name : m_detail->leftOut)
        leftOut.append(visible(name));
    m_notice->setVisible(!leftOut.isEmpty());
    m_notice->setText(tr("This event is %1 long. Not in this tree, because too long: %2. The JSON "
                         "has all of it.")
                          .arg(sizeText(m_detail->json->size()), leftOut.join(tr(", "))));
    if (!path.isEmpty()) {
        const query::FieldTree& tree = *m_model->tree();
        const std::uint32_t searched = std::min(tree.nodeCount(), kSmallTree);
        for (std::uint32_t i = 1; i < searched; ++i) {
            if (QString::fromStdString(tree.exactPath(i)) == path) {
                select(m_model->indexOf(i));
                break;
            }
        }
    }
    showValue();
}

void FieldsView::clearDetail()
{
    m_detail.reset();
    m_events.reset();
    m_model->setTree(nullptr);
    m_notice->hide();
    showValue();
}

void FieldsView::find(bool forward)
{
    if (!m_model->tree())
        return;
    const std::string needle = m_search->text().toStdString();
    const std::uint32_t found =
        m_model->tree()->find(needle, m_model->nodeOf(m_tree->currentIndex()), forward);
    if (found != query::FieldTree::kNone && found != 0)
        select(m_model->indexOf(found));
}

void FieldsView::select(const QModelIndex& index)
{
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

void FieldsView::showValue()
{
    const QModelIndex index = m_tree->currentIndex();
    m_column->setEnabled(index.isValid());
    if (!index.isValid() || !m_model->tree()) {
        m_path->setText(tr("Select a field to see its whole value."));
        m_raw->setVisible(false);
        m_value->clear();
        return;
    }
    const query::FieldTree& tree = *m_model->tree();
    const std::uint32_t node = m_model->nodeOf(index);
    const auto& field = tree.node(node);
    const bool isText = field.kind == JsonDocument::Kind::String;
    const bool isNumber = field.kind == JsonDocument::Kind::Number;
    std::string raw = isText ? field.text : std::string(tree.json(node));
    std::optional<query::DecodedValue> decoded;
    if (isText || isNumber)
        decoded = query::decodeValue(field.key, raw, isNumber);
    QString title = visible(tree.exactPath(node));
    m_raw->setVisible(decoded.has_value());
    if (decoded && !m_raw->isChecked()) {
        title += QStringLiteral("  \u00B7  ") + tr("decoded: %1").arg(wrappingWords(decoded->how));
        raw = decoded->seconds ? m_time.dateTimeWithZone(*decoded->seconds).toStdString()
                               : decoded->text;
    }
    m_path->setText(title);
    m_path->setToolTip(toolTipText(title));
    const bool isContainer =
        field.kind == JsonDocument::Kind::Object || field.kind == JsonDocument::Kind::Array;
    if (isContainer)
        raw = indentJson(raw);
    const bool isJson = isContainer || (decoded && !m_raw->isChecked() && decoded->isJson());
    m_value->setText(std::make_shared<const std::string>(std::move(raw)),
                     isJson ? Highlight::IndentedJson : Highlight::None);
}

void FieldsView::copyValue()
{
    if (m_tree->currentIndex().isValid())
        copyText(m_tree->currentIndex().data(FieldTreeModel::RawRole).toString());
}

void FieldsView::copyPath()
{
    if (m_tree->currentIndex().isValid())
        copyText(m_tree->currentIndex().data(FieldTreeModel::PathRole).toString());
}

void FieldsView::copyJson()
{
    if (m_tree->currentIndex().isValid())
        copyText(m_tree->currentIndex().data(FieldTreeModel::JsonRole).toString());
}

void FieldsView::showAsColumn()
{
    const QModelIndex index = m_tree->currentIndex();
    if (!index.isValid())
        return;
    const std::string path = index.data(FieldTreeModel::PathRole).toString().toStdString();
    m_investigation.addColumn(query::Column::pathColumn(path));
}

// Objects, arrays and null are no values.
std::optional<workspace::PivotValue> FieldsView::pivotValue() const
{
    const QModelIndex index = m_tree->currentIndex();
    using Kind = JsonDocument::Kind;
    const auto kind = static_cast<Kind>(index.data(FieldTreeModel::KindRole).toInt());
    if (kind == Kind::Object || kind == Kind::Array || kind == Kind::Null)
        return std::nullopt;
    const auto steps =
        store::PathTable::parse(index.data(FieldTreeModel::PathRole).toString().toStdString());
    if (!steps)
        return std::nullopt;
    return workspace::PivotValue{workspace::fieldOf(*steps),
                                 index.data(FieldTreeModel::RawRole).toString().toStdString()};
}

// As it was right after the event.
void FieldsView::openResource(const QModelIndex& index)
{
    const auto& all = m_investigation.resources();
    if (!m_events || !m_detail || !isResource(index, m_investigation))
        return;
    const auto found = workspace::resourcesNamed(
        *all, m_events, m_detail->row,
        {.type = {}, .name = index.data(FieldTreeModel::RawRole).toString().toStdString()});
    if (!found.empty())
        workspace::showResource(
            m_investigation, found.front(),
            workspace::momentAfter(*all, found.front(), *m_events, m_detail->row));
}

void FieldsView::openMenu(const QPoint& at)
{
    if (!m_tree->currentIndex().isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const auto value = pivotValue()) {
        addPivotActions(menu, m_investigation, {*value});
        menu->addSeparator();
    }
    if (m_detail && m_events) {
        addFollowActions(menu, m_investigation, m_events, m_detail->row);
        menu->addSeparator();
    }
    menu->addActions(m_tree->actions());
    menu->popup(m_tree->viewport()->mapToGlobal(at));
}

} // namespace trailloupe::ui
