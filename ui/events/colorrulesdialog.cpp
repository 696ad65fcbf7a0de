#include "ui/events/colorrulesdialog.h"

#include "ui/common/barwords.h"
#include "ui/common/theme.h"
#include "ui/events/colorrules.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QShortcut>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

using workspace::Coloring;
using workspace::ColorRule;

namespace {

constexpr int kFilterColumn = 0;
constexpr int kCountColumn = 1;

// What is wrong with the filter of a rule; empty when nothing is.
QString problemOf(const QString& filter, const QByteArray& zone)
{
    const workspace::FilterText read = workspace::readFilterText(filter, zone);
    if (read.barError)
        return barErrorWords(*read.barError);
    if (read.patternError)
        return patternErrorWords(*read.patternError);
    return {};
}

} // namespace

ColorRulesDialog::ColorRulesDialog(Coloring& coloring,
                                   const workspace::Investigation& investigation, QWidget* parent)
    : QDialog(parent)
    , m_coloring(coloring)
    , m_investigation(investigation)
    , m_list(new QTreeWidget(this))
    , m_problem(new QLabel(this))
{
    setWindowTitle(tr("Colour Rules"));
    resize(720, 400);
    auto* hint = new QLabel(tr("An event has the colour of the first rule that it fulfils. A rule "
                               "is a filter; double-click to change it."),
                            this);
    makeQuiet(hint);
    hint->setWordWrap(true);
    m_list->setAccessibleName(tr("Colour rules"));
    m_list->setHeaderLabels({tr("Filter"), tr("Events")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(kFilterColumn, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(kCountColumn, QHeaderView::Fixed);
    m_list->header()->resizeSection(kCountColumn, 110);
    m_list->headerItem()->setTextAlignment(kCountColumn, Qt::AlignRight | Qt::AlignVCenter);
    m_list->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);

    auto* middle = new QHBoxLayout;
    middle->addWidget(m_list, 1);
    middle->addWidget(makeButtons());
    auto* close = new QDialogButtonBox(QDialogButtonBox::Close, this);
    close->button(QDialogButtonBox::Close)->setAutoDefault(false);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(makeColors());
    bottom->addStretch();
    bottom->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addWidget(hint);
    layout->addLayout(middle, 1);
    layout->addWidget(m_problem);
    layout->addLayout(bottom);

    connect(close, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QTreeWidget::itemChanged, this, &ColorRulesDialog::adopt);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ColorRulesDialog::showCurrent);
    connect(&m_coloring, &Coloring::rulesChanged, this, &ColorRulesDialog::fill);
    connect(&m_coloring, &Coloring::resultChanged, this, &ColorRulesDialog::showCounts);
    fill();
}

QWidget* ColorRulesDialog::makeButtons()
{
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    const auto button = [&](const QString& text, const auto& action) {
        auto* made = new QPushButton(text, box);
        made->setAutoDefault(false);
        connect(made, &QPushButton::clicked, this, action);
        layout->addWidget(made);
        return made;
    };
    auto* added = button(tr("&Add"), [this] { add(); });
    added->setToolTip(tr("A rule for the filter that is in force"));
    m_remove = button(tr("&Remove"), [this] { remove(); });
    layout->addSpacing(12);
    m_up = button(tr("Move &Up"), [this] { move(-1); });
    m_down = button(tr("Move &Down"), [this] { move(1); });
    layout->addStretch();
    auto* removeKey = new QShortcut(QKeySequence(Qt::Key_Delete), m_list);
    removeKey->setContext(Qt::WidgetShortcut);
    connect(removeKey, &QShortcut::activated, this, &ColorRulesDialog::remove);
    return box;
}

QWidget* ColorRulesDialog::makeColors()
{
    auto* box = new QWidget(this);
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    for (int color = 0; color < Coloring::kColors; ++color) {
        auto* made = new QToolButton(box);
        made->setIcon(colorrules::swatch(color));
        made->setText(colorrules::name(color));
        made->setAccessibleName(colorrules::name(color));
        made->setToolTip(colorrules::name(color));
        made->setCheckable(true);
        made->setAutoRaise(true);
        made->setFocusPolicy(Qt::TabFocus);
        connect(made, &QToolButton::clicked, this, [this, color] { setColor(color); });
        layout->addWidget(made);
        m_colors.push_back(made);
    }
    return box;
}

void ColorRulesDialog::fill()
{
    const int now = current();
    {
        const QScopedValueRollback filling(m_filling, true);
        m_list->clear();
        for (const ColorRule& rule : m_coloring.rules()) {
            auto* item = new QTreeWidgetItem(m_list, {rule.filter});
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable
                           | Qt::ItemIsUserCheckable);
            item->setCheckState(kFilterColumn, rule.enabled ? Qt::Checked : Qt::Unchecked);
            item->setIcon(kFilterColumn, colorrules::swatch(rule.color));
            item->setToolTip(kFilterColumn, toolTipText(visibleText(rule.filter)));
            item->setTextAlignment(kCountColumn, Qt::AlignRight | Qt::AlignVCenter);
        }
        m_list->setCurrentItem(
            m_list->topLevelItem(std::clamp(now, 0, std::max(0, m_list->topLevelItemCount() - 1))));
    }
    showCounts();
    showCurrent();
}

