#include "ui/resources/itemdetailsview.h"

#include "model/base/jsonindent.h"
#include "model/base/timestamp.h"
#include "model/query/decodedvalue.h"
#include "model/workspace/resourcelinks.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/fielddelegate.h"
#include "ui/common/icons.h"
#include "ui/common/momenttext.h"
#include "ui/common/searchline.h"
#include "ui/common/textpane.h"
#include "ui/common/theme.h"
#include "ui/common/viewstate.h"
#include "ui/resources/timelinewords.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/summarywords.h"

#include <QAction>
#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {
namespace {

using items::FieldTreeModel;
using query::FieldTree;
using Kind = JsonDocument::Kind;

constexpr int kLeastHeight = 46; // two lines
constexpr int kOpenDepth = 1; // levels that open by themselves; deeper ones of a small item too
constexpr std::uint32_t kSmallTree = 200; // nodes
constexpr std::size_t kLongestName = 2048; // bytes; what is longer names no resource

void copyText(const QString& text)
{
    QGuiApplication::clipboard()->setText(text);
}

// Values that lead to a resource look like it.
class LinkedFieldDelegate : public FieldDelegate
{
public:
    explicit LinkedFieldDelegate(ItemDetailsView& view)
        : FieldDelegate(&view)
        , m_view(view)
    { }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        FieldDelegate::initStyleOption(option, index);
        if (m_view.linksAt(index).empty())
            return;
        option->palette.setColor(QPalette::Text, themeColors(option->palette).accent);
        option->font.setUnderline(true);
    }

private:
    ItemDetailsView& m_view;
};

} // namespace

