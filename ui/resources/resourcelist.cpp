#include "ui/resources/resourcelist.h"

#include "model/config/itemfilter.h"
#include "model/query/risks.h"
#include "ui/common/barwords.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/filtercompletion.h"
#include "ui/common/filteredit.h"
#include "ui/common/icons.h"
#include "ui/common/momenttext.h"
#include "ui/common/theme.h"
#include "ui/resources/inventorywords.h"
#include "ui/resources/resourcetable.h"
#include "ui/resources/typechooser.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

using workspace::Inventorying;
using workspace::Investigation;
using workspace::Workspace;

namespace {

constexpr int kTypingMs = 250;
constexpr int kGoingOnMs = 1000; // for letters that may yet come
constexpr int kSearchWidth = 120; // at least
const QString kCompletionSlot = QStringLiteral("inventoryCompletion");

workspace::Completing::Source itemsOf(const Workspace& workspace, const Inventorying& inventorying)
{
    return {[&workspace] { return workspace.evidence().items; },
            [&inventorying] { return inventorying.fields(); },
            [] { return std::vector<workspace::FilterChip>(); }, inventorying.evaluator(),
            kCompletionSlot};
}

QWidget* lineOf(QLabel* words, QWidget* button, QWidget* parent)
{
    auto* line = new QWidget(parent);
    words->setTextFormat(Qt::PlainText);
    words->setWordWrap(true);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(12, 0, 12, 6);
    row->setSpacing(8);
    row->addWidget(words, 1);
    row->addWidget(button);
    line->hide();
    return line;
}

} // namespace

ResourceList::ResourceList(Workspace& workspace, Investigation& investigation,
                           workspace::JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
    , m_inventorying(workspace, investigation, jobs)
    , m_completing(investigation, itemsOf(workspace, m_inventorying), jobs)
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(m_stack))
    , m_table(new ResourceTable(m_model, m_stack))
{
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeTools());
    layout->addWidget(makeHiddenLine());
    layout->addWidget(m_stack, 1);
    layout->addWidget(makeSaidLine());
    setFocusProxy(m_table);
    m_typing.setSingleShot(true);
    connect(&m_typing, &QTimer::timeout, this, &ResourceList::askTyped);
    connectTable();
    connect(&m_inventorying, &Inventorying::inventoryChanged, this, &ResourceList::showInventory);
    connect(&m_inventorying, &Inventorying::runningChanged, this, &ResourceList::showState);
    connect(&m_inventorying, &Inventorying::fieldsChanged, this, &ResourceList::showState);
    connect(&m_workspace, &Workspace::stateChanged, this, &ResourceList::showState);
    connect(&m_workspace, &Workspace::evidenceChanged, &m_completing,
            &workspace::Completing::forgetOthers);
    connect(&m_investigation, &Investigation::selectedResourceChanged, this,
            &ResourceList::showSelected);
    connect(&m_investigation, &Investigation::zoneChanged, this, [this] {
        showWords();
        showMessage();
    });
    connect(m_empty, &EmptyState::actionRequested, this, [this] {
        if (m_mend)
            m_mend();
    });
    readColumns();
    showWords();
    ask();
    showInventory();
}

ResourceList::~ResourceList()
{
    keepColumns();
}

QWidget* ResourceList::makeTools()
{
    auto* tools = new QWidget(this);
    m_search = new FilterEdit(tools);
    m_search->setPlaceholderText(tr("Search: a word, name:web or tags.Owner:alice"));
    m_search->setAccessibleName(tr("Search resources"));
    m_search->setToolTip(tr("In the language of the filter bar, over the configuration items as of "
                            "the moment. A word alone is looked for in every value."));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(kSearchWidth);
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_types = new TypeChooser(tools);
    m_withDeleted = new QCheckBox(tr("Include deleted"), tools);
    m_withDeleted->setToolTip(tr("List resources too that were deleted by then"));
    m_count = new ElidedLabel(tools);
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    makeQuiet(m_count);
    m_message = new QLabel(tools);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->hide();
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_search, 1);
    first->addWidget(m_types);
    auto* second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(m_withDeleted);
    second->addWidget(m_count, 1);
    auto* rows = new QVBoxLayout(tools);
    rows->setContentsMargins(12, 8, 12, 6);
    rows->setSpacing(5);
    rows->addLayout(first);
    rows->addWidget(m_message);
    rows->addLayout(second);
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        m_search->setMark(std::nullopt);
        m_hasWaited = false;
        m_typing.start(kTypingMs);
    });
    connect(m_types, &TypeChooser::chosenChanged, this, &ResourceList::ask);
    connect(m_withDeleted, &QCheckBox::toggled, this, &ResourceList::ask);
    return tools;
}