void ColorRulesDialog::showCounts()
{
    const QScopedValueRollback filling(m_filling, true);
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        const auto rule = static_cast<std::size_t>(i);
        const auto count = m_coloring.count(rule);
        const bool wrong =
            !problemOf(m_coloring.rules()[rule].filter, m_investigation.zone()).isEmpty();
        const ColorRule& shown = m_coloring.rules()[rule];
        const bool failed =
            m_coloring.error() && !count && shown.enabled && !shown.filter.isEmpty();
        m_list->topLevelItem(i)->setText(kCountColumn,
                                         wrong        ? tr("cannot be read")
                                             : failed ? tr("not computed")
                                             : count  ? countText(*count)
                                                      : QString());
        m_list->topLevelItem(i)->setToolTip(
            kCountColumn,
            failed && !wrong ? QString::fromStdString(m_coloring.error()->detail) : QString());
    }
}

void ColorRulesDialog::showCurrent()
{
    if (m_filling)
        return;
    const int at = current();
    const int rules = m_list->topLevelItemCount();
    m_remove->setEnabled(at >= 0);
    m_up->setEnabled(at > 0);
    m_down->setEnabled(at >= 0 && at < rules - 1);
    for (std::size_t color = 0; color < m_colors.size(); ++color) {
        m_colors[color]->setEnabled(at >= 0);
        m_colors[color]->setChecked(at >= 0
                                    && m_coloring.rules()[static_cast<std::size_t>(at)].color
                                        == static_cast<int>(color));
    }
    QString problem;
    if (at >= 0) {
        const QString& filter = m_coloring.rules()[static_cast<std::size_t>(at)].filter;
        problem = filter.trimmed().isEmpty()
            ? tr("This rule asks for nothing yet. Write it as in the filter bar.")
            : problemOf(filter, m_investigation.zone());
    }
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void ColorRulesDialog::adopt(QTreeWidgetItem* item)
{
    if (m_filling)
        return;
    const int at = m_list->indexOfTopLevelItem(item);
    std::vector<ColorRule> rules = m_coloring.rules();
    ColorRule& rule = rules[static_cast<std::size_t>(at)];
    rule.filter = item->text(kFilterColumn).trimmed();
    rule.enabled = item->checkState(kFilterColumn) == Qt::Checked;
    // Queued: the list must not be filled anew while it still handles the edit.
    QMetaObject::invokeMethod(
        this, [this, rules = std::move(rules), at] { change(rules, at); }, Qt::QueuedConnection);
}

void ColorRulesDialog::add()
{
    std::vector<ColorRule> rules = m_coloring.rules();
    const auto used = [&](int color) {
        return std::ranges::find(rules, color, &ColorRule::color) != rules.end();
    };
    int color = 0;
    while (color < Coloring::kColors - 1 && used(color))
        ++color;
    rules.insert(rules.begin(),
                 {.filter = workspace::asOneText(m_investigation.filter()).value_or(QString()),
                  .color = color});
    change(std::move(rules), 0);
    m_list->setFocus();
    if (m_coloring.rules().front().filter.isEmpty())
        m_list->editItem(m_list->topLevelItem(0), kFilterColumn);
}

void ColorRulesDialog::remove()
{
    const int at = current();
    if (at < 0)
        return;
    std::vector<ColorRule> rules = m_coloring.rules();
    rules.erase(rules.begin() + at);
    change(std::move(rules), at);
}

void ColorRulesDialog::move(int by)
{
    const int at = current();
    std::vector<ColorRule> rules = m_coloring.rules();
    if (at < 0 || at + by < 0 || at + by >= static_cast<int>(rules.size()))
        return;
    std::swap(rules[static_cast<std::size_t>(at)], rules[static_cast<std::size_t>(at + by)]);
    change(std::move(rules), at + by);
}

void ColorRulesDialog::setColor(int color)
{
    const int at = current();
    if (at < 0)
        return;
    std::vector<ColorRule> rules = m_coloring.rules();
    rules[static_cast<std::size_t>(at)].color = color;
    change(std::move(rules), at);
}

int ColorRulesDialog::current() const
{
    return m_list->indexOfTopLevelItem(m_list->currentItem());
}

void ColorRulesDialog::change(std::vector<ColorRule> rules, int current)
{
    m_coloring.setRules(std::move(rules));
    m_list->setCurrentItem(
        m_list->topLevelItem(std::min(current, m_list->topLevelItemCount() - 1)));
    showCurrent();
}

} // namespace trailloupe::ui