ItemDetailsView::ItemDetailsView(workspace::ConfigTimeline& timeline,
                                 workspace::Investigation& investigation,
                                 workspace::JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_timeline(timeline)
    , m_investigation(investigation)
    , m_notice(new QLabel(this))
    , m_search(new SearchLine(tr("Search fields and values"), this))
    , m_model(new FieldTreeModel(this))
    , m_tree(new QTreeView(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_below(new QWidget(m_splitter))
    , m_path(new QLabel(m_below))
    , m_value(new TextPane(jobs, QStringLiteral("resource.value"), m_below))
{
    auto* facts = new QGridLayout;
    facts->setContentsMargins(12, 8, 12, 2);
    makeFacts(facts);
    m_notice->setTextFormat(Qt::PlainText);
    m_notice->setWordWrap(true);
    m_notice->setContentsMargins(12, 2, 12, 4);
    makeQuiet(m_notice);
    m_notice->hide();
    makeTree();
    m_path->setTextFormat(Qt::PlainText);
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_path->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_path->setContentsMargins(8, 4, 8, 4);
    m_value->setSearchVisible(false);
    m_value->setMinimumHeight(kLeastHeight);
    auto* below = new QVBoxLayout(m_below);
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(0);
    below->addWidget(m_path);
    below->addWidget(m_value, 1);
    m_splitter->addWidget(m_tree);
    m_splitter->addWidget(m_below);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    viewstate::keepSplitter(m_splitter, QStringLiteral("resource/details"));
    auto* search = new QHBoxLayout;
    search->setContentsMargins(8, 6, 8, 6);
    search->addWidget(m_search);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(facts);
    layout->addLayout(search);
    layout->addWidget(m_notice);
    layout->addWidget(m_splitter, 1);
    setFocusProxy(m_tree);
    using workspace::ConfigTimeline;
    connect(&timeline, &ConfigTimeline::detailChanged, this, &ItemDetailsView::fill);
    connect(&investigation, &workspace::Investigation::zoneChanged, this,
            &ItemDetailsView::fillFacts);
    fill();
}

// Two beside each other.
void ItemDetailsView::makeFacts(QGridLayout* layout)
{
    const QString names[kFacts] = {tr("Status"), tr("Captured"), tr("Created"), tr("Tags")};
    layout->setHorizontalSpacing(10);
    layout->setVerticalSpacing(3);
    for (std::size_t i = 0; i < kFacts; ++i) {
        m_labels[i] = new QLabel(names[i], this);
        makeQuiet(m_labels[i]);
        m_facts[i] = new ElidedLabel(this);
        m_facts[i]->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        m_facts[i]->setAccessibleName(names[i]);
        auto* copyFact = new QAction(tr("Copy"), m_facts[i]);
        connect(copyFact, &QAction::triggered, this,
                [label = m_facts[i]] { copyText(label->text()); });
        m_facts[i]->addAction(copyFact);
        m_facts[i]->setContextMenuPolicy(Qt::ActionsContextMenu);
        const int row = static_cast<int>(i) / 2;
        const int column = static_cast<int>(i) % 2 * 2;
        layout->addWidget(m_labels[i], row, column);
        layout->addWidget(m_facts[i], row, column + 1);
        layout->setColumnStretch(column + 1, 1);
    }
}

void ItemDetailsView::makeTree()
{
    m_model->setColumnTitles({tr("Field"), tr("Type"), tr("Value")});
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new LinkedFieldDelegate(*this));
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(14);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setMinimumHeight(kLeastHeight);
    m_tree->setMouseTracking(true);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setAccessibleName(tr("Fields of the configuration item"));
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->resizeSection(0, 200);
    m_tree->header()->resizeSection(1, 64);
    viewstate::keepHeader(m_tree->header(), QStringLiteral("resource/fields"));
    connect(m_search, &SearchLine::textChanged, this, [this] {
        if (!m_search->text().isEmpty() && m_model->tree()) {
            m_tree->setCurrentIndex({});
            find(true);
        }
    });
    connect(m_search, &SearchLine::nextRequested, this, [this] { find(true); });
    connect(m_search, &SearchLine::previousRequested, this, [this] { find(false); });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ItemDetailsView::showValue);
    connect(m_tree, &QTreeView::activated, this, &ItemDetailsView::open);
    connect(m_tree, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        if (QGuiApplication::keyboardModifiers() == Qt::NoModifier)
            open(index);
    });
    connect(m_tree, &QTreeView::entered, this, [this](const QModelIndex& index) {
        m_tree->viewport()->setCursor(linksAt(index).empty() ? Qt::ArrowCursor
                                                             : Qt::PointingHandCursor);
    });
    connect(m_tree, &QWidget::customContextMenuRequested, this, &ItemDetailsView::showMenu);
    const auto act = [this](const QString& text, const QKeySequence& key, int role) {
        auto* action = new QAction(text, m_tree);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, [this, role] {
            if (m_tree->currentIndex().isValid())
                copyText(m_tree->currentIndex().data(role).toString());
        });
        m_tree->addAction(action);
    };
    act(tr("Copy value"), QKeySequence::Copy, FieldTreeModel::RawRole);
    act(tr("Copy path"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), FieldTreeModel::PathRole);
    act(tr("Copy as JSON"), {}, FieldTreeModel::JsonRole);
}

void ItemDetailsView::fill()
{
    const auto& detail = m_timeline.detail();
    if (!detail) {
        m_model->setTree(nullptr);
        m_notice->setVisible(m_timeline.detailError().has_value());
        m_notice->setText(tr("This state cannot be shown as fields: it is no JSON object."));
        fillFacts();
        showValue();
        return;
    }
    if (m_timeline.isLoading())
        return;
    // Keep the field that is looked at while going from state to state.
    const QString path = m_tree->currentIndex().data(FieldTreeModel::ExactPathRole).toString();
    m_model->setTree(detail->fields);
    openFields();
    QStringList leftOut;
    for (const std::string& name : detail->leftOut)
        leftOut.append(visible(name));
    m_notice->setVisible(!leftOut.isEmpty());
    m_notice->setText(tr("This state is %1 long. Not in this tree, because too long: %2. Raw has "
                         "all of it.")
                          .arg(sizeText(detail->json->size()), leftOut.join(tr(", "))));
    const FieldTree& tree = *detail->fields;
    for (std::uint32_t i = 1; !path.isEmpty() && i < std::min(tree.nodeCount(), 10 * kSmallTree);
         ++i) {
        if (QString::fromStdString(tree.exactPath(i)) == path) {
            select(m_model->indexOf(i));
            break;
        }
    }
    fillFacts();
    showValue();
}

