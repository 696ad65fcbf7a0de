#include "ui/graph/graphtools.h"

#include "ui/common/dialogs.h"
#include "ui/common/flowlayout.h"
#include "ui/common/icons.h"
#include "ui/common/momenttext.h"
#include "ui/graph/graphfinder.h"
#include "ui/graph/graphview.h"
#include "ui/words/evidencetext.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

namespace trailloupe::ui {

using config::GroupBy;
using workspace::Direction;
using workspace::GraphAsking;
using workspace::Graphing;
using workspace::TrailQuestion;

namespace {

const QString kGroupKey = QStringLiteral("graph/group");
const QString kTagKey = QStringLiteral("graph/tag");
const QString kDepthKey = QStringLiteral("graph/depth");

constexpr GroupBy kGroups[] = {GroupBy::None, GroupBy::Account, GroupBy::Region,
                               GroupBy::Vpc,  GroupBy::Subnet,  GroupBy::Type};
constexpr int kTagRole = Qt::UserRole + 1; // of a grouping by tag: its key
constexpr int kFinderLetters = 24;

} // namespace

GraphTools::GraphTools(Graphing& graphing, GraphAsking& asking,
                       workspace::Investigation& investigation, GraphView* view, QWidget* parent)
    : QWidget(parent)
    , m_graphing(graphing)
    , m_asking(asking)
    , m_investigation(investigation)
    , m_view(view)
{
    auto* layout = new FlowLayout(this);
    layout->setContentsMargins(12, 2, 8, 2);
    layout->setSpacing(6);
    addQuestionTools();
    addReplayTools();
    addPathTools();
    addMenus();
    restore();
    connect(&graphing, &Graphing::questionChanged, this, &GraphTools::showState);
    connect(&graphing, &Graphing::pictureChanged, this, &GraphTools::showState);
    connect(&asking, &GraphAsking::stepped, this, &GraphTools::showState);
    connect(&asking, &GraphAsking::changesChanged, this, &GraphTools::showState);
    connect(&asking, &GraphAsking::trailChanged, this, &GraphTools::showState);
    connect(view, &GraphView::selectionChanged, this, &GraphTools::showState);
    connect(view, &GraphView::pathStartChanged, this, &GraphTools::showState);
    showState();
}

void GraphTools::addQuestionTools()
{
    const auto labelled = [this](const QString& words, QWidget* control) {
        auto* pair = new QWidget(this);
        auto* row = new QHBoxLayout(pair);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(6);
        auto* label = new QLabel(words, pair);
        label->setBuddy(control);
        row->addWidget(label);
        row->addWidget(control);
        layout()->addWidget(pair);
    };
    m_groupBy = new QComboBox(this);
    m_groupBy->setAccessibleName(tr("Group by"));
    m_groupBy->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    labelled(tr("&Group by"), m_groupBy);
    m_depth = new QSpinBox(this);
    m_depth->setRange(0, static_cast<int>(Graphing::kMostDepth));
    m_depth->setAccessibleName(tr("Depth: steps around what is begun at"));
    m_depth->setToolTip(tr("How many steps to go from where the picture begins. What has more than "
                           "%1 neighbours is shown, but only opened when you ask for it.")
                            .arg(workspace::GraphQuestion::kMostFanOut));
    m_depth->setKeyboardTracking(false);
    labelled(tr("&Depth"), m_depth);
    m_finder = new GraphFinder(m_graphing, m_asking, this);
    m_finder->setMinimumWidth(fontMetrics().averageCharWidth() * kFinderLetters);
    layout()->addWidget(m_finder);
    connect(m_groupBy, &QComboBox::activated, this, &GraphTools::chooseGrouping);
    connect(m_depth, &QSpinBox::valueChanged, this, [this](int depth) {
        m_graphing.setDepth(static_cast<std::uint32_t>(depth));
        QSettings().setValue(kDepthKey, depth);
    });
    connect(m_finder, &GraphFinder::nodeRequested, this, &GraphTools::nodeRequested);
}

QToolButton* GraphTools::addButton(const QString& iconName, const QString& words,
                                   const QString& tip)
{
    auto* button = new QToolButton(this);
    if (!iconName.isEmpty())
        button->setIcon(icon(iconName));
    button->setText(words);
    button->setToolTip(tip);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    layout()->addWidget(button);
    return button;
}

void GraphTools::addReplayTools()
{
    m_earlier = addButton(QStringLiteral("back"), tr("Replay"),
                          tr("To the change before, of what is in the picture (Ctrl+[)"));
    m_earlier->setAccessibleName(tr("Replay: the change before"));
    m_earlier->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_BracketLeft));
    m_later = addButton(QStringLiteral("forward"), {},
                        tr("To the next change of what is in the picture (Ctrl+])"));
    m_later->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_later->setAccessibleName(tr("Replay: the next change"));
    m_later->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_BracketRight));
    connect(m_earlier, &QToolButton::clicked, this, [this] { m_asking.step(Direction::Earlier); });
    connect(m_later, &QToolButton::clicked, this, [this] { m_asking.step(Direction::Later); });
}

