#include "ui/resources/pathcolumndialog.h"

#include "model/query/completion.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

namespace trailloupe::ui {
namespace {

constexpr std::size_t kMostSuggestions = 100;

std::string withoutBrackets(std::string text)
{
    for (std::size_t at = text.find("[]"); at != std::string::npos; at = text.find("[]", at))
        text.erase(at, 2);
    return text;
}

} // namespace

std::optional<std::string> pathMeant(const store::PathTable& paths, const std::string& text)
{
    if (text.empty())
        return std::nullopt;
    if (paths.find(text))
        return text;
    const std::string wanted = withoutBrackets(text);
    const std::size_t size = paths.size();
    for (std::size_t i = 1; i < size; ++i) {
        std::string path = paths.text(PathId(static_cast<PathId::Value>(i)));
        if (withoutBrackets(path) == wanted)
            return path;
    }
    return std::nullopt;
}

PathColumnDialog::PathColumnDialog(std::shared_ptr<const store::EventStore> items,
                                   std::shared_ptr<const query::FieldCatalog> fields,
                                   QWidget* parent)
    : QDialog(parent)
    , m_items(std::move(items))
    , m_fields(std::move(fields))
    , m_edit(new QLineEdit(this))
    , m_message(new QLabel(this))
    , m_suggestions(new QStandardItemModel(this))
    , m_list(new QTreeView(this))
{
    setWindowTitle(tr("Any path as column"));
    resize(520, 420);
    auto* label = new QLabel(tr("&Path, for example configuration.instanceType"), this);
    label->setBuddy(m_edit);
    m_edit->setAccessibleName(tr("Path"));
    m_edit->setClearButtonEnabled(true);
    m_edit->installEventFilter(this);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->hide();
    m_list->setModel(m_suggestions);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setAllColumnsShowFocus(true);
    m_list->setAccessibleName(tr("Paths of the items, with how many items have them"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(label);
    layout->addWidget(m_edit);
    layout->addWidget(m_message);
    layout->addWidget(m_list, 1);
    layout->addWidget(buttons);
    connect(m_edit, &QLineEdit::textChanged, this, &PathColumnDialog::suggest);
    connect(m_list, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        m_edit->setText(index.siblingAtColumn(0).data(Qt::UserRole).toString());
    });
    connect(m_list, &QTreeView::activated, this, &PathColumnDialog::takeSuggestion);
    connect(buttons, &QDialogButtonBox::accepted, this, &PathColumnDialog::take);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    suggest();
}

QString PathColumnDialog::message() const
{
    return m_message->isHidden() ? QString() : m_message->text();
}

void PathColumnDialog::suggest()
{
    m_message->hide();
    m_suggestions->clear();
    if (!m_fields)
        return;
    const std::string typed = m_edit->text().trimmed().toStdString();
    for (const query::Suggestion& one : query::suggestFields(*m_fields, typed, kMostSuggestions)) {
        const auto field = query::parseColumn(one.shown);
        if (!field || field->derived != query::Derived::None)
            continue;
        const QString text = QString::fromStdString(one.shown);
        auto* name = new QStandardItem(visibleText(text));
        name->setData(text, Qt::UserRole);
        auto* count = new QStandardItem(one.events ? countText(*one.events) : QString());
        count->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        count->setForeground(themeColors(palette()).muted);
        m_suggestions->appendRow({name, count});
    }
    if (m_suggestions->rowCount() == 0)
        return;
    QHeaderView* header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(0, QHeaderView::Stretch);
    header->setSectionResizeMode(1, QHeaderView::ResizeToContents);
}

void PathColumnDialog::takeSuggestion(const QModelIndex& index)
{
    m_edit->setText(index.siblingAtColumn(0).data(Qt::UserRole).toString());
    take();
}

void PathColumnDialog::take()
{
    const QString text = m_edit->text().trimmed();
    const auto path = pathMeant(m_items->paths(), text.toStdString());
    if (path) {
        m_path = *path;
        accept();
        return;
    }
    m_message->setText(text.isEmpty()
                           ? tr("Type a path, or choose one below.")
                           : tr("No configuration item has the path “%1”.").arg(visibleText(text)));
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, themeColors(palette()).bad);
    m_message->setPalette(colors);
    m_message->show();
    m_edit->setFocus();
}

// Down leads into the suggestions.
bool PathColumnDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down && m_suggestions->rowCount() > 0) {
        m_list->setFocus();
        m_list->setCurrentIndex(m_suggestions->index(0, 0));
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace trailloupe::ui