// What the resource is comes first; what it is related to has a list of its own.
void ItemDetailsView::openFields()
{
    const FieldTree& tree = *m_model->tree();
    if (tree.nodeCount() <= kSmallTree)
        m_tree->expandAll();
    else
        m_tree->expandToDepth(kOpenDepth - 1);
    const auto memberIndex = [&](std::string_view key) {
        const std::uint32_t member = tree.document().member(0, key);
        return member == FieldTree::kNone ? QModelIndex() : m_model->indexOf(member);
    };
    m_tree->collapse(memberIndex("relationships"));
    if (const QModelIndex configuration = memberIndex("configuration"); configuration.isValid())
        m_tree->scrollTo(configuration, QAbstractItemView::PositionAtTop);
}

std::string_view ItemDetailsView::memberText(std::string_view key) const
{
    const FieldTree& tree = *m_timeline.detail()->fields;
    const std::uint32_t member = tree.document().member(0, key);
    if (member == FieldTree::kNone || tree.node(member).kind == Kind::Null)
        return {};
    return tree.node(member).text;
}

QString ItemDetailsView::tagsText() const
{
    const FieldTree& tree = *m_timeline.detail()->fields;
    const std::uint32_t tags = tree.document().member(0, "tags");
    if (tags == FieldTree::kNone || tree.node(tags).kind != Kind::Object)
        return {};
    QStringList texts;
    for (std::uint32_t i = 0; i < tree.childCount(tags); ++i) {
        const auto& tag = tree.node(tree.child(tags, i));
        texts.append(visible(tag.key) + u'=' + visible(tag.text));
    }
    return texts.join(QStringLiteral("  "));
}

void ItemDetailsView::setFact(Fact fact, const QString& text)
{
    m_facts[fact]->setText(text);
    m_facts[fact]->setVisible(!text.isEmpty());
    m_labels[fact]->setVisible(!text.isEmpty());
}

void ItemDetailsView::fillFacts()
{
    const auto& detail = m_timeline.detail();
    if (!detail) {
        for (const Fact fact : {Status, Captured, Created, Tags})
            setFact(fact, {});
        return;
    }
    const QByteArray& zone = m_investigation.zone();
    const auto item = m_timeline.resources()->items(detail->resource)[detail->item];
    const auto moment = [&](std::string_view key) {
        const std::string_view text = memberText(key);
        const auto time = parseTimestamp(text);
        return time ? momentTextWithZone(time->ns(), zone) : visible(std::string(text));
    };
    const QString status = statusText(item.status);
    setFact(Status,
            status.isEmpty() ? visible(std::string(memberText("configurationItemStatus")))
                             : status);
    QString captured = item.capturedNs == config::kNoTime
        ? tr("no capture time")
        : momentTextWithZone(item.capturedNs, zone);
    const QString delivered = moment("configurationItemDeliveryTime");
    if (!delivered.isEmpty())
        captured = tr("%1, delivered %2").arg(captured, delivered);
    setFact(Captured, captured);
    setFact(Created, moment("resourceCreationTime"));
    setFact(Tags, tagsText());
}

QString ItemDetailsView::factsText() const
{
    QString text;
    for (std::size_t i = 0; i < kFacts; ++i) {
        if (!m_facts[i]->text().isEmpty())
            text += m_labels[i]->text() + QStringLiteral(": ") + m_facts[i]->text() + u'\n';
    }
    return text;
}

void ItemDetailsView::find(bool forward)
{
    if (!m_model->tree())
        return;
    const std::uint32_t found = m_model->tree()->find(
        m_search->text().toStdString(), m_model->nodeOf(m_tree->currentIndex()), forward);
    if (found != FieldTree::kNone && found != 0)
        select(m_model->indexOf(found));
}

