#include "ui/periods/periodspage.h"

#include "model/workspace/investigation.h"
#include "model/workspace/pivots.h"
#include "model/workspace/workspace.h"
#include "ui/common/barwords.h"
#include "ui/common/columntitles.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"
#include "ui/common/theme.h"
#include "ui/periods/periodsdelegate.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace trailloupe::ui {

using items::PeriodsModel;
using workspace::PeriodComparing;

namespace {

constexpr int kTypingMs = 400;
constexpr int kValueWidth = 420;
constexpr int kTrendWidth = 90;
constexpr int kNumberWidth = 110;

} // namespace

PeriodsPage::PeriodsPage(workspace::Workspace& workspace, workspace::Investigation& investigation,
                         const workspace::Filtering& filtering, workspace::JobRunner& jobs,
                         QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_comparing(workspace, investigation, filtering, jobs)
    , m_model(new PeriodsModel(this))
    , m_fill(new QToolButton(this))
    , m_swap(new QToolButton(this))
    , m_same(new QToolButton(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_tree(new QTreeView(this))
{
    m_model->setColumnTitles(
        {tr("Value"), tr("Trend"), tr("A"), tr("B"), tr("A per hour"), tr("B per hour")});
    m_model->setTitles([](const query::Field& field) { return fieldTitle(field); });
    auto* grid = new QGridLayout;
    grid->setContentsMargins(12, 8, 12, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    m_before = makeSide(grid, 0, tr("A, before"), tr("Filter of what is compared with: time<…"));
    m_after = makeSide(grid, 1, tr("B, after"), tr("Filter of what is compared: time>=…"));
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(2, 2);
    m_fill->setText(tr("Compare ▾"));
    m_fill->setIcon(icon(QStringLiteral("compare")));
    m_fill->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fill->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_fill);
    m_fill->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMenu(menu); });
    m_swap->setText(tr("Swap"));
    m_same->setText(tr("Also the same"));
    m_same->setCheckable(true);
    grid->addWidget(m_fill, 0, 3);
    grid->addWidget(m_swap, 1, 3, Qt::AlignLeft);
    grid->addWidget(m_same, 1, 4);
    makeTree();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_tree);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(grid);
    layout->addWidget(m_stack, 1);

    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, &PeriodsPage::take);
    connect(m_swap, &QToolButton::clicked, this, [this] {
        m_comparing.setTexts({m_comparing.texts().after, m_comparing.texts().before});
    });
    connect(m_same, &QToolButton::toggled, this, [this](bool show) {
        m_model->setShowSame(show);
        m_tree->expandAll();
    });
    connect(&m_comparing, &PeriodComparing::textsChanged, this, &PeriodsPage::showTexts);
    connect(&m_comparing, &PeriodComparing::changed, this, &PeriodsPage::showPeriods);
    connect(&m_comparing, &PeriodComparing::runningChanged, this, &PeriodsPage::showPeriods);
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this,
            &PeriodsPage::showPeriods);
    connect(&m_workspace, &workspace::Workspace::stateChanged, this, &PeriodsPage::showState);
    showPeriods();
}

PeriodsPage::Side PeriodsPage::makeSide(QGridLayout* grid, int row, const QString& name,
                                        const QString& hint)
{
    Side side{new QLineEdit(this), new ElidedLabel(this)};
    auto* label = new QLabel(name, this);
    label->setBuddy(side.line);
    side.line->setPlaceholderText(hint);
    side.line->setAccessibleName(name);
    side.line->setClearButtonEnabled(true);
    side.line->setMinimumWidth(120);
    side.words->setTextFormat(Qt::PlainText);
    grid->addWidget(label, row, 0);
    grid->addWidget(side.line, row, 1);
    grid->addWidget(side.words, row, 2);
    connect(side.line, &QLineEdit::textEdited, this, [this] { m_typing.start(); });
    connect(side.line, &QLineEdit::returnPressed, this, &PeriodsPage::take);
    return side;
}

