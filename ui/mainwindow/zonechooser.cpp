#include "ui/mainwindow/zonechooser.h"

#include "ui/common/icons.h"
#include "ui/words/timetext.h"

#include <QActionGroup>
#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTimeZone>
#include <QVBoxLayout>

namespace trailloupe::ui {

namespace {

const QString kRecentKey = QStringLiteral("recentZones");
constexpr qsizetype kMaxRecent = 5;

QStringList recentZones()
{
    return QSettings().value(kRecentKey).toStringList();
}

void addRecentZone(const QByteArray& zone)
{
    QStringList zones = recentZones();
    const QString name = QString::fromUtf8(zone);
    zones.removeAll(name);
    zones.prepend(name);
    zones.resize(std::min(zones.size(), kMaxRecent));
    QSettings().setValue(kRecentKey, zones);
}

QString zoneLabel(const QByteArray& zone)
{
    const QString name = QString::fromUtf8(zone);
    return zone == "UTC" ? name : QStringLiteral("%1  (%2)").arg(name, zoneOffsetNow(zone));
}

} // namespace

ZoneChooser::ZoneChooser(workspace::Investigation& investigation, QWidget* parent)
    : QToolButton(parent)
    , m_investigation(investigation)
{
    setObjectName(QStringLiteral("zoneChooser"));
    setIcon(ui::icon(QStringLiteral("clock")));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    setToolTip(tr("Time zone of every time in this window"));
    auto* zones = new QMenu(this);
    connect(zones, &QMenu::aboutToShow, this, [this, zones] { fillMenu(zones); });
    setMenu(zones);
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this, &ZoneChooser::showZone);
    showZone();
}

void ZoneChooser::showZone()
{
    const QString name = QString::fromUtf8(m_investigation.zone());
    setText(QStringLiteral("%1 ▾").arg(name));
    setAccessibleName(tr("Time zone: %1").arg(name));
}

void ZoneChooser::fillMenu(QMenu* menu)
{
    menu->clear();
    QList<QByteArray> listed;
    const auto add = [&](const QByteArray& zone, const QString& text) {
        if (listed.contains(zone))
            return;
        listed.append(zone);
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_investigation.zone() == zone);
        connect(action, &QAction::triggered, this, [this, zone] { m_investigation.setZone(zone); });
    };
    add("UTC", tr("UTC"));
    const QByteArray local = QTimeZone::systemTimeZoneId();
    add(local, tr("Local: %1").arg(zoneLabel(local)));
    for (const QString& zone : recentZones()) {
        if (QTimeZone::isTimeZoneIdAvailable(zone.toUtf8()))
            add(zone.toUtf8(), zoneLabel(zone.toUtf8()));
    }
    add(m_investigation.zone(), zoneLabel(m_investigation.zone()));
    menu->addSeparator();
    connect(menu->addAction(tr("Other zone…")), &QAction::triggered, this,
            &ZoneChooser::chooseOther);
}

void ZoneChooser::chooseOther()
{
    auto* dialog = new ZoneDialog(m_investigation.zone(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const QByteArray zone = dialog->zone();
        if (zone.isEmpty())
            return;
        addRecentZone(zone);
        m_investigation.setZone(zone);
    });
    dialog->open();
}

ZoneDialog::ZoneDialog(const QByteArray& current, QWidget* parent)
    : QDialog(parent)
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_found(new QSortFilterProxyModel(this))
{
    setWindowTitle(tr("Time zone"));
    resize(420, 480);
    m_search->setPlaceholderText(tr("Part of a name: Tokyo, Berlin, New York"));
    m_search->setAccessibleName(tr("Search zones"));
    m_search->setClearButtonEnabled(true);
    m_list->setAccessibleName(tr("Zones"));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);

    auto* zones = new QStandardItemModel(this);
    for (const QByteArray& zone : QTimeZone::availableTimeZoneIds()) {
        auto* item = new QStandardItem(zoneLabel(zone));
        item->setData(zone, Qt::UserRole);
        zones->appendRow(item);
    }
    m_found->setSourceModel(zones);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_found);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QListView::doubleClicked, this, &QDialog::accept);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_found->setFilterFixedString(QString(text.trimmed()).replace(u' ', u'_'));
        if (!m_list->currentIndex().isValid() && m_found->rowCount() > 0)
            m_list->setCurrentIndex(m_found->index(0, 0));
    });
    select(current);
}

void ZoneDialog::select(const QByteArray& zone)
{
    const auto found =
        m_found->match(m_found->index(0, 0), Qt::UserRole, zone, 1, Qt::MatchExactly);
    if (!found.isEmpty())
        m_list->setCurrentIndex(found.front());
}

QByteArray ZoneDialog::zone() const
{
    return m_list->currentIndex().data(Qt::UserRole).toByteArray();
}

} // namespace trailloupe::ui
