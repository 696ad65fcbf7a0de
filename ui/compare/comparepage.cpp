#include "ui/compare/comparepage.h"

#include "model/workspace/comparing.h"
#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/icons.h"
#include "ui/common/markeditor.h"
#include "ui/common/theme.h"
#include "ui/compare/comparedelegate.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

using items::ComparisonModel;
using workspace::Comparing;
using LineKind = compare::Line::Kind;
using TextForm = Comparing::TextForm;

namespace {

const QString kOnlyDifferentKey = QStringLiteral("compare/onlyDifferent");
constexpr int kNameWidth = 250;
constexpr int kLeastEventWidth = 190;
constexpr int kHeaderPadding = 20;
constexpr qsizetype kMostSearch = 60; // characters of it that are said

std::vector<RowId> rowsOf(const compare::Comparison* comparison)
{
    std::vector<RowId> rows;
    if (comparison) {
        for (const compare::ComparedEvent& event : comparison->events())
            rows.push_back(event.row);
    }
    return rows;
}

} // namespace

ComparePage::ComparePage(workspace::Workspace& workspace, workspace::Investigation& investigation,
                         Comparing& comparing, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_comparing(comparing)
    , m_model(new ComparisonModel(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_table(new QTableView(this))
    , m_noLines(new EmptyState(this))
    , m_onlyDifferent(new QToolButton(this))
    , m_asOneDiff(new QToolButton(this))
    , m_search(new QLineEdit(this))
    , m_ignored(new QToolButton(this))
    , m_previous(new QToolButton(this))
    , m_next(new QToolButton(this))
    , m_copy(new QToolButton(this))
    , m_counts(new ElidedLabel(this))
    , m_words(new ElidedLabel(this))
{
    makeTable();
    auto* content = new QWidget(m_stack);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeToolBar());
    layout->addWidget(m_table, 1);
    layout->addWidget(m_noLines, 1);
    m_noLines->setFocusPolicy(Qt::StrongFocus);
    m_noLines->hide();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    setFocusProxy(m_table);

    connect(&m_investigation, &workspace::Investigation::ignoredPathsChanged, this,
            &ComparePage::showCounts);
    m_onlyDifferent->setChecked(QSettings().value(kOnlyDifferentKey).toBool());
    connect(&m_comparing, &Comparing::changed, this, &ComparePage::showComparison);
    connect(&m_comparing, &Comparing::runningChanged, this, &ComparePage::showState);
    connect(&m_comparing, &Comparing::trayChanged, this, &ComparePage::showState);
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this,
            &ComparePage::showTitles);
    connect(m_empty, &EmptyState::actionRequested, this,
            [this] { m_investigation.setPage(QStringLiteral("events")); });
    showComparison();
}

QWidget* ComparePage::makeToolBar()
{
    auto* bar = new QWidget(this);
    m_onlyDifferent->setText(tr("Only differences"));
    m_asOneDiff->setText(tr("As one diff"));
    for (QToolButton* button : {m_onlyDifferent, m_asOneDiff})
        button->setCheckable(true);
    m_onlyDifferent->setToolTip(tr("Without the lines of equal and ignored rows"));
    m_asOneDiff->setToolTip(tr("Of two events: before and after, one below the other"));
    m_search->setPlaceholderText(tr("Search paths and values"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->setMaximumWidth(300);
    m_search->installEventFilter(this);
    m_previous->setIcon(icon(QStringLiteral("back")));
    m_previous->setToolTip(tr("Difference before (Shift+N)"));
    m_next->setIcon(icon(QStringLiteral("forward")));
    m_next->setToolTip(tr("Next difference (N)"));
    for (QToolButton* button : {m_previous, m_next})
        button->setAccessibleName(button->toolTip());
    auto* ignored = new QMenu(m_ignored);
    m_ignored->setMenu(ignored);
    connect(ignored, &QMenu::aboutToShow, this, [this, ignored] { fillIgnoredMenu(ignored); });
    auto* forms = new QMenu(m_copy);
    m_copy->setIcon(icon(QStringLiteral("copy")));
    m_copy->setText(tr("Copy ▾"));
    m_copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_copy->setMenu(forms);
    for (QToolButton* button : {m_ignored, m_copy})
        button->setPopupMode(QToolButton::InstantPopup);
    const std::pair<QString, TextForm> kinds[] = {{tr("As text"), TextForm::Plain},
                                                  {tr("As Markdown"), TextForm::Markdown},
                                                  {tr("As JSON Patch"), TextForm::JsonPatch}};
    for (const auto& [words, form] : kinds)
        connect(forms->addAction(words), &QAction::triggered, this,
                [this, form = form] { copyAs(form); });
    connect(forms, &QMenu::aboutToShow, this,
            [this, patch = forms->actions().back()] { patch->setEnabled(isPair()); });
    makeQuiet(m_words);
    m_words->setTextFormat(Qt::PlainText);

    const auto applyOptions = [this] {
        compare::LineOptions options = m_comparing.options();
        options.onlyDifferent = m_onlyDifferent->isChecked();
        options.search = m_search->text().toStdString();
        m_comparing.setOptions(options);
        QSettings().setValue(kOnlyDifferentKey, m_onlyDifferent->isChecked());
    };
    connect(m_onlyDifferent, &QToolButton::toggled, this, applyOptions);
    connect(m_search, &QLineEdit::textChanged, this, applyOptions);
    connect(m_asOneDiff, &QToolButton::toggled, this, [this](bool one) {
        m_model->setAsOneDiff(one);
        fitColumns();
    });
    connect(m_previous, &QToolButton::clicked, this, [this] { goToDifference(false); });
    connect(m_next, &QToolButton::clicked, this, [this] { goToDifference(true); });

    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 6, 12, 6);
    layout->setSpacing(10);
    layout->addWidget(m_counts, 1);
    layout->addWidget(m_previous);
    layout->addWidget(m_next);
    layout->addWidget(m_words, 1);
    layout->addWidget(m_onlyDifferent);
    layout->addWidget(m_asOneDiff);
    layout->addWidget(m_ignored);
    layout->addWidget(m_search, 1);
    layout->addWidget(m_copy);
    return bar;
}

void ComparePage::makeTable()
{
    m_table->setModel(m_model);
    m_table->setItemDelegate(new CompareDelegate(m_table));
    m_table->setAccessibleName(tr("Events side by side"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setCornerButtonEnabled(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(CompareDelegate::rowHeight(fontMetrics()));
    QHeaderView* header = m_table->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setMinimumSectionSize(80);
    header->setFixedHeight(2 * fontMetrics().height() + 12);
    header->setTextElideMode(Qt::ElideRight);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    connect(m_table, &QTableView::clicked, this, &ComparePage::toggleFold);
    connect(m_table, &QTableView::customContextMenuRequested, this, &ComparePage::showCellMenu);
    connect(header, &QHeaderView::customContextMenuRequested, this, &ComparePage::showHeaderMenu);
}

bool ComparePage::isShowingTable() const
{
    return m_stack->currentWidget() != m_empty;
}

QString ComparePage::countText() const
{
    return m_counts->text();
}

QString ComparePage::words() const
{
    return m_words->text();
}

// Tips are rich text, and name the zone always.
QStringList ComparePage::titles(bool asTips) const
{
    const TimeText time(m_investigation.zone());
    const auto& store = m_workspace.evidence().store;
    QStringList titles;
    int number = 0;
    for (const compare::ComparedEvent& event : m_model->comparison()->events()) {
        const compare::EventTitle title = m_comparing.title(event.row);
        const auto seconds = store->time(event.row);
        QString moment = tr("no time");
        if (seconds && asTips)
            moment = time.dateTimeWithZone(*seconds);
        else if (seconds) // "JST" without its offset: there is little room
            moment = time.isUtc()
                ? time.dateTime(*seconds)
                : time.dateTimeWithZone(*seconds).section(QStringLiteral(" ("), 0, 0);
        const QString words =
            QStringLiteral("%1  %2\n%3  %4")
                .arg(QString::number(++number), visibleText(QString::fromStdString(title.name)),
                     moment, visibleText(QString::fromStdString(title.user)));
        titles.append(asTips ? toolTipText(words) : words);
    }
    return titles;
}

void ComparePage::showComparison()
{
    const int top = m_table->verticalScrollBar()->value();
    const QModelIndex current = m_table->currentIndex();
    const int column = current.column();
    const std::uint32_t row = current.isValid() ? m_model->lineAt(current.row()).row : 0;
    const bool areOthers =
        rowsOf(m_model->comparison().get()) != rowsOf(m_comparing.comparison().get());
    m_model->setComparison(m_comparing.comparison(), m_comparing.lines());
    showTitles();
    if (!areOthers && row != 0) {
        m_table->setCurrentIndex(m_model->index(m_model->lineOf(row), column));
        m_table->verticalScrollBar()->setValue(top);
    }
    if (areOthers)
        m_words->clear();
    showCounts();
    showMarks();
    showNoLines();
    showState();
}

// Nothing of the comparison is in sight: why.
void ComparePage::showNoLines()
{
    const bool isBlank = m_model->comparison() && m_model->rowCount() == 0;
    QString search = QString::fromStdString(m_comparing.options().search);
    if (search.size() > kMostSearch)
        search = search.left(kMostSearch) + QChar(u'\u2026');
    if (isBlank && !search.isEmpty())
        m_noLines->show(
            EmptyState::Mood::Calm, QStringLiteral("search"),
            tr("Nothing has \u201c%1\u201d in its path or values").arg(visibleText(search)),
            m_onlyDifferent->isChecked()
                ? tr("Only differences are shown. Esc in the search clears it.")
                : tr("Esc in the search clears it."));
    else if (isBlank)
        m_noLines->show(EmptyState::Mood::Calm, QStringLiteral("compare"), tr("Nothing differs"),
                        tr("Only differences are shown."));
    // Keys that were for the one must not go to the search beside it.
    QWidget* now = isBlank ? static_cast<QWidget*>(m_noLines) : m_table;
    QWidget* before = isBlank ? static_cast<QWidget*>(m_table) : m_noLines;
    const bool hadFocus = before->hasFocus();
    now->setVisible(true);
    if (hadFocus)
        now->setFocus();
    before->setVisible(false);
}

void ComparePage::setCasebook(workspace::Casebook& casebook)
{
    m_marks = new MarkEditor(casebook, this);
    m_marks->setCompact(true);
    m_stack->widget(1)->layout()->addWidget(m_marks);
    showMarks();
}

// The comparison as it stands, with what is ignored, is what a case keeps.
void ComparePage::showMarks()
{
    if (!m_marks)
        return;
    if (m_comparing.comparison())
        m_marks->setSubject(m_comparing.subject(), m_comparing.subjectTitle());
    else
        m_marks->setSubject(std::nullopt, {});
}

void ComparePage::showTitles()
{
    m_titles = m_model->comparison() ? titles(false) : QStringList();
    m_tips = m_model->comparison() ? titles(true) : QStringList();
    fitColumns();
}

void ComparePage::showCounts()
{
    const auto& comparison = m_model->comparison();
    const std::size_t ignored = m_comparing.ignored().size();
    m_ignored->setText(tr("Ignored: %1 ▾").arg(ignored));
    if (!comparison) {
        m_counts->clear();
        return;
    }
    const compare::Counts& counts = comparison->counts();
    m_counts->setText(tr("%1 different  ·  %2 equal  ·  %3 ignored")
                          .arg(ui::countText(counts.different), ui::countText(counts.equal),
                               ui::countText(counts.ignored)));
    QStringList leftOut;
    for (const compare::ComparedEvent& event : comparison->events()) {
        for (const std::string& name : event.leftOut)
            leftOut.append(visibleText(QString::fromStdString(name)));
    }
    if (!leftOut.isEmpty())
        m_words->setText(tr("Too large to be compared: %1").arg(leftOut.join(u", ")));
}

bool ComparePage::isPair() const
{
    return m_model->comparison() && m_model->comparison()->events().size() == 2;
}

void ComparePage::showState()
{
    const auto count = m_comparing.tray().size();
    m_asOneDiff->setEnabled(isPair());
    if (m_comparing.error()) {
        m_empty->show(EmptyState::Mood::Problem, QStringLiteral("warning"),
                      tr("These events could not be compared"), errorText(*m_comparing.error()));
    } else if (count < compare::kFewestEvents) {
        m_empty->show(EmptyState::Mood::Calm, QStringLiteral("compare"),
                      count == 0 ? tr("Nothing to compare yet") : tr("One event is in the tray"),
                      tr("Select events and press C, or drag them to the foot of the window. Two "
                         "to eight can stand side by side. Shift+C compares an event with the one "
                         "before it by the same actor."),
                      tr("Go to the events"));
    } else if (!m_model->comparison()) {
        m_empty->show(EmptyState::Mood::Busy, QStringLiteral("busy"), tr("Comparing"), {});
    } else {
        m_stack->setCurrentIndex(1);
        return;
    }
    m_stack->setCurrentWidget(m_empty);
}

void ComparePage::fitColumns()
{
    const int events = m_model->columnCount() - 1;
    if (events <= 0)
        return;
    QHeaderView* header = m_table->horizontalHeader();
    const int scaled = std::max(kNameWidth, fontMetrics().averageCharWidth() * 34);
    header->setStretchLastSection(true);
    header->resizeSection(0, scaled);
    const int each = std::max(kLeastEventWidth, (m_table->viewport()->width() - scaled) / events);
    for (int event = 1; event <= events; ++event)
        header->resizeSection(event, each);
    // A title of two lines is not shortened by the header itself.
    QStringList shortened;
    const int width = (m_model->isAsOneDiff() ? each / 2 : each) - kHeaderPadding;
    for (const QString& title : m_titles) {
        QStringList lines = title.split(u'\n');
        for (QString& line : lines)
            line = header->fontMetrics().elidedText(line, Qt::ElideRight, width);
        shortened.append(lines.join(u'\n'));
    }
    m_model->setTitles(shortened, m_tips);
}

void ComparePage::goToDifference(bool forward)
{
    const int row = m_model->nextDifference(m_table->currentIndex().row(), forward);
    if (row < 0)
        return;
    m_table->setCurrentIndex(m_model->index(row, 0));
    m_table->scrollTo(m_model->index(row, 0), QAbstractItemView::PositionAtCenter);
}

void ComparePage::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool ComparePage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    if ((watched != m_table && watched != m_search) || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (watched == m_search) {
        if (key->key() != Qt::Key_Escape || m_search->text().isEmpty())
            return QWidget::eventFilter(watched, event);
        m_search->clear();
        return true;
    }
    const bool isPlain = key->modifiers() == Qt::NoModifier;
    if (key->key() == Qt::Key_N && (isPlain || key->modifiers() == Qt::ShiftModifier)) {
        goToDifference(isPlain);
        return true;
    }
    if (isPlain && m_table->currentIndex().isValid()) {
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter
            || key->key() == Qt::Key_Space) {
            toggleFold(m_table->currentIndex());
            return true;
        }
        if (key->key() == Qt::Key_I) {
            if (m_model->lineAt(m_table->currentIndex().row()).folded == 0)
                toggleIgnored(m_table->currentIndex().data(ComparisonModel::PathRole).toString());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace trailloupe::ui