void PeriodsPage::makeTree()
{
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new PeriodsDelegate(m_tree));
    m_tree->setAccessibleName(tr("What changed between A and B"));
    m_tree->setUniformRowHeights(true);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setHeaderHidden(false);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->resizeSection(PeriodsModel::ValueColumn, kValueWidth);
    m_tree->header()->setSectionResizeMode(PeriodsModel::ValueColumn, QHeaderView::Stretch);
    m_tree->header()->setMinimumSectionSize(60);
    m_tree->header()->resizeSection(PeriodsModel::TrendColumn, kTrendWidth);
    for (int column = PeriodsModel::BeforeColumn; column < PeriodsModel::kColumns; ++column)
        m_tree->header()->resizeSection(column, kNumberWidth);
    connect(m_tree, &QTreeView::activated, this, &PeriodsPage::openLine);
    connect(m_tree, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        if (index.data(PeriodsModel::MoreRole).isValid())
            openLine(index);
    });
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &PeriodsPage::showMenu);
}

QString PeriodsPage::beforeWords() const
{
    return m_before.words->text();
}

QString PeriodsPage::afterWords() const
{
    return m_after.words->text();
}

bool PeriodsPage::isShowingTree() const
{
    return m_stack->currentWidget() == m_tree;
}

void PeriodsPage::fillMenu(QMenu* menu)
{
    menu->clear();
    const std::pair<QString, std::optional<PeriodComparing::Texts>> offers[] = {
        {tr("Before the selected event, and from it on"), m_comparing.aroundSelectedEvent()},
        {tr("All before the selected time, and that time"), m_comparing.beforeSelectedTime()},
        {tr("All others, and what the filter finds"), m_comparing.againstTheRest()},
    };
    for (const auto& [words, texts] : offers) {
        QAction* action = menu->addAction(words);
        action->setEnabled(texts.has_value());
        if (texts)
            connect(action, &QAction::triggered, this,
                    [this, texts = *texts] { m_comparing.setTexts(texts); });
    }
    menu->addSeparator();
    const auto text = workspace::asOneText(m_investigation.filter());
    const bool hasFilter = text && !text->isEmpty();
    const auto addTake = [&](const QString& words, bool after) {
        QAction* action = menu->addAction(words);
        action->setEnabled(hasFilter);
        connect(action, &QAction::triggered, this, [this, text, after] {
            PeriodComparing::Texts texts = m_comparing.texts();
            (after ? texts.after : texts.before) = *text;
            m_comparing.setTexts(texts);
        });
    };
    addTake(tr("The filter as A"), false);
    addTake(tr("The filter as B"), true);
}

void PeriodsPage::take()
{
    m_typing.stop();
    m_comparing.setTexts({m_before.line->text(), m_after.line->text()});
}

void PeriodsPage::showTexts()
{
    const auto put = [](QLineEdit* line, const QString& text) {
        if (line->text() != text) {
            line->setText(text);
            line->setCursorPosition(0);
        }
    };
    put(m_before.line, m_comparing.texts().before);
    put(m_after.line, m_comparing.texts().after);
    showPeriods();
}

void PeriodsPage::showSide(const Side& side, const QString& text, const workspace::FilterText& read,
                           const compare::PeriodSide* found)
{
    QString words;
    const bool isWrong = !text.trimmed().isEmpty() && !read.predicate;
    if (isWrong) {
        words =
            read.barError ? barErrorWords(*read.barError) : patternErrorWords(*read.patternError);
    } else if (found) {
        words = tr("%1 events").arg(countText(found->events));
        const TimeText time(m_investigation.zone());
        words += found->span
            ? QStringLiteral("  ·  ") + time.span(found->span->from, found->span->to)
            : QStringLiteral("  ·  ") + tr("no time of the export");
    } else if (m_comparing.isRunning()) {
        words = tr("Comparing");
    }
    side.words->setText(visibleText(words));
    side.words->setToolTip(toolTipText(words));
    QPalette palette = this->palette();
    const ThemeColors& colors = themeColors(palette);
    palette.setColor(QPalette::WindowText, isWrong ? colors.bad : colors.muted);
    side.words->setPalette(palette);
}

void PeriodsPage::showPeriods()
{
    const auto& periods = m_comparing.periods();
    if (periods != m_model->periods()) {
        m_model->setPeriods(periods);
        m_tree->expandAll();
    }
    // Counts stand only beside the text that they are of.
    const auto& texts = m_comparing.texts();
    const auto& answered = m_comparing.answered();
    showSide(m_before, texts.before, m_comparing.before(),
             periods && answered.before == texts.before ? &periods->before : nullptr);
    showSide(m_after, texts.after, m_comparing.after(),
             periods && answered.after == texts.after ? &periods->after : nullptr);
    showState();
}

