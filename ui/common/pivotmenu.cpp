#include "ui/common/pivotmenu.h"

#include "model/workspace/resourcelinks.h"
#include "model/workspace/timepivots.h"
#include "ui/common/icons.h"
#include "ui/words/evidencetext.h"
#include "ui/words/summarywords.h"

#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QMenu>

#include <algorithm>
#include <array>

namespace trailloupe::ui {

using workspace::FollowTarget;
using workspace::Investigation;
using workspace::Pivot;
using workspace::PivotValue;

namespace {

constexpr int kMaxValueWidth = 260;
constexpr std::size_t kMaxValues = 20; // a menu is no list; the rest is said

class PivotWords
{
    Q_DECLARE_TR_FUNCTIONS(PivotWords)

public:
    static QString follow(FollowTarget::Kind kind)
    {
        switch (kind) {
        case FollowTarget::Kind::AccessKey:
            return tr("Same access key: %1");
        case FollowTarget::Kind::Principal:
            return tr("Same principal or session: %1");
        case FollowTarget::Kind::SourceIp:
            return tr("Same source IP: %1");
        case FollowTarget::Kind::Request:
            return tr("Same request: %1");
        case FollowTarget::Kind::Resource:
            return tr("Same resource: %1");
        case FollowTarget::Kind::KeyLife:
            return tr("Life of the key %1");
        case FollowTarget::Kind::Changes:
            break;
        }
        return tr("Who changed %1");
    }
};

QString shortText(const QMenu* menu, const std::optional<std::string>& value)
{
    const QString text =
        value ? visibleText(QString::fromStdString(*value)) : PivotWords::tr("(no value)");
    return menu->fontMetrics()
        .elidedText(text, Qt::ElideMiddle, kMaxValueWidth)
        .replace(u'&', QStringLiteral("&&"));
}

void addActions(QMenu* menu, Investigation& investigation, const PivotValue& value, bool named)
{
    const bool possible = canPivot(value);
    bool isRefused = false;
    const auto add = [&](const QString& icon, const QString& words, const QString& plain,
                         Pivot how) {
        QAction* action = menu->addAction(named ? words.arg(shortText(menu, value.value)) : plain);
        action->setIcon(ui::icon(icon));
        action->setEnabled(possible && canPivot(investigation, value, how));
        isRefused = isRefused || !action->isEnabled();
        QObject::connect(action, &QAction::triggered, &investigation,
                         [&investigation, value, how] { pivot(investigation, value, how); });
    };
    add(QStringLiteral("filter"), PivotWords::tr("Only %1"), PivotWords::tr("Only this"),
        Pivot::Only);
    add(QStringLiteral("filter-not"), PivotWords::tr("Without %1"), PivotWords::tr("Without this"),
        Pivot::Without);
    if (value.value)
        add(QStringLiteral("filter-or"), PivotWords::tr("Or %1"), PivotWords::tr("Or this"),
            Pivot::Or);
    QAction* copy = menu->addAction(
        named ? PivotWords::tr("Copy as filter: %1").arg(shortText(menu, value.value))
              : PivotWords::tr("Copy as filter"));
    copy->setEnabled(possible);
    QObject::connect(copy, &QAction::triggered, menu,
                     [value] { QApplication::clipboard()->setText(value.condition()); });
    if (isRefused)
        menu->addAction(refusalWords(value))->setEnabled(false);
    if (value.value && investigation.resources())
        addResourceActions(
            menu, investigation,
            workspace::resourcesIdentified(*investigation.resources(), *value.value));
}

void addAround(QMenu* menu, Investigation& investigation, const query::TimeSpan& span)
{
    for (const int minutes : {1, 5, 15, 60}) {
        QObject::connect(
            menu->addAction(PivotWords::tr("± %1 min").arg(minutes)), &QAction::triggered,
            &investigation, [&investigation, span, seconds = minutes * 60] {
                workspace::pivotToTime(investigation, span.from - seconds, span.to + seconds);
            });
    }
}

} // namespace

QString refusalWords(const PivotValue& value)
{
    if (canPivot(value))
        return PivotWords::tr("Together with what is chosen, this is longer than a filter may be "
                              "(64 KiB).");
    if (canPivot(PivotValue{value.field, std::nullopt}))
        return PivotWords::tr("This value is longer than a filter may be (64 KiB).");
    return PivotWords::tr("The name of this field cannot be written in a filter.");
}

QString followWords(const QMenu* menu, const FollowTarget& target)
{
    return PivotWords::follow(target.kind).arg(shortText(menu, target.value));
}

void addPivotActions(QMenu* menu, Investigation& investigation,
                     const std::vector<PivotValue>& values)
{
    if (values.size() == 1)
        return addActions(menu, investigation, values.front(), true);
    for (const PivotValue& value : std::span(values).first(std::min(values.size(), kMaxValues)))
        addActions(menu->addMenu(shortText(menu, value.value)), investigation, value, false);
    if (values.size() > kMaxValues) {
        QAction* rest =
            menu->addAction(PivotWords::tr("%1 more values: see the fields of the event")
                                .arg(values.size() - kMaxValues));
        rest->setEnabled(false);
    }
}

void addFollowActions(QMenu* menu, Investigation& investigation,
                      const std::shared_ptr<const store::EventStore>& events, RowId row)
{
    QMenu* follow = menu->addMenu(PivotWords::tr("Follow"));
    follow->setToolTipsVisible(true);
    const auto page = workspace::sessionPage(events, row);
    if (page) {
        QAction* session =
            follow->addAction(icon(QStringLiteral("principals")),
                              PivotWords::tr("Its session: chain, calls, what it issued\tF"));
        QObject::connect(session, &QAction::triggered, &investigation,
                         [&investigation, page = *page] { investigation.setPage(page); });
        follow->addSeparator();
    }
    const auto targets = workspace::followTargets(events, row);
    for (const FollowTarget& target :
         std::span(targets).first(std::min(targets.size(), kMaxValues))) {
        QAction* action = follow->addAction(followWords(menu, target));
        action->setToolTip(toolTipText(visibleText(target.condition)));
        QObject::connect(action, &QAction::triggered, &investigation,
                         [&investigation, target] { workspace::follow(investigation, target); });
    }
    follow->setEnabled(page || !targets.empty());
    if (investigation.resources())
        addResourceActions(menu, investigation,
                           workspace::resourcesOf(*investigation.resources(), events, row),
                           events.get(), row);
    QMenu* around =
        menu->addMenu(icon(QStringLiteral("clock")), PivotWords::tr("Around this event"));
    const auto time = events->time(row);
    around->setEnabled(time.has_value());
    if (time)
        addAround(around, investigation, {*time, *time + 1});
}

void addResourceActions(QMenu* menu, Investigation& investigation,
                        const std::vector<config::ResourceNo>& resources,
                        const store::EventStore* events, RowId row)
{
    const auto& all = investigation.resources();
    if (!all || resources.empty())
        return;
    QMenu* into = menu;
    if (resources.size() > 1)
        into = menu->addMenu(icon(QStringLiteral("resources")), PivotWords::tr("Configuration"));
    for (const config::ResourceNo no :
         std::span(resources).first(std::min(resources.size(), kMaxValues))) {
        const config::Resource& resource = all->resource(no);
        const QString type = resourceTypeWords(std::string(resource.type));
        const QString name =
            shortText(menu, std::string(resource.name.empty() ? resource.id : resource.name));
        QAction* action =
            into->addAction(icon(QStringLiteral("resources")),
                            into == menu ? PivotWords::tr("Configuration of %1 %2").arg(type, name)
                                         : PivotWords::tr("%1 %2").arg(type, name));
        const auto moment = events ? workspace::momentAfter(*all, no, *events, row) : std::nullopt;
        QObject::connect(action, &QAction::triggered, &investigation, [&investigation, no, moment] {
            workspace::showResource(investigation, no, moment ? moment : investigation.moment());
        });
    }
    if (resources.size() > kMaxValues) {
        QAction* rest = into->addAction(
            PivotWords::tr("%1 more: see the event's detail").arg(resources.size() - kMaxValues));
        rest->setEnabled(false);
    }
}

void addFollowAction(QMenu* menu, Investigation& investigation, const PivotValue& value)
{
    const bool isSession = value.field.derived == query::Derived::Session
        || value.field.derived == query::Derived::SessionRoot;
    if (isSession && value.value && !value.value->empty()) {
        QObject::connect(
            menu->addAction(icon(QStringLiteral("principals")),
                            PivotWords::tr("Follow: its chain, calls, what it issued")),
            &QAction::triggered, &investigation,
            [&investigation, page = workspace::sessionPage(*value.value)] {
                investigation.setPage(page);
            });
        return;
    }
    const auto target = workspace::followTarget(value);
    if (!target)
        return;
    QAction* action = menu->addAction(PivotWords::tr("Follow: %1").arg(followWords(menu, *target)));
    menu->setToolTipsVisible(true);
    action->setToolTip(toolTipText(visibleText(target->condition)));
    QObject::connect(action, &QAction::triggered, &investigation,
                     [&investigation, target] { workspace::follow(investigation, *target); });
}

void addColumnAction(QMenu* menu, Investigation& investigation, const store::EventStore& events,
                     const query::Field& field)
{
    const auto column = workspace::columnOf(events, field);
    QAction* action =
        menu->addAction(icon(QStringLiteral("columns")), PivotWords::tr("Show as column"));
    action->setEnabled(column && std::ranges::count(investigation.columns(), *column) == 0);
    QObject::connect(action, &QAction::triggered, &investigation,
                     [&investigation, column] { investigation.addColumn(*column); });
}

void addTimeActions(QMenu* menu, Investigation& investigation, const query::TimeSpan& span,
                    const QString& words)
{
    QAction* only = menu->addAction(icon(QStringLiteral("filter")),
                                    PivotWords::tr("Only this time: %1").arg(words));
    QObject::connect(only, &QAction::triggered, &investigation, [&investigation, span] {
        workspace::pivotToTime(investigation, span.from, span.to);
    });
    QAction* without =
        menu->addAction(icon(QStringLiteral("filter-not")), PivotWords::tr("Without this time"));
    QObject::connect(without, &QAction::triggered, &investigation,
                     [&investigation, span] { workspace::pivotWithoutTime(investigation, span); });
    addAround(menu->addMenu(icon(QStringLiteral("clock")), PivotWords::tr("Around this time")),
              investigation, span);
    QObject::connect(
        menu->addAction(PivotWords::tr("Copy as filter: this time")), &QAction::triggered, menu,
        [span] { QApplication::clipboard()->setText(workspace::timeCondition(span)); });
}

} // namespace trailloupe::ui
