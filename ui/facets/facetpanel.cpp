#include "ui/facets/facetpanel.h"

#include "model/query/fieldnames.h"
#include "ui/common/columntitles.h"
#include "ui/common/icons.h"
#include "ui/facets/facetview.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QSettings>
#include <QVBoxLayout>

namespace trailloupe::ui {
namespace {

const QString kFieldsKey = QStringLiteral("facetFields");
const QString kClosedKey = QStringLiteral("facetFieldsClosed");
constexpr int kPauseMs = 120;

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
                       const workspace::Filtering& filtering, workspace::JobRunner& jobs,
                       QWidget* parent)
    : QWidget(parent)
    , m_faceting(investigation, filtering, jobs)
    , m_model(m_faceting)
    , m_search(new QLineEdit(this))
    , m_view(new FacetView(investigation, m_model, this))
{
    setMinimumWidth(190);
    m_search->setPlaceholderText(tr("Find values"));
    m_search->setAccessibleName(tr("Find values"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
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
    setFocusProxy(m_search);

    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(m_search, &QLineEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(&m_pause, &QTimer::timeout, this,
            [this] { m_faceting.setSearch(m_search->text().trimmed().toStdString()); });
    connect(&m_faceting, &workspace::Faceting::fieldsChanged, this, &FacetPanel::keepFields);
    connect(m_view, &FacetView::fieldsEdited, this, &FacetPanel::keepFields);
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
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        m_view->setFocus();
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

} // namespace trailloupe::ui
