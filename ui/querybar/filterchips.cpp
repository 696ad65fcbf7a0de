#include "ui/querybar/filterchips.h"

#include "model/workspace/pivots.h"
#include "ui/common/flowlayout.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/timetext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace trailloupe::ui {

using workspace::Filter;
using workspace::FilterChip;
using workspace::Investigation;

namespace {

constexpr int kMaxChipWidth = 560;

// The opposite of a condition, in the bar's language.
QString negated(const QString& text, const QByteArray& zone)
{
    const auto query = query::parseBar(text.toStdString(), workspace::barOptions(zone));
    if (!query.predicate)
        return text;
    const auto opposite = query::printBar(*query::Predicate::negation(query.predicate));
    return opposite ? QString::fromStdString(*opposite) : QStringLiteral("not (%1)").arg(text);
}

} // namespace

FilterChips::FilterChips(Investigation& investigation, QWidget* parent)
    : QWidget(parent)
    , m_investigation(investigation)
    , m_layout(new FlowLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(6);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Conditions"));
    connect(&investigation, &Investigation::filterChanged, this, &FilterChips::showChips);
    connect(&investigation, &Investigation::zoneChanged, this, &FilterChips::showChips);
    showChips();
}

void FilterChips::showChips()
{
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    const std::size_t count = m_investigation.filter().chips.size();
    for (std::size_t i = 0; i < count; ++i)
        m_layout->addWidget(makeChip(i));
    // The line is there without chips too: what is below must not move away under a click.
    if (count == 0)
        m_layout->addWidget(makeHint());
    else if (count > 1)
        m_layout->addWidget(makeClear());
}

QWidget* FilterChips::makeHint()
{
    auto* hint = new QLabel(tr("Click a value beside the events to narrow them; what you clicked "
                               "stands here."),
                            this);
    makeQuiet(hint);
    hint->setMinimumHeight(QToolButton().sizeHint().height());
    return hint;
}

QWidget* FilterChips::makeClear()
{
    auto* clear = new QToolButton(this);
    clear->setText(tr("Clear"));
    clear->setToolTip(tr("Remove all conditions that are not pinned"));
    clear->setAutoRaise(true);
    connect(clear, &QToolButton::clicked, this, [this] {
        Filter filter = m_investigation.filter();
        std::erase_if(filter.chips, [](const FilterChip& chip) { return !chip.pinned; });
        m_investigation.setFilter(filter);
    });
    return clear;
}

// The time is said in the zone of the window, other conditions as they are written.
QString FilterChips::wordsOf(const FilterChip& chip) const
{
    const auto choice =
        chip.isTime ? workspace::timeChoice(m_investigation) : workspace::TimeChoice();
    if (choice.undated)
        return tr("without a time");
    if (!choice.span || choice.span->from == INT64_MIN || choice.span->to == INT64_MAX)
        return visibleText(chip.text);
    return TimeText(m_investigation.zone()).span(choice.span->from, choice.span->to);
}

QWidget* FilterChips::makeChip(std::size_t index)
{
    const FilterChip& chip = m_investigation.filter().chips[index];
    const QString condition = visibleText(chip.text);
    const QString words = wordsOf(chip);
    auto* button = new QToolButton(this);
    button->setObjectName(QStringLiteral("chip"));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIcon(icon(chip.pinned       ? QStringLiteral("preset")
                             : chip.isTime ? QStringLiteral("clock")
                                           : QStringLiteral("filter")));
    button->setText(button->fontMetrics().elidedText(words, Qt::ElideMiddle, kMaxChipWidth));
    button->setAccessibleName(chip.enabled ? words : tr("%1, switched off").arg(words));
    button->setToolTip(toolTipText(
        condition + u'\n'
        + (chip.enabled ? tr("Click to switch off; more with the right button or the Menu key")
                        : tr("Click to switch on; more with the right button or the Menu key"))));
    button->setCheckable(true);
    button->setChecked(chip.enabled);
    QFont font = button->font();
    font.setStrikeOut(!chip.enabled);
    button->setFont(font);
    button->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(button, &QToolButton::clicked, this, [this, index] { perform(Action::Toggle, index); });
    connect(button, &QWidget::customContextMenuRequested, this, [this, index, button](QPoint at) {
        auto* menu = new QMenu(button);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillMenu(menu, index);
        menu->popup(button->mapToGlobal(at));
    });
    auto* remove = new QToolButton(this);
    remove->setIcon(icon(QStringLiteral("close")));
    remove->setAutoRaise(true);
    remove->setAccessibleName(tr("Remove %1").arg(words));
    remove->setToolTip(tr("Remove"));
    connect(remove, &QToolButton::clicked, this, [this, index] { perform(Action::Remove, index); });
    auto* both = new QWidget(this);
    auto* layout = new QHBoxLayout(both);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(button);
    layout->addWidget(remove);
    return both;
}

void FilterChips::fillMenu(QMenu* menu, std::size_t index)
{
    const FilterChip& chip = m_investigation.filter().chips[index];
    const auto add = [&](const QString& text, Action action) {
        QAction* made = menu->addAction(text);
        connect(made, &QAction::triggered, this, [this, action, index] { perform(action, index); });
        return made;
    };
    add(chip.enabled ? tr("Switch &Off") : tr("Switch &On"), Action::Toggle);
    add(tr("Turn &Round (not)"), Action::Negate);
    add(chip.pinned ? tr("Un&pin") : tr("&Pin (stays when the filter is cleared)"), Action::Pin);
    QAction* edit = add(tr("&Edit as Text"), Action::Edit);
    edit->setEnabled(m_editable);
    if (!m_editable) {
        menu->setToolTipsVisible(true);
        edit->setToolTip(tr("The line above holds a filter pattern, or text that cannot be read; "
                            "a condition cannot be added to it."));
    }
    menu->addSeparator();
    add(tr("&Remove"), Action::Remove);
}

void FilterChips::perform(Action action, std::size_t index)
{
    Filter filter = m_investigation.filter();
    if (index >= filter.chips.size())
        return;
    FilterChip& chip = filter.chips[index];
    switch (action) {
    case Action::Toggle:
        chip.enabled = !chip.enabled;
        break;
    case Action::Negate:
        chip.text = negated(chip.text, m_investigation.zone());
        break;
    case Action::Pin:
        chip.pinned = !chip.pinned;
        break;
    case Action::Edit:
        if (m_editable)
            Q_EMIT editRequested(index);
        return;
    case Action::Remove:
        filter.chips.erase(filter.chips.begin() + static_cast<std::ptrdiff_t>(index));
        break;
    }
    if (!m_investigation.setFilter(filter)) {
        showChips(); // the click has switched its button already
        Q_EMIT refused();
    }
}

} // namespace trailloupe::ui