void GraphTools::addPathTools()
{
    m_path = addButton({}, tr("Path"),
                       tr("From the selected resource to the one that is selected next (P)"));
    m_path->setCheckable(true);
    m_internet = addButton({}, tr("Internet"),
                           tr("What could reach the Internet, or be reached from it, through the "
                              "selected security group, as far as it is recorded"));
    connect(m_path, &QToolButton::clicked, this, &GraphTools::pressPath);
    m_internet->setCheckable(true);
    connect(m_internet, &QToolButton::clicked, this, &GraphTools::pressInternet);
}

void GraphTools::addMenus()
{
    const auto withMenu = [this](QToolButton* button, void (GraphTools::*fill)(QMenu*)) {
        auto* menu = new QMenu(button);
        (this->*fill)(menu);
        // Not while it opens: tests and keys find it filled.
        connect(menu, &QMenu::aboutToShow, this, [this, menu, fill] {
            menu->clear();
            (this->*fill)(menu);
        });
        button->setMenu(menu);
        button->setPopupMode(QToolButton::InstantPopup);
    };
    m_compare = addButton(QStringLiteral("compare"), tr("Compare with…"),
                          tr("What came, went and changed since another moment"));
    withMenu(m_compare, &GraphTools::fillCompareMenu);
    m_show = addButton({}, tr("Show"), tr("What belongs to the picture"));
    withMenu(m_show, &GraphTools::fillShowMenu);
    m_export = addButton(QStringLiteral("export"), {}, tr("Save the picture"));
    m_export->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_export->setAccessibleName(tr("Save the picture"));
    auto* menu = new QMenu(m_export);
    const std::pair<QString, QString> kinds[] = {
        {tr("Save as &PNG…"), QStringLiteral("png")},
        {tr("Save as &SVG…"), QStringLiteral("svg")},
        {tr("Save as &DOT, for Graphviz…"), QStringLiteral("dot")}};
    for (const auto& [words, ending] : kinds)
        menu->addAction(words, this, [this, ending = ending] { Q_EMIT saveRequested(ending); });
    m_export->setMenu(menu);
    m_export->setPopupMode(QToolButton::InstantPopup);
}

QMenu* GraphTools::compareMenu() const
{
    return m_compare->menu();
}

QMenu* GraphTools::exportMenu() const
{
    return m_export->menu();
}

QMenu* GraphTools::showMenu() const
{
    return m_show->menu();
}

void GraphTools::fillCompareMenu(QMenu* menu)
{
    const bool isThere = m_graphing.graph() && m_graphing.graph()->resources()->firstNs() > 0;
    menu->addAction(tr("&This Moment, and Go On to Another"), this,
                    [this] { m_asking.compareWith(m_investigation.moment()); })
        ->setEnabled(isThere && m_investigation.moment().has_value());
    menu->addAction(tr("The &First Moment That Was Recorded"), this,
                    [this] {
                        if (m_graphing.graph())
                            m_asking.compareWith(m_graphing.graph()->resources()->firstNs());
                    })
        ->setEnabled(isThere);
    menu->addAction(tr("&Another Moment…"), this, &GraphTools::askForMoment)->setEnabled(isThere);
    menu->addSeparator();
    menu->addAction(tr("Compare &No Longer"), this, [this] { m_asking.compareWith({}); })
        ->setEnabled(m_asking.comparedWith().has_value());
}

void GraphTools::fillShowMenu(QMenu* menu)
{
    const auto add = [&](const QString& words, bool config::GraphFilter::*part) {
        QAction* action = menu->addAction(words);
        action->setCheckable(true);
        action->setChecked(m_graphing.question().filter.*part);
        connect(action, &QAction::triggered, this, [this, part](bool on) {
            config::GraphFilter filter = m_graphing.question().filter;
            filter.*part = on;
            m_graphing.setFilter(filter);
        });
    };
    add(tr("&Derived Relations (Only in the Configuration)"), &config::GraphFilter::derived);
    add(tr("&Named by Others, Not Recorded"), &config::GraphFilter::dangling);
    add(tr("D&eleted, but Still Named"), &config::GraphFilter::deleted);
    menu->addSeparator();
    menu->addAction(tr("Show What Was &Hidden"), this, [this] { m_graphing.showHidden(); })
        ->setEnabled(!m_graphing.question().hidden.empty());
    menu->addAction(tr("&Arrange Anew"), this, [this] { m_graphing.arrangeAnew(); })
        ->setEnabled(m_graphing.picture() != nullptr);
}

