#include "ui/compare/comparetray.h"

#include "model/workspace/comparing.h"
#include "model/workspace/investigation.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace trailloupe::ui {

namespace {

constexpr int kChipWidth = 340;
constexpr int kLeastChipWidth = 56;

} // namespace

CompareTray::CompareTray(workspace::Comparing& comparing, workspace::Investigation& investigation,
                         QWidget* parent)
    : QWidget(parent)
    , m_comparing(comparing)
    , m_investigation(investigation)
    , m_chips(new QHBoxLayout)
    , m_words(new ElidedLabel(this))
    , m_compare(new QPushButton(icon(QStringLiteral("compare")), tr("Compare"), this))
    , m_clear(new QToolButton(this))
{
    setObjectName(QStringLiteral("compareTray"));
    setAccessibleName(tr("Events to compare"));
    setAttribute(Qt::WA_StyledBackground);
    m_words->setTextFormat(Qt::PlainText);
    makeQuiet(m_words);
    m_clear->setIcon(icon(QStringLiteral("close")));
    m_clear->setToolTip(tr("Empty the tray"));
    m_clear->setAccessibleName(m_clear->toolTip());
    m_clear->setAutoRaise(true);
    m_chips->setSpacing(4);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 4, 8, 4);
    layout->setSpacing(8);
    layout->addLayout(m_chips, 3);
    layout->addWidget(m_words, 2);
    layout->addStretch();
    layout->addWidget(m_compare);
    layout->addWidget(m_clear);
    connect(m_compare, &QPushButton::clicked, this,
            [this] { m_investigation.setPage(QStringLiteral("compare")); });
    connect(m_clear, &QToolButton::clicked, this, [this] {
        m_said.clear();
        m_comparing.clear();
        showTray();
    });
    connect(&m_comparing, &workspace::Comparing::trayChanged, this, [this] {
        m_said.clear();
        showTray();
    });
    connect(&m_comparing, &workspace::Comparing::noRoomFor, this, [this](std::size_t events) {
        say(tr("%1 events can be compared at once; there was no room for %2.")
                .arg(compare::kMostEvents)
                .arg(countText(events)));
    });
    connect(&m_comparing, &workspace::Comparing::compared, this,
            [this] { m_investigation.setPage(QStringLiteral("compare")); });
    connect(&m_comparing, &workspace::Comparing::nonePrevious, this, [this] {
        say(tr("No earlier event of this name by the same actor is in the export."));
    });
    connect(&m_comparing, &workspace::Comparing::noneKept, this, [this] {
        say(tr("Fewer than two of the events of this comparison are in the export."));
    });
    connect(&m_investigation, &workspace::Investigation::pageChanged, this, &CompareTray::showTray);
    showTray();
}

void CompareTray::say(const QString& words)
{
    m_said = words;
    showTray();
}

QString CompareTray::words() const
{
    return m_words->text();
}

void CompareTray::setDragged(Dragged dragged)
{
    if (dragged == m_dragged)
        return;
    m_dragged = dragged;
    setProperty("takesDrop", dragged == Dragged::Here);
    style()->unpolish(this);
    style()->polish(this);
    showTray();
}

void CompareTray::showTray()
{
    while (QLayoutItem* item = m_chips->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    int number = 0;
    for (const RowId row : m_comparing.tray())
        m_chips->addWidget(makeChip(row, ++number), 1);
    const auto count = m_comparing.tray().size();
    const bool isThere = m_investigation.page() == QStringLiteral("compare");
    QString words = m_said;
    if (m_dragged != Dragged::Nothing && count < compare::kMostEvents)
        words = tr("Drop events here to compare them.");
    else if (words.isEmpty() && count < compare::kFewestEvents)
        words = tr("One more, and they can be compared (C).");
    m_words->setText(words);
    m_words->setVisible(!words.isEmpty());
    m_compare->setEnabled(count >= compare::kFewestEvents);
    m_compare->setVisible(!isThere && count > 0);
    setVisible(count > 0 || !m_said.isEmpty() || m_dragged != Dragged::Nothing);
}

QWidget* CompareTray::makeChip(RowId row, int number)
{
    auto* chip = new QWidget(this);
    chip->setObjectName(QStringLiteral("compareChip"));
    chip->setAttribute(Qt::WA_StyledBackground);
    chip->setMinimumWidth(kLeastChipWidth);
    chip->setMaximumWidth(kChipWidth);
    const compare::EventTitle event = m_comparing.title(row);
    const QString title = visibleText(QString::fromStdString(event.line()));
    auto* words = new ElidedLabel(chip);
    words->setTextFormat(Qt::PlainText);
    // The name says more than the date, which is in the tip.
    words->setText(QStringLiteral("%1  %2  %3")
                       .arg(QString::number(number),
                            visibleText(QString::fromStdString(event.name)),
                            visibleText(QString::fromStdString(event.user))));
    words->setToolTip(toolTipText(title));
    auto* remove = new QToolButton(chip);
    remove->setIcon(icon(QStringLiteral("close")));
    remove->setAutoRaise(true);
    remove->setIconSize({12, 12});
    remove->setToolTip(tr("Take it out of the comparison"));
    remove->setAccessibleName(tr("Take %1 out of the comparison").arg(title));
    connect(remove, &QToolButton::clicked, this, [this, row] { m_comparing.remove(row); });
    auto* layout = new QHBoxLayout(chip);
    layout->setContentsMargins(8, 1, 2, 1);
    layout->setSpacing(2);
    layout->addWidget(words, 1);
    layout->addWidget(remove);
    return chip;
}

} // namespace trailloupe::ui
