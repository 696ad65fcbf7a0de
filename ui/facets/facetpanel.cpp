#include "ui/facets/facetpanel.h"

#include "model/query/completion.h"
#include "model/query/fieldnames.h"
#include "ui/common/columntitles.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/facets/facetview.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSettings>
#include <QVBoxLayout>

namespace trailloupe::ui {
namespace {

const QString kFieldsKey = QStringLiteral("facetFields");
const QString kClosedKey = QStringLiteral("facetFieldsClosed");
constexpr int kPauseMs = 120;
constexpr std::size_t kFieldsFound = 6;

// What most investigations look at first.
QStringList firstFields()
{
    return {QStringLiteral("eventName"),       QStringLiteral("service"),   QStringLiteral("user"),
            QStringLiteral("sourceIPAddress"), QStringLiteral("errorCode"), QStringLiteral("agent"),
            QStringLiteral("awsRegion"),       QStringLiteral("account")};
}

QString keyOf(const query::Field& field)
{
    return QString::fromStdString(query::fieldText(field));
}

} // namespace

FacetPanel::FacetPanel(workspace::Investigation& investigation,
                       const workspace::Filtering& filtering, const workspace::Catalog& catalog,
                       workspace::JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_faceting(investigation, filtering, jobs)
    , m_model(m_faceting)
    , m_catalog(catalog)
    , m_search(new QLineEdit(this))
    , m_view(new FacetView(investigation, m_model, this))
    , m_message(makeMessage())
    , m_foundTitle(new QLabel(tr("Add a field"), this))
    , m_found(new QListWidget(this))
{
    setMinimumWidth(190);
    m_search->setPlaceholderText(tr("Find values and fields"));
    m_search->setAccessibleName(tr("Find values and fields"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_foundTitle->setContentsMargins(10, 6, 6, 2);
    m_foundTitle->setWordWrap(true);
    makeQuiet(m_foundTitle);
    m_found->setFrameShape(QFrame::NoFrame);
    m_found->setAccessibleName(tr("Add a field"));
    m_found->setTextElideMode(Qt::ElideMiddle);
    m_found->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_model.setTitles([](const query::Field& field) { return fieldTitle(field); });
    restoreFields();

    auto* top = new QHBoxLayout;
    top->setContentsMargins(8, 6, 6, 4);
    top->setSpacing(4);
    top->addWidget(m_search, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_message); // below, so that what was clicked stays where it is
    layout->addWidget(m_foundTitle);
    layout->addWidget(m_found);
    setFocusProxy(m_search);

    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        m_entering = false;
        m_pause.start();
    });
    connect(&m_pause, &QTimer::timeout, this, &FacetPanel::find);
    connect(m_found, &QListWidget::itemClicked, this, &FacetPanel::addField);
    connect(m_found, &QListWidget::itemActivated, this, &FacetPanel::addField);
    find();
    connect(&investigation, &workspace::Investigation::filterChanged, m_message, &QWidget::hide);
    showColors();
    connect(&m_faceting, &workspace::Faceting::fieldsChanged, this, &FacetPanel::keepFields);
    connect(m_view, &FacetView::fieldsEdited, this, &FacetPanel::keepFields);
    connect(&m_faceting, &workspace::Faceting::answersChanged, this, &FacetPanel::showFoundTitle);
    connect(&m_faceting, &workspace::Faceting::runningChanged, this, [this] {
        showFoundTitle();
        enterFound();
    });
}

// Whoever goes on elsewhere has read it.
QLabel* FacetPanel::makeMessage()
{
    auto* message = new QLabel(this);
    message->setTextFormat(Qt::PlainText);
    message->setWordWrap(true);
    message->setContentsMargins(10, 6, 6, 6);
    message->hide();
    connect(m_view, &FacetView::refused, message, [message](const QString& why) {
        message->setText(tr("%1 Nothing has changed.").arg(why));
        message->show();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, message,
            &QWidget::hide);
    connect(&m_model, &QAbstractItemModel::modelReset, message, &QWidget::hide);
    return message;
}

QString FacetPanel::message() const
{
    return m_message->isHidden() ? QString() : m_message->text();
}

QString FacetPanel::foundTitle() const
{
    return m_foundTitle->isHidden() ? QString() : m_foundTitle->text();
}

void FacetPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showColors();
}

void FacetPanel::showColors()
{
    QPalette own = palette();
    own.setColor(QPalette::WindowText, themeColors(own).bad);
    m_message->setPalette(own);
}

void FacetPanel::restoreFields()
{
    const QSettings settings;
    std::vector<query::Field> fields;
    for (const QString& text : settings.value(kFieldsKey, firstFields()).toStringList()) {
        if (const auto field = query::parseField(text.toStdString()))
            fields.push_back(*field);
    }
    m_faceting.setFields(fields);
    const QStringList closed = settings.value(kClosedKey).toStringList();
    for (std::size_t i = 0; i < fields.size(); ++i)
        m_faceting.setOpen(i, !closed.contains(keyOf(fields[i])));
    m_view->showOpenFields();
}

void FacetPanel::find()
{
    const std::string text = m_search->text().trimmed().toStdString();
    m_faceting.setSearch(text);
    m_found->clear();
    if (!text.empty()) {
        const query::FieldCatalog& catalog = *m_catalog.current();
        auto fields = query::suggestFields(catalog, text, kFieldsFound);
        addTypedPath(text, fields);
        for (const auto& one : fields) {
            auto* item = new QListWidgetItem(visibleText(QString::fromStdString(one.shown)));
            item->setIcon(icon(QStringLiteral("add")));
            item->setData(Qt::UserRole, QString::fromStdString(one.shown));
            if (one.events)
                item->setToolTip(tr("%1 of %2 events have the field")
                                     .arg(countText(*one.events), countText(catalog.events())));
            m_found->addItem(item);
        }
    }
    const int rows = m_found->count();
    m_found->setFixedHeight(rows * std::max(1, m_found->sizeHintForRow(0)) + 6);
    m_found->setVisible(rows > 0);
    showFoundTitle();
}

// A path that the list of fields does not have as it is: with numbers of elements, or "*".
void FacetPanel::addTypedPath(const std::string& text, std::vector<query::Suggestion>& fields) const
{
    const auto field = query::parseField(text);
    if (!field || std::ranges::find(fields, text, &query::Suggestion::shown) != fields.end())
        return;
    const auto coverage = m_catalog.current()->coverage(*field);
    if (coverage && coverage->events > 0)
        fields.insert(fields.begin(), {text, text, coverage->events});
}

// When it is known what holds the text: where no value does, it is about a field.
void FacetPanel::enterFound()
{
    if (!m_entering || m_faceting.isRunning())
        return;
    m_entering = false;
    if (m_found->count() > 0 && m_faceting.matching() == 0)
        addField(m_found->item(0));
    else
        m_view->enter();
}

void FacetPanel::addField(QListWidgetItem* item)
{
    const auto field = query::parseField(item->data(Qt::UserRole).toString().toStdString());
    m_search->clear();
    m_pause.stop();
    find(); // the item is gone with this
    if (!field)
        return;
    m_faceting.add(*field);
    m_view->scrollToTop();
}

void FacetPanel::showFoundTitle()
{
    const bool nothing = m_found->count() == 0 && !m_search->text().trimmed().isEmpty()
        && m_faceting.matching() == 0 && !m_faceting.isRunning();
    m_foundTitle->setText(nothing
                              ? tr("No value of the open fields and no field name holds this text")
                              : tr("Add a field"));
    m_foundTitle->setVisible(nothing || m_found->count() > 0);
}

void FacetPanel::keepFields()
{
    QStringList fields, closed;
    for (const workspace::FacetField& shown : m_faceting.fields()) {
        fields.append(keyOf(shown.field));
        if (!shown.open)
            closed.append(keyOf(shown.field));
    }
    QSettings settings;
    settings.setValue(kFieldsKey, fields);
    settings.setValue(kClosedKey, closed);
}

void FacetPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_faceting.setActive(true);
}

void FacetPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_faceting.setActive(false);
}

bool FacetPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_search || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Escape:
        m_search->clear();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        m_pause.stop();
        find(); // of what stands there now
        m_entering = true;
        enterFound();
        return true;
    case Qt::Key_Down:
        m_view->enter();
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

} // namespace trailloupe::ui