void PeriodsPage::showState()
{
    const auto& texts = m_comparing.texts();
    const bool isAsked = !texts.before.trimmed().isEmpty() && !texts.after.trimmed().isEmpty()
        && m_comparing.before().predicate && m_comparing.after().predicate;
    m_swap->setEnabled(texts != PeriodComparing::Texts());
    if (m_comparing.error()) {
        m_empty->show(EmptyState::Mood::Problem, QStringLiteral("warning"),
                      tr("The periods could not be compared"), errorText(*m_comparing.error()));
    } else if (m_comparing.periods()) {
        m_stack->setCurrentWidget(m_tree);
        return;
    } else if (isAsked && m_workspace.state() == workspace::Workspace::State::Loading) {
        m_empty->show(EmptyState::Mood::Busy, QStringLiteral("busy"),
                      tr("Compared as soon as everything is read"), {});
    } else if (m_comparing.isRunning()) {
        m_empty->show(EmptyState::Mood::Busy, QStringLiteral("busy"), tr("Comparing"), {});
    } else {
        m_empty->show(EmptyState::Mood::Calm, QStringLiteral("compare"),
                      tr("Two filters, and what is between them"),
                      tr("A baseline and an incident, one principal and another: what is new, what "
                         "is gone, what became more and less. Write two filters above, or choose "
                         "under “Compare”."));
    }
    m_stack->setCurrentWidget(m_empty);
}

void PeriodsPage::openLine(const QModelIndex& index)
{
    if (index.data(PeriodsModel::MoreRole).isValid()) {
        m_model->showMore(m_model->fieldOf(index));
        return;
    }
    if (const compare::PeriodLine* line = m_model->lineOf(index))
        showEvents(index, line->after > 0);
}

// The events of one side that have the value.
void PeriodsPage::showEvents(const QModelIndex& index, bool after)
{
    const auto value = m_model->pivotValue(index);
    if (!value)
        return;
    const QString& text = after ? m_comparing.answered().after : m_comparing.answered().before;
    workspace::Filter filter{text, {}};
    workspace::addChip(filter, value->condition());
    if (m_investigation.setFilter(filter))
        m_investigation.setPage(QStringLiteral("events"));
}

void PeriodsPage::showMenu(const QPoint& at)
{
    const QModelIndex index = m_tree->indexAt(at);
    const auto value = m_model->pivotValue(index);
    if (!value)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const compare::PeriodLine* line = m_model->lineOf(index);
    const auto addShow = [&](const QString& words, std::uint64_t events, bool after) {
        QAction* action = menu->addAction(icon(QStringLiteral("filter")), words);
        action->setEnabled(events > 0 && workspace::canPivot(*value));
        connect(action, &QAction::triggered, this,
                [this, kept = QPersistentModelIndex(index), after] {
                    if (kept.isValid())
                        showEvents(kept, after);
                });
    };
    addShow(tr("The %1 events of A").arg(countText(line->before)), line->before, false);
    addShow(tr("The %1 events of B").arg(countText(line->after)), line->after, true);
    menu->addSeparator();
    addPivotActions(menu, m_investigation, {*value});
    addFollowAction(menu, m_investigation, *value);
    addColumnAction(menu, m_investigation, *m_workspace.evidence().store, value->field);
    // Whatever changes the filter while the menu is there was chosen in it.
    connect(&m_investigation, &workspace::Investigation::filterChanged, menu,
            [this] { m_investigation.setPage(QStringLiteral("events")); });
    menu->popup(m_tree->viewport()->mapToGlobal(at));
}

void PeriodsPage::copy(CopyForm)
{
    if (const auto value = m_model->pivotValue(m_tree->currentIndex()))
        QApplication::clipboard()->setText(
            QString::fromStdString(value->value.value_or(std::string())));
}

void PeriodsPage::focusSearch()
{
    m_before.line->setFocus();
}

void PeriodsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_comparing.setActive(true);
}

void PeriodsPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_after.words)
        showPeriods();
}

void PeriodsPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_comparing.setActive(false);
}

} // namespace trailloupe::ui