// The tag that was grouped by last stays among them.
void GraphTools::fillGroups()
{
    const config::Grouping& grouping = m_graphing.question().grouping;
    if (grouping.by == GroupBy::Tag)
        m_tag = grouping.tag;
    const QString tag = QString::fromStdString(m_tag);
    const int listed = m_groupBy->findData(static_cast<int>(GroupBy::Tag));
    const QString listedTag =
        listed < 0 ? QString() : m_groupBy->itemData(listed, kTagRole).toString();
    if (m_groupBy->currentData() == static_cast<int>(grouping.by) && listedTag == tag)
        return;
    const QSignalBlocker quiet(m_groupBy);
    m_groupBy->clear();
    for (const GroupBy by : kGroups)
        m_groupBy->addItem(graph::groupWord(by), static_cast<int>(by));
    if (!m_tag.empty()) {
        m_groupBy->addItem(tr("Tag %1").arg(graph::shown(m_tag)), static_cast<int>(GroupBy::Tag));
        m_groupBy->setItemData(m_groupBy->count() - 1, tag, kTagRole);
    }
    m_groupBy->setCurrentIndex(m_groupBy->findData(static_cast<int>(grouping.by)));
    m_groupBy->addItem(tr("A tag…"));
}

void GraphTools::setGrouping(GroupBy by, const std::string& tag)
{
    m_graphing.setGrouping({.by = by, .tag = tag});
    QSettings settings;
    settings.setValue(kGroupKey, QString::fromUtf8(config::groupByKey(by)));
    if (by == GroupBy::Tag)
        settings.setValue(kTagKey, QString::fromStdString(tag));
}

void GraphTools::chooseGrouping(int index)
{
    const QVariant by = m_groupBy->itemData(index);
    if (by.isValid()) {
        setGrouping(static_cast<GroupBy>(by.toInt()),
                    m_groupBy->itemData(index, kTagRole).toString().toStdString());
        return;
    }
    fillGroups(); // the old one, unless there is an answer
    dialogs::askText(this, tr("Group by a Tag"), tr("Key of the tag, as it is written: Team"), {},
                     [this](const QString& key) {
                         if (!key.isEmpty())
                             setGrouping(GroupBy::Tag, key.toStdString());
                     });
}

void GraphTools::restore()
{
    const QSettings settings;
    const std::string key = settings.value(kGroupKey).toString().toStdString();
    m_tag = settings.value(kTagKey).toString().toStdString();
    if (const auto by = config::groupByOfKey(key); by && (*by != GroupBy::Tag || !m_tag.empty()))
        m_graphing.setGrouping({.by = *by, .tag = *by == GroupBy::Tag ? m_tag : std::string()});
    if (const int depth = settings.value(kDepthKey, 1).toInt(); depth >= 0)
        m_graphing.setDepth(static_cast<std::uint32_t>(depth));
}

void GraphTools::askForMoment()
{
    const auto momentIn = [this](const QString& text) {
        return m_graphing.graph() ? momentOf(text.trimmed(), m_investigation.zone(),
                                             m_graphing.graph()->resources()->lastNs())
                                  : std::nullopt;
    };
    const auto wrong = [momentIn](const QString& text) {
        return momentIn(text) ? QString() : tr("“%1” is no moment.").arg(visibleText(text));
    };
    dialogs::askText(this, tr("Compare with Another Moment"),
                     tr("The earlier moment: 2026-03-14, 2026-03-14 09:26:53, or -12h"), {}, wrong,
                     [this, momentIn](const QString& text) {
                         if (const auto moment = momentIn(text))
                             m_asking.compareWith(moment);
                     });
}

bool GraphTools::isAsked(TrailQuestion::Kind kind) const
{
    return m_asking.trail() && m_asking.trail()->question.kind == kind;
}

void GraphTools::pressPath()
{
    const auto no = m_view->selection().node;
    if (isAsked(TrailQuestion::Kind::Path) || m_view->pathStart()) {
        m_asking.clearTrail();
        m_view->setPathStart(std::nullopt);
    } else if (no.isValid()) {
        m_view->setPathStart(no);
        m_view->setFocus();
    }
    showState();
}

void GraphTools::pressInternet()
{
    const auto no = m_view->selection().node;
    if (isAsked(TrailQuestion::Kind::Internet))
        m_asking.clearTrail();
    else if (m_view->isSecurityGroup(no))
        m_asking.findInternet(no);
    showState();
}

void GraphTools::setCanExport(bool can)
{
    m_export->setEnabled(can);
}

void GraphTools::showState()
{
    fillGroups();
    {
        const QSignalBlocker quiet(m_depth);
        m_depth->setValue(static_cast<int>(m_graphing.question().depth));
    }
    const auto& picture = m_graphing.picture();
    const bool isThere = picture != nullptr;
    const bool isNode = isThere && m_view->selection().node.isValid();
    m_earlier->setEnabled(isThere && !m_asking.isStepping());
    m_later->setEnabled(isThere && !m_asking.isStepping() && m_investigation.moment());
    m_compare->setEnabled(isThere);
    m_show->setEnabled(isThere);
    m_finder->setEnabled(m_graphing.graph() != nullptr);
    const bool isPath = isAsked(TrailQuestion::Kind::Path) || m_view->pathStart();
    const bool isInternet = isAsked(TrailQuestion::Kind::Internet);
    m_path->setEnabled(isNode || isPath);
    m_path->setChecked(isPath);
    m_internet->setEnabled(isInternet
                           || (isNode && m_view->isSecurityGroup(m_view->selection().node)));
    m_internet->setChecked(isInternet);
}

} // namespace trailloupe::ui