QWidget* ResourceList::makeHiddenLine()
{
    m_hiddenWords = new QLabel(this);
    m_showHidden = new QPushButton(tr("Show it"), this);
    m_showHidden->setToolTip(tr("Take away what leaves it out"));
    m_hiddenLine = lineOf(m_hiddenWords, m_showHidden, this);
    connect(m_showHidden, &QPushButton::clicked, this, &ResourceList::clearWhatHides);
    return m_hiddenLine;
}

QWidget* ResourceList::makeSaidLine()
{
    m_saidWords = new QLabel(this);
    m_saidWords->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton(this);
    close->setIcon(icon(QStringLiteral("close")));
    close->setAccessibleName(tr("Dismiss"));
    m_saidLine = lineOf(m_saidWords, close, this);
    m_saidLine->layout()->setContentsMargins(12, 4, 12, 4);
    connect(close, &QToolButton::clicked, m_saidLine, &QWidget::hide);
    return m_saidLine;
}

void ResourceList::connectTable()
{
    QHeaderView* header = m_table->horizontalHeader();
    connect(m_table, &ResourceTable::currentResourceChanged, this,
            [this] { m_investigation.selectResource(m_table->current()); });
    connect(m_table, &ResourceTable::openRequested, this, &ResourceList::detailRequested);
    connect(m_table, &ResourceTable::sortRequested, this, &ResourceList::sortBy);
    connect(m_table, &QTableView::customContextMenuRequested, this, &ResourceList::showCellMenu);
    connect(header, &QHeaderView::sectionClicked, this, &ResourceList::sortBy);
    connect(header, &QHeaderView::customContextMenuRequested, this, &ResourceList::showHeaderMenu);
    connect(header, &QHeaderView::sectionMoved, this, [this] {
        if (!m_arrangingHeader)
            adoptSectionOrder();
    });
    connect(header, &QHeaderView::sectionResized, this, [this](int section, int, int size) {
        if (m_arrangingHeader || static_cast<std::size_t>(section) >= m_model.columns().size())
            return;
        const auto& column = m_model.columns()[static_cast<std::size_t>(section)];
        m_widths.insert(QString::fromStdString(config::inventoryColumnKey(column)), size);
    });
}

void ResourceList::setSuggestionsOver(QWidget* area)
{
    auto* suggestions = new FilterCompletion(m_search, m_completing, area);
    connect(suggestions, &FilterCompletion::visibleChanged, this, [this](bool visible) {
        m_isSuggesting = visible;
        showMessage();
    });
}

QString ResourceList::countWords() const
{
    return m_count->text();
}

QString ResourceList::message() const
{
    return m_message->isHidden() ? QString() : m_message->text();
}

QString ResourceList::hiddenWords() const
{
    return m_hiddenLine->isHidden() ? QString() : m_hiddenWords->text();
}

QString ResourceList::saidWords() const
{
    return m_saidLine->isHidden() ? QString() : m_saidWords->text();
}

bool ResourceList::isShowingTable() const
{
    return m_stack->currentWidget() == m_table;
}

void ResourceList::focusSearch()
{
    m_search->setFocus();
    m_search->selectAll();
}

// A word that may become a field's name with the next letters, or a value that may become another
// one, would for a moment find nothing at all.
void ResourceList::askTyped()
{
    if (!m_hasWaited && m_isSuggesting && mayGoOn()) {
        m_hasWaited = true;
        m_typing.start(kGoingOnMs);
    } else {
        ask();
    }
}

bool ResourceList::mayGoOn() const
{
    const auto& offer = m_completing.offer();
    const auto& fields = m_inventorying.fields();
    return (fields && query::mayBecomeCondition(*fields, offer.place))
        || query::mayBecomeValue(offer.place, offer.suggestions);
}

