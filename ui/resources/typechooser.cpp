#include "ui/resources/typechooser.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/resources/inventorywords.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {
namespace {

constexpr int kTypeRole = Qt::UserRole + 1; // QByteArray: the type as it stands
constexpr int kRowsShown = 14;
constexpr int kWidth = 380;
constexpr qsizetype kButtonLetters = 30;

std::string typeOf(const QModelIndex& index)
{
    return index.siblingAtColumn(0).data(kTypeRole).toByteArray().toStdString();
}

} // namespace

TypeChooser::TypeChooser(QWidget* parent)
    : QToolButton(parent)
    , m_popup(new QFrame(this, Qt::Popup))
    , m_search(new QLineEdit(m_popup))
    , m_list(new QTreeView(m_popup))
    , m_types(new QStandardItemModel(this))
    , m_found(new QSortFilterProxyModel(this))
    , m_all(new QPushButton(tr("All types"), m_popup))
{
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setAccessibleName(tr("Types"));
    setAccessibleDescription(tr("Which types of resources are listed"));
    makePopup();
    connect(this, &QToolButton::clicked, this, &TypeChooser::showTypes);
    showWords();
}

void TypeChooser::makePopup()
{
    m_popup->setFrameShape(QFrame::StyledPanel);
    m_popup->setAccessibleName(tr("Types"));
    m_search->setPlaceholderText(tr("Part of a type"));
    m_search->setAccessibleName(tr("Find types"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(ui::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_found->setSourceModel(m_types);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_found);
    m_list->setHeaderHidden(true);
    m_list->setStyleSheet(QStringLiteral("QTreeView::item { padding: 3px 4px; }"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setAllColumnsShowFocus(true);
    m_list->setAccessibleName(tr("All types, with how many resources"));
    m_list->installEventFilter(this);
    auto* hint = new QLabel(tr("Click or Space: one more; Enter: only this"), m_popup);
    makeQuiet(hint);
    auto* foot = new QHBoxLayout;
    foot->addWidget(hint, 1);
    foot->addWidget(m_all);
    auto* layout = new QVBoxLayout(m_popup);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_search);
    layout->addWidget(m_list);
    layout->addLayout(foot);
    connect(m_search, &QLineEdit::textChanged, m_found,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(m_list, &QTreeView::clicked, this, &TypeChooser::toggle);
    connect(m_list, &QTreeView::doubleClicked, this, &TypeChooser::takeOnly);
    connect(m_all, &QPushButton::clicked, this, [this] {
        m_popup->close();
        choose({});
    });
}

void TypeChooser::setInventory(const config::InventoryPtr& inventory)
{
    m_inventory = inventory;
    setEnabled(m_inventory && !m_inventory->types().empty());
    fillList();
    showWords();
}

void TypeChooser::setChosen(const std::vector<std::string>& types)
{
    m_chosen = types;
    std::ranges::sort(m_chosen);
    fillList();
    showWords();
}

// The same lines as long as the types are the same: only their numbers change under the pointer.
void TypeChooser::fillList()
{
    const auto types = m_inventory ? m_inventory->types() : std::span<const config::TypeCount>();
    const auto count = static_cast<int>(types.size());
    if (m_types->rowCount() != count || m_types->columnCount() != 2) {
        m_types->clear();
        for (int row = 0; row < count; ++row)
            m_types->appendRow({new QStandardItem, new QStandardItem});
        QHeaderView* header = m_list->header();
        if (count > 0) {
            header->setStretchLastSection(false);
            header->setSectionResizeMode(0, QHeaderView::Stretch);
            header->setSectionResizeMode(1, QHeaderView::ResizeToContents);
        }
    }
    const QColor muted = themeColors(palette()).muted;
    for (int row = 0; row < count; ++row) {
        const config::TypeCount& type = types[static_cast<std::size_t>(row)];
        QStandardItem* name = m_types->item(row, 0);
        QStandardItem* number = m_types->item(row, 1);
        name->setText(inventorywords::typeName(type.type));
        name->setData(QByteArray(type.type.data(), static_cast<qsizetype>(type.type.size())),
                      kTypeRole);
        name->setCheckable(true);
        name->setCheckState(std::ranges::binary_search(m_chosen, type.type) ? Qt::Checked
                                                                            : Qt::Unchecked);
        number->setText(countText(type.resources));
        number->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        number->setForeground(muted);
        name->setData(type.resources == 0 ? QVariant(muted) : QVariant(), Qt::ForegroundRole);
    }
}

void TypeChooser::showTypes()
{
    if (!isEnabled())
        return;
    m_search->clear();
    fillList(); // in the colours of now
    const int rows = std::clamp(m_types->rowCount(), 3, kRowsShown);
    m_list->setFixedHeight(rows * std::max(1, m_list->sizeHintForRow(0)) + 4);
    const QRect screen = this->screen()->availableGeometry();
    const int letters = fontMetrics().averageCharWidth() * 50;
    m_popup->resize(std::min(std::max(kWidth, letters), screen.width()),
                    m_popup->sizeHint().height());
    // Within the window where there is room for it.
    QPoint at = mapToGlobal(QPoint(0, height() + 2));
    at.setX(std::min(at.x(), window()->frameGeometry().right() - m_popup->width()));
    at.setX(std::clamp(at.x(), screen.left(),
                       std::max(screen.left(), screen.right() - m_popup->width())));
    if (at.y() + m_popup->height() > screen.bottom())
        at.setY(std::max(screen.top(), mapToGlobal(QPoint(0, 0)).y() - m_popup->height()));
    m_popup->move(at);
    m_popup->show();
    m_search->setFocus();
}

void TypeChooser::toggle(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    const std::string type = typeOf(index);
    std::vector<std::string> types = m_chosen;
    if (std::erase(types, type) == 0)
        types.push_back(type);
    choose(std::move(types));
}

void TypeChooser::takeOnly(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    const std::string type = typeOf(index);
    m_popup->close();
    choose({type});
}

void TypeChooser::choose(std::vector<std::string> types)
{
    std::ranges::sort(types);
    if (types == m_chosen)
        return setChosen(types);
    setChosen(types);
    Q_EMIT chosenChanged();
}

void TypeChooser::showWords()
{
    QString words = tr("All types");
    if (m_chosen.size() == 1)
        words = inventorywords::typeName(m_chosen.front());
    else if (!m_chosen.empty())
        words = tr("%1 types").arg(countText(m_chosen.size()));
    QStringList names;
    for (const std::string& type : m_chosen)
        names.append(inventorywords::typeName(type));
    setToolTip(names.isEmpty() ? tr("List only some types") : toolTipText(names.join(u'\n')));
    if (words.size() > kButtonLetters)
        words = QStringLiteral("…") + words.right(kButtonLetters - 1);
    setText(QStringLiteral("%1 ▾").arg(words.replace(u'&', QStringLiteral("&&"))));
    setAccessibleDescription(names.isEmpty() ? tr("All types are listed") : names.join(u','));
}

bool TypeChooser::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QToolButton::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (watched == m_search && (key == Qt::Key_Down || isEnter)) {
        const QModelIndex first = m_found->index(0, 0);
        if (isEnter && !m_search->text().isEmpty())
            takeOnly(first);
        else if (first.isValid()) {
            m_list->setFocus();
            m_list->setCurrentIndex(first);
        }
        return true;
    }
    if (watched == m_list && isEnter) {
        takeOnly(m_list->currentIndex());
        return true;
    }
    if (watched == m_list && key == Qt::Key_Space) {
        toggle(m_list->currentIndex());
        return true;
    }
    return QToolButton::eventFilter(watched, event);
}

} // namespace trailloupe::ui