void ItemDetailsView::select(const QModelIndex& index)
{
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

// The whole of a value, decoded where AWS wraps it; hidden while nothing is chosen.
void ItemDetailsView::showValue()
{
    const QModelIndex index = m_tree->currentIndex();
    m_below->setVisible(index.isValid() && m_model->tree() != nullptr);
    if (m_below->isHidden()) {
        m_value->clear();
        return;
    }
    const FieldTree& tree = *m_model->tree();
    const std::uint32_t node = m_model->nodeOf(index);
    const auto& field = tree.node(node);
    const bool isContainer = field.kind == Kind::Object || field.kind == Kind::Array;
    std::string text = field.kind == Kind::String ? field.text : std::string(tree.json(node));
    QString title = visible(tree.exactPath(node));
    bool isJson = isContainer;
    if (isContainer) {
        text = indentJson(text);
    } else if (auto decoded = query::decodeValue(field.key, text, field.kind == Kind::Number)) {
        title += QStringLiteral("  \u00B7  ") + tr("decoded: %1").arg(wrappingWords(decoded->how));
        isJson = decoded->isJson();
        text = decoded->seconds
            ? momentTextWithZone(*decoded->seconds * 1'000'000'000, m_investigation.zone())
                  .toStdString()
            : decoded->text;
    }
    m_path->setText(title);
    m_path->setToolTip(toolTipText(title));
    m_value->setText(std::make_shared<const std::string>(std::move(text)),
                     isJson ? Highlight::IndentedJson : Highlight::None);
}

std::vector<config::ResourceNo> ItemDetailsView::linksAt(const QModelIndex& index) const
{
    std::vector<config::ResourceNo> found;
    if (index.column() != static_cast<int>(FieldTreeModel::Column::Value) || !m_model->tree()
        || !m_timeline.resources())
        return found;
    const auto& node = m_model->tree()->node(m_model->nodeOf(index));
    if (node.kind != Kind::String || node.text.size() > kLongestName)
        return found;
    found = workspace::resourcesIdentified(*m_timeline.resources(), node.text);
    const auto& detail = m_timeline.detail();
    std::erase_if(found, [&](config::ResourceNo no) { return detail && no == detail->resource; });
    return found;
}

// Of several resources with that id, those of the same account and Region; more than one are
// offered.
void ItemDetailsView::open(const QModelIndex& index)
{
    std::vector<config::ResourceNo> links = linksAt(index);
    if (links.empty())
        return;
    const config::Resources& resources = *m_timeline.resources();
    const config::Resource& own = resources.resource(m_timeline.detail()->resource);
    const auto isHere = [&](config::ResourceNo no) {
        return resources.resource(no).accountId == own.accountId
            && resources.resource(no).region == own.region;
    };
    if (std::ranges::any_of(links, isHere))
        std::erase_if(links, std::not_fn(isHere));
    if (links.size() == 1) {
        workspace::showResource(m_investigation, links.front(), m_investigation.moment());
        return;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const config::ResourceNo no : links) {
        const config::Resource& resource = resources.resource(no);
        menu->addAction(visible(std::string(resource.type) + ' ' + std::string(resource.accountId)
                                + ' ' + std::string(resource.region)),
                        this, [this, no] {
                            workspace::showResource(m_investigation, no, m_investigation.moment());
                        });
    }
    menu->popup(m_tree->viewport()->mapToGlobal(m_tree->visualRect(index).bottomLeft()));
}

void ItemDetailsView::showMenu(const QPoint& at)
{
    const QModelIndex index = m_tree->currentIndex();
    if (!index.isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QModelIndex value =
        index.siblingAtColumn(static_cast<int>(FieldTreeModel::Column::Value));
    if (!linksAt(value).empty()) {
        menu->addAction(icon(QStringLiteral("forward")), tr("Go to this resource as of then"), this,
                        [this, value] { open(value); });
        menu->addSeparator();
    }
    menu->addActions(m_tree->actions());
    menu->popup(m_tree->viewport()->mapToGlobal(at));
}

} // namespace trailloupe::ui