void ResourceList::ask()
{
    m_typing.stop();
    Inventorying::Question question;
    question.filter = m_search->text();
    question.types = m_types->chosen();
    question.withDeleted = m_withDeleted->isChecked();
    question.sort = m_sort;
    m_inventorying.setQuestion(question);
    showMessage();
    showHidden();
}

// What the search cannot be read for; not while somebody is offered how it may go on.
void ResourceList::showMessage()
{
    const workspace::FilterText& read = m_inventorying.filterText();
    const bool isRead = m_inventorying.question().filter == m_search->text();
    QString words;
    if (isRead && !read.predicate && !m_isSuggesting) {
        words =
            read.barError ? barErrorWords(*read.barError) : patternErrorWords(*read.patternError);
        m_search->setMark(charSpan(m_search->text(), read.where()));
    }
    if (words.isEmpty())
        m_search->setMark(std::nullopt);
    m_message->setText(visibleText(words));
    m_message->setVisible(!words.isEmpty());
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, themeColors(palette()).bad);
    m_message->setPalette(colors);
}

void ResourceList::showInventory()
{
    const config::InventoryPtr& inventory = m_inventorying.inventory();
    // Another export: what was chosen among its types and resources means nothing here.
    const auto& before = m_model.inventory();
    if (before && (!inventory || inventory->resources() != before->resources())
        && !m_types->chosen().empty()) {
        m_types->setChosen({});
        ask();
    }
    m_model.setInventory(inventory);
    m_types->setInventory(inventory);
    m_count->setText(inventory ? tr("showing %1").arg(inventorywords::countWords(*inventory))
                               : QString());
    m_count->setToolTip(inventory ? inventorywords::countTip(*inventory) : QString());
    showSelected();
    showState();
}

void ResourceList::showSelected()
{
    m_table->showResource(m_investigation.selectedResource());
    showHidden();
}

void ResourceList::showHidden()
{
    const auto& inventory = m_inventorying.inventory();
    const auto& selected = m_investigation.selectedResource();
    // While another list is on its way, this one tells nothing about what is asked now.
    if (inventory && m_inventorying.isRunning())
        return;
    const bool isHidden = inventory && selected
        && selected->index() < inventory->resources()->size() && !inventory->rowOf(*selected);
    m_hiddenLine->setVisible(isHidden);
    if (!isHidden)
        return;
    const QStringList reasons = inventorywords::reasons(inventory->leftOut(*selected));
    m_hiddenWords->setText(
        tr("%1 is selected, but not in this list: %2.")
            .arg(inventorywords::nameOf(inventory->resources()->resource(*selected)),
                 reasons.join(tr(", and "))));
}

void ResourceList::clearWhatHides()
{
    const auto& inventory = m_inventorying.inventory();
    const auto& selected = m_investigation.selectedResource();
    if (!inventory || !selected)
        return;
    const config::LeftOut left = inventory->leftOut(*selected);
    if (left.deleted) {
        const QSignalBlocker quiet(m_withDeleted); // one question, not one for each
        m_withDeleted->setChecked(true);
    }
    if (left.filter)
        m_search->clear();
    if (left.type)
        m_types->setChosen({});
    ask();
    if (left.notYet)
        m_investigation.setMoment(std::nullopt);
    m_table->setFocus();
}

void ResourceList::showWords()
{
    m_model.setWords(inventorywords::tableWords(m_investigation.zone()));
}

void ResourceList::showState()
{
    using Mood = EmptyState::Mood;
    const auto& inventory = m_inventorying.inventory();
    m_mend = {};
    if (m_model.rowCount() > 0) {
        m_stack->setCurrentWidget(m_table);
        return;
    }
    if (const auto& error = m_inventorying.error())
        m_empty->show(Mood::Problem, QStringLiteral("warning"),
                      tr("The resources could not be listed"), errorText(*error));
    else if (!inventory)
        m_empty->show(Mood::Busy, QStringLiteral("busy"), tr("Listing the resources"), {});
    else
        showNothingFound();
    m_stack->setCurrentWidget(m_empty);
}

