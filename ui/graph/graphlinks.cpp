#include "ui/graph/graphlinks.h"

#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>

namespace trailloupe::ui {

namespace {

constexpr int kPaddingX = 12;
constexpr int kPaddingY = 3;
constexpr int kUsualLines = 4;
constexpr int kFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWrapAnywhere;

// Words are broken within only where they are wider than all of the line.
int flagsFor(const QString& text, const QFontMetrics& metrics, int width)
{
    for (const QString& word : text.split(u' ')) {
        if (metrics.horizontalAdvance(word) > width)
            return kFlags;
    }
    return Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;
}

QFont fontFor(const QStyleOptionViewItem& option, const QModelIndex& index)
{
    QFont font = option.font;
    if (index.data(GraphLinkModel::HeadingRole).toBool())
        font.setWeight(QFont::DemiBold);
    return font;
}

int widthFor(const QStyleOptionViewItem& option)
{
    const auto* view = qobject_cast<const QListView*>(option.widget);
    return std::max(40, (view ? view->viewport()->width() : option.rect.width()) - 2 * kPaddingX);
}

} // namespace

void GraphLinkModel::setLinks(std::vector<GraphLink> links)
{
    beginResetModel();
    m_links = std::move(links);
    endResetModel();
}

int GraphLinkModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_links.size());
}

Qt::ItemFlags GraphLinkModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                           : Qt::NoItemFlags;
}

QVariant GraphLinkModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const GraphLink& link = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return link.text;
    case Qt::AccessibleTextRole:
        return link.above.isEmpty() ? link.text : link.above + u' ' + link.text;
    case Qt::ToolTipRole:
        return toolTipText(link.above.isEmpty() ? link.text : link.above + u' ' + link.text);
    case AboveRole:
        return link.above;
    case HeadingRole:
        return link.isHeading;
    case LeadsRole:
        return link.node.isValid() || link.edge.isValid();
    case DerivedRole:
        return link.isDerived;
    default:
        return {};
    }
}

QSize GraphLinkDelegate::sizeHint(const QStyleOptionViewItem& option,
                                  const QModelIndex& index) const
{
    const int width = widthFor(option);
    const QFontMetrics metrics(fontFor(option, index));
    const QString text = index.data().toString();
    int height =
        metrics.boundingRect(QRect(0, 0, width, 10'000), flagsFor(text, metrics, width), text)
            .height();
    if (!index.data(GraphLinkModel::AboveRole).toString().isEmpty())
        height += metrics.height();
    return {width, height + 2 * kPaddingY};
}

void GraphLinkDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const bool isSelected = option.state & QStyle::State_Selected;
    const bool isHovered = option.state & QStyle::State_MouseOver;
    const bool leads = index.data(GraphLinkModel::LeadsRole).toBool();
    if (isSelected)
        painter->fillRect(option.rect, colors.selection);
    else if (isHovered && leads)
        painter->fillRect(option.rect, colors.control);
    QRect rect = option.rect.adjusted(kPaddingX, kPaddingY, -kPaddingX, -kPaddingY);
    const QString above = index.data(GraphLinkModel::AboveRole).toString();
    const QFont font = fontFor(option, index);
    const QFontMetrics metrics(font);
    painter->setFont(font);
    if (!above.isEmpty()) {
        painter->setPen(isSelected ? colors.onSelection : colors.muted);
        painter->drawText(rect, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine,
                          metrics.elidedText(above, Qt::ElideRight, rect.width()));
        rect.setTop(rect.top() + metrics.height());
    }
    const QString text = index.data().toString();
    painter->setPen(isSelected ? colors.onSelection : leads ? colors.accent : colors.text);
    painter->drawText(rect, flagsFor(text, metrics, rect.width()), text);
}

GraphLinkList::GraphLinkList(QWidget* parent)
    : QListView(parent)
    , m_links(new GraphLinkModel(this))
{
    setModel(m_links);
    setItemDelegate(new GraphLinkDelegate(this));
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(QListView::Adjust);
    setMouseTracking(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    const auto follow = [this](const QModelIndex& index) {
        if (index.isValid() && index.data(GraphLinkModel::LeadsRole).toBool())
            Q_EMIT followed(GraphLink(m_links->at(index.row())));
    };
    // A click is enough; where the desktop activates with one click too, it is told once.
    connect(this, &QAbstractItemView::clicked, this, [this, follow](const QModelIndex& index) {
        if (!QGuiApplication::keyboardModifiers())
            follow(index);
    });
    auto* enter = new QAction(this);
    enter->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    enter->setShortcutContext(Qt::WidgetShortcut);
    connect(enter, &QAction::triggered, this, [this, follow] { follow(currentIndex()); });
    auto* copyLines = new QAction(tr("Copy"), this);
    copyLines->setShortcut(QKeySequence::Copy);
    copyLines->setShortcutContext(Qt::WidgetShortcut);
    connect(copyLines, &QAction::triggered, this, &GraphLinkList::copy);
    addAction(enter);
    addAction(copyLines);
}

void GraphLinkList::copy() const
{
    QStringList lines;
    const auto add = [&](int row) {
        lines << m_links->index(row).data(Qt::AccessibleTextRole).toString();
    };
    for (int row = 0; row < m_links->rowCount(); ++row) {
        if (!selectionModel()->hasSelection() || selectionModel()->isRowSelected(row))
            add(row);
    }
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
}

QSize GraphLinkList::sizeHint() const
{
    return {QListView::sizeHint().width(), kUsualLines * fontMetrics().height()};
}

// Text is broken anew.
void GraphLinkList::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    scheduleDelayedItemsLayout();
}

} // namespace trailloupe::ui