// Of the search, which may have a slip of the pen.
QString ResourceList::missingFieldWords() const
{
    const auto& fields = m_inventorying.fields();
    const auto& predicate = m_inventorying.filterText().predicate;
    if (!fields || !predicate)
        return {};
    const auto risks = query::risksOfMissing(*config::itemFilter(predicate), *fields);
    if (risks.empty())
        return {};
    const query::Risk& risk = risks.front();
    QStringList instead;
    for (const std::string& name : risk.instead)
        instead.append(visibleText(QString::fromStdString(name)));
    const QString field = visibleText(QString::fromStdString(risk.field));
    return instead.isEmpty()
        ? tr("No configuration item has %1.").arg(field)
        : tr("No configuration item has %1. There is %2.").arg(field, instead.join(tr(", ")));
}

// What takes away least and brings some back.
void ResourceList::showNothingFound()
{
    using Mood = EmptyState::Mood;
    using inventorywords::resourcesText;
    const config::Inventory& inventory = *m_inventorying.inventory();
    const config::InventoryCounts& counts = inventory.counts();
    // That would be there but for this.
    const auto butFor = [&inventory, all = counts.resources](const config::LeftOut& left) {
        quint64 count = 0;
        for (std::uint32_t i = 0; i < all; ++i)
            count += inventory.leftOut(config::ResourceNo(i)) == left ? 1 : 0;
        return count;
    };
    const QString still =
        tr("All %1 of the export are still there.").arg(resourcesText(counts.resources));
    if (const quint64 deleted = butFor({.deleted = true}); deleted > 0) {
        m_mend = [this] {
            m_withDeleted->setChecked(true);
        };
        m_empty->show(Mood::Calm, QStringLiteral("resources"),
                      counts.filter + counts.type > 0 ? tr("All that fit were deleted by then")
                                                      : tr("All of them were deleted by then"),
                      tr("There are %1 like that.").arg(resourcesText(deleted)),
                      tr("Include deleted"));
    } else if (const quint64 others = butFor({.type = true}); others > 0) {
        m_mend = [this] {
            m_types->setChosen({});
            ask();
        };
        m_empty->show(
            Mood::Calm, QStringLiteral("resources"), tr("No resource of these types fits"),
            tr("%1 of other types would be listed.").arg(resourcesText(others)), tr("All types"));
    } else if (const auto& elsewhere = m_inventorying.elsewhere(); elsewhere.states > 0) {
        m_mend = [this, ns = elsewhere.nearestNs] {
            m_investigation.setMoment(ns);
        };
        const QString nearest = momentTextWithZone(elsewhere.nearestNs, m_investigation.zone());
        m_empty->show(Mood::Calm, QStringLiteral("clock"), tr("Nothing fits as of this moment"),
                      elsewhere.states == 1
                          ? tr("1 state of another moment does: %1.").arg(nearest)
                          : tr("%1 states of other moments do, the nearest of %2.")
                                .arg(countText(elsewhere.states), nearest),
                      tr("As of then"));
    } else if (counts.filter > 0 || counts.deleted > 0) {
        m_mend = [this] {
            m_search->clear();
            ask();
        };
        const QString missing = missingFieldWords();
        m_empty->show(Mood::Calm, QStringLiteral("search"), tr("No resource fits the search"),
                      missing.isEmpty() ? still : missing + u'\n' + still, tr("Clear the search"));
    } else {
        m_mend = [this] {
            m_investigation.setMoment(std::nullopt);
        };
        const std::int64_t first = inventory.resources()->firstNs();
        m_empty->show(Mood::Calm, QStringLiteral("clock"), tr("Nothing was recorded by then"),
                      first == config::kNoTime
                          ? tr("No configuration item has a capture time.")
                          : tr("The first configuration item was captured %1.")
                                .arg(momentTextWithZone(first, m_investigation.zone())),
                      tr("As of the latest"));
    }
}

bool ResourceList::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress && !m_isSuggesting) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            ask();
            if (m_inventorying.filterText().predicate)
                m_table->setFocus();
            return true;
        case Qt::Key_Escape:
            m_table->setFocus();
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ResourceList::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_message && !m_message->isHidden())
        showMessage();
}

void ResourceList::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_inventorying.setActive(true);
}

void ResourceList::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_inventorying.setActive(false);
}

} // namespace trailloupe::ui
