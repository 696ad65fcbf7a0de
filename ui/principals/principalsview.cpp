#include "ui/principals/principalsview.h"

#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/eventcounttext.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/viewstate.h"
#include "ui/principals/principalcard.h"
#include "ui/principals/principalsdelegate.h"
#include "ui/principals/shownevidence.h"
#include "ui/words/evidencetext.h"
#include "ui/words/identitywords.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>
#include <utility>

namespace trailloupe::ui {

using identity::PrincipalId;
using identity::SessionId;
using identity::Subject;
using items::PrincipalsModel;
using workspace::Profiling;

namespace {

constexpr int kTypingMs = 250;
constexpr int kSearchWidth = 150; // at least
constexpr int kCellMargins = 20;
constexpr int kNameWidth = 230;
constexpr int kTypeWidth = 105;
constexpr int kLinkWidth = 220; // at least, while other columns can make room
constexpr qsizetype kMostReopened = 200; // lines that stay open when the tree is another
const QString kIdentitiesSlot = QStringLiteral("identities");

// Neither looks at every line: there may be hundreds of thousands.
class PrincipalsTree : public QTreeView
{
public:
    PrincipalsTree(std::function<void()> resized, QWidget* parent)
        : QTreeView(parent)
        , m_resized(std::move(resized))
    { }

    void keyboardSearch(const QString&) override { } // there is a line to search in

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->key() == Qt::Key_Asterisk)
            expand(currentIndex());
        else
            QTreeView::keyPressEvent(event);
    }
    void resizeEvent(QResizeEvent* event) override
    {
        m_resized();
        QTreeView::resizeEvent(event);
    }

private:
    std::function<void()> m_resized;
};

QString principalsText(quint64 count)
{
    return count == 1 ? PrincipalsView::tr("1 principal")
                      : PrincipalsView::tr("%1 principals").arg(countText(count));
}

QString sessionsText(quint64 count)
{
    return count == 1 ? PrincipalsView::tr("1 session")
                      : PrincipalsView::tr("%1 sessions").arg(countText(count));
}

quint64 keyOf(const PrincipalsModel::Id& id)
{
    if (const auto* principal = std::get_if<PrincipalId>(&id))
        return principal->value();
    return (quint64{1} << 32) | std::get<SessionId>(id).value();
}

} // namespace

PrincipalsView::PrincipalsView(workspace::Workspace& workspace,
                               workspace::Investigation& investigation,
                               const workspace::Filtering& filtering, workspace::JobRunner& jobs,
                               QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
    , m_profiling(workspace, investigation, filtering, jobs)
    , m_model(new PrincipalsModel(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_stack(new QStackedWidget(m_splitter))
    , m_empty(new EmptyState(m_stack))
    , m_tree(new PrincipalsTree([this] { fitColumns(); }, m_stack))
    , m_delegate(new PrincipalsDelegate(m_tree))
    , m_card(new PrincipalCard(workspace, investigation, m_profiling, m_splitter))
    , m_sums(new QLabel(this))
{
    m_sums->setTextFormat(Qt::PlainText);
    m_sums->setWordWrap(true);
    m_sums->setContentsMargins(12, 6, 12, 6);
    makeQuiet(m_sums);
    makeTree();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_tree);
    auto* left = new QWidget(m_splitter);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeTools());
    column->addWidget(m_stack, 1);
    column->addWidget(m_sums);
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_card);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setChildrenCollapsible(false);
    viewstate::keepSplitter(m_splitter, QStringLiteral("principals/splitter"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);

    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, &PrincipalsView::ask);
    connect(&m_profiling, &Profiling::treeChanged, this, &PrincipalsView::showTree);
    connect(&m_profiling, &Profiling::runningChanged, this, &PrincipalsView::showState);
    connect(&m_workspace, &workspace::Workspace::stateChanged, this, &PrincipalsView::showState);
    connect(&m_workspace, &workspace::Workspace::evidenceChanged, this, &PrincipalsView::showState);
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this,
            &PrincipalsView::showWords);
    connect(m_card, &PrincipalCard::followRequested, this, &PrincipalsView::followRequested);
    connect(m_card, &PrincipalCard::periodsRequested, this, &PrincipalsView::periodsRequested);
    showWords();
    ask();
    showTree();
}

QWidget* PrincipalsView::makeTools()
{
    auto* tools = new QWidget(this);
    m_search = new QLineEdit(tools);
    m_search->setPlaceholderText(tr("Name, ARN, key, id or account"));
    m_search->setAccessibleName(tr("Find principals and sessions"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(kSearchWidth);
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_onlyFound = new QCheckBox(tr("Only in the filter"), tools);
    m_onlyFound->setToolTip(tr("Only those with events that the filter finds"));
    m_count = new ElidedLabel(tools);
    m_count->setTextFormat(Qt::PlainText);
    makeQuiet(m_count);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(10);
    row->addWidget(m_search, 1);
    row->addWidget(m_onlyFound);
    row->addWidget(m_count);
    connect(m_search, &QLineEdit::textEdited, this, [this] { m_typing.start(); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty()) // by its button
            m_typing.start();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        ask();
        m_tree->setFocus();
    });
    connect(m_onlyFound, &QCheckBox::toggled, this, &PrincipalsView::ask);
    return tools;
}

void PrincipalsView::makeTree()
{
    m_model->setColumnTitles({tr("Principal"), tr("Type"), tr("Events"), tr("In filter"),
                              tr("Denied"), tr("How it is linked"), tr("First"), tr("Last")});
    m_model->setEventsTip(
        tr("Of a role: the events made with its credentials. Of anyone else: those that they were "
           "behind, by roles and sessions too. Of a session: its own calls. An event of a role "
           "session counts for the role and for who was behind it."));
    m_model->setWords(
        {[this](PrincipalId id, PrincipalsModel::Column column) {
             const auto& identities = *m_model->tree()->identities();
             if (column == PrincipalsModel::TypeColumn)
                 return QString::fromLatin1(
                     identity::principalTypeKey(identities.principal(id).type));
             if (column == PrincipalsModel::LinkColumn)
                 return identities.principal(id).account.empty()
                     ? QString()
                     : tr("account %1").arg(shown(identities.principal(id).account));
             const std::string& name = m_model->tree()->names()->principal(id);
             return name.empty() ? words::IdentityWords(identities, shown).principal(id)
                                 : shown(name);
         },
         [this](SessionId id, const PrincipalsModel::Id& above, PrincipalsModel::Column column) {
             const auto& identities = *m_model->tree()->identities();
             const identity::Session& session = identities.session(id);
             if (column == PrincipalsModel::TypeColumn)
                 return words::IdentityWords::kind(session.kind);
             const words::IdentityWords words(identities, shown);
             if (column == PrincipalsModel::LinkColumn)
                 return words.briefOrigin(session);
             using Owner = words::IdentityWords::Owner;
             const bool isBelowOwn = above == PrincipalsModel::Id(session.principal);
             return words.session(session, isBelowOwn ? Owner::Never : Owner::Always);
         }});
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(m_delegate);
    m_tree->setAccessibleName(tr("Principals and sessions"));
    m_tree->setUniformRowHeights(true);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setFrameShape(QFrame::NoFrame);
    makeHeader();
    m_delegate->setTips([this](const QModelIndex& index) { return tipOf(index); });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &PrincipalsView::lookAtCurrent);
    connect(m_tree, &QTreeView::expanded, this,
            [this](const QModelIndex& index) { noteExpanded(index, true); });
    connect(m_tree, &QTreeView::collapsed, this,
            [this](const QModelIndex& index) { noteExpanded(index, false); });
    connect(m_tree, &QTreeView::activated, this, &PrincipalsView::openLine);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &PrincipalsView::showMenu);
}

// The link has what the others leave. Where that would be little, they make room (fitColumns()).
void PrincipalsView::makeHeader()
{
    QHeaderView* header = m_tree->header();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(50);
    header->setSectionsMovable(false);
    const QFontMetrics metrics(font());
    const int digits = metrics.horizontalAdvance(QStringLiteral("0,000,000")) + kCellMargins;
    const int time =
        metrics.horizontalAdvance(QStringLiteral("0000-00-00 00:00:00")) + kCellMargins;
    const int widths[PrincipalsModel::kColumns] = {kNameWidth, kTypeWidth, digits, digits,
                                                   digits,     kLinkWidth, time,   time};
    for (int column = 0; column < PrincipalsModel::kColumns; ++column)
        header->resizeSection(column, widths[column]);
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(PrincipalsModel::EventsColumn, Qt::DescendingOrder);
    viewstate::keepHeader(header, QStringLiteral("principals/header"));
    if (!PrincipalsModel::orderOf(header->sortIndicatorSection()))
        header->setSortIndicator(PrincipalsModel::EventsColumn, Qt::DescendingOrder);
    connect(header, &QHeaderView::sortIndicatorChanged, this, [this, header](int column) {
        if (PrincipalsModel::orderOf(column)) {
            m_sortColumn = column;
            ask();
        } else { // the link has no order of its own
            header->setSortIndicator(m_sortColumn, header->sortIndicatorOrder());
        }
    });
    m_sortColumn = header->sortIndicatorSection();
    header->setStretchLastSection(false); // as it was kept, it may have been so
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(PrincipalsModel::LinkColumn, QHeaderView::Stretch);
}

// The name, the events and the link are always in sight; the rest as far as there is room, the one
// that says least goes first.
void PrincipalsView::fitColumns()
{
    const QHeaderView* header = m_tree->header();
    int room = m_tree->viewport()->width() - kLinkWidth;
    const auto widthOf = [header, this](int column) {
        const bool isHidden = m_tree->isColumnHidden(column);
        return isHidden ? m_hiddenWidths.value(column, kTypeWidth) : header->sectionSize(column);
    };
    room -= widthOf(PrincipalsModel::NameColumn) + widthOf(PrincipalsModel::EventsColumn);
    if (m_profiling.hasFilter())
        room -= widthOf(PrincipalsModel::FoundColumn);
    for (const int column : {PrincipalsModel::DeniedColumn, PrincipalsModel::LastColumn,
                             PrincipalsModel::FirstColumn, PrincipalsModel::TypeColumn}) {
        const int width = widthOf(column);
        room -= width;
        if (room < 0)
            m_hiddenWidths.insert(column, width);
        m_tree->setColumnHidden(column, room < 0);
    }
}

// The whole of what a cell is short for.
QString PrincipalsView::tipOf(const QModelIndex& index) const
{
    const auto& identities = *m_model->tree()->identities();
    const PrincipalsModel::Id id = m_model->idOf(index);
    const words::IdentityWords words(identities, shown);
    if (const auto* principal = std::get_if<PrincipalId>(&id)) {
        return index.column() == PrincipalsModel::EventsColumn
            ? tr("%1: %2").arg(words.countedFor(*principal), m_delegate->wordsOf(index))
            : QString();
    }
    return index.column() == PrincipalsModel::LinkColumn
        ? words.origin(identities.session(std::get<SessionId>(id)))
        : QString();
}

// Why the events of the principals are more than those of the export.
QString PrincipalsView::sumsOf(const identity::CountedTwice& counted)
{
    QString words =
        tr("Events of a role: made with its credentials; of anyone else: that they were "
           "behind.");
    if (counted.twice > 0)
        words += u' '
            + tr("Of %1, %2 count for a role and for who was behind it.")
                  .arg(eventsText(counted.all), countText(counted.twice));
    if (counted.none > 0)
        words += u' '
            + tr("%1 by a role with the credentials of another count for their sessions only.")
                  .arg(eventsText(counted.none));
    return words;
}

QString PrincipalsView::sumsWords() const
{
    return m_sums->text();
}

QString PrincipalsView::countWords() const
{
    return m_count->text();
}

bool PrincipalsView::isShowingTree() const
{
    return m_stack->currentWidget() == m_tree;
}

std::optional<PrincipalsModel::Id> PrincipalsView::current() const
{
    const QModelIndex index = m_tree->currentIndex();
    return isShowingTree() && index.isValid() ? std::optional(m_model->idOf(index)) : std::nullopt;
}

void PrincipalsView::ask()
{
    m_typing.stop();
    identity::TreeQuestion question;
    question.search = m_search->text().trimmed().toStdString();
    question.onlyFound = m_onlyFound->isChecked();
    const QHeaderView* header = m_tree->header();
    question.order = *PrincipalsModel::orderOf(m_sortColumn);
    question.descending = header->sortIndicatorOrder() == Qt::DescendingOrder;
    m_profiling.setQuestion(question);
}

void PrincipalsView::showTree()
{
    const auto& tree = m_profiling.tree();
    if (!tree || !m_model->tree() || tree->identities() != m_model->tree()->identities()) {
        m_expanded.clear();
        m_profiling.setSubject(std::nullopt);
    }
    if (tree != m_model->tree()) {
        const QScopedValueRollback restoring(m_restoring, true);
        m_model->setTree(tree);
    }
    m_tree->setColumnHidden(PrincipalsModel::FoundColumn, !m_profiling.hasFilter());
    fitColumns();
    m_onlyFound->setEnabled(m_profiling.hasFilter() || m_onlyFound->isChecked());
    m_count->setText(tree ? tr("%1, %2").arg(principalsText(tree->principals().size()),
                                             sessionsText(tree->sessionCount()))
                          : QString());
    m_sums->setText(tree ? sumsOf(tree->countedTwice()) : QString());
    m_sums->setVisible(tree && !tree->principals().empty());
    restorePlace();
    showState();
}

void PrincipalsView::noteExpanded(const QModelIndex& index, bool expanded)
{
    if (m_restoring)
        return;
    const quint64 key = keyOf(m_model->idOf(index));
    if (expanded)
        m_expanded.insert(key);
    else
        m_expanded.remove(key);
}

// What was open, and what a new search found or what was looked at, in the new tree; else its first
// line.
void PrincipalsView::restorePlace()
{
    if (!m_model->tree() || m_model->rowCount() == 0)
        return;
    if (m_expanded.size() > kMostReopened)
        m_expanded.clear();
    {
        const QScopedValueRollback restoring(m_restoring, true);
        for (const quint64 key : std::as_const(m_expanded)) {
            const bool isSession = key >> 32 != 0;
            const auto number = static_cast<std::uint32_t>(key);
            const QModelIndex index = isSession ? m_model->indexOf(SessionId(number))
                                                : m_model->indexOf(PrincipalId(number));
            if (index.isValid())
                m_tree->expand(index);
        }
    }
    const auto place = [this](const PrincipalsModel::Id& id) {
        return std::visit([this](auto of) { return m_model->indexOf(of); }, id);
    };
    // What a new search names best; it was not looked for to look at something else.
    const auto& tree = m_model->tree();
    const bool isNewSearch = std::exchange(m_searched, tree->search()) != tree->search();
    QModelIndex current;
    if (m_wanted) {
        current = place(*m_wanted);
        m_wanted.reset();
    } else if (isNewSearch && tree->match()) {
        current = place(*tree->match());
    } else if (const auto& subject = m_profiling.subject()) {
        current = subject->isOfPrincipal() ? m_model->indexOf(subject->principal)
                                           : m_model->indexOf(subject->session);
    }
    if (!current.isValid()) // also where the search leaves out what was looked at
        current = m_model->index(0, 0);
    m_tree->setCurrentIndex(current);
    m_tree->scrollTo(current);
}

void PrincipalsView::lookAt(const PrincipalsModel::Id& id)
{
    m_wanted = id;
    if (!m_search->text().isEmpty() || m_onlyFound->isChecked()) {
        m_search->clear();
        m_onlyFound->setChecked(false);
        ask();
    }
    if (!m_profiling.isMakingTree())
        restorePlace();
}

void PrincipalsView::lookAtCurrent()
{
    const QModelIndex current = m_tree->currentIndex();
    if (m_restoring || !current.isValid())
        return;
    const PrincipalsModel::Id id = m_model->idOf(current);
    const auto& subject = m_profiling.subject();
    if (const auto* principal = std::get_if<PrincipalId>(&id)) {
        if (!subject || !subject->isOfPrincipal() || subject->principal != *principal)
            m_profiling.setSubject(identity::subjectOf(*m_model->tree()->identities(), *principal));
    } else if (!subject || subject->isOfPrincipal()
               || subject->session != std::get<SessionId>(id)) {
        m_profiling.setSubject(Subject{Subject::Scope::Session, {}, std::get<SessionId>(id)});
    }
}

void PrincipalsView::showWords()
{
    m_delegate->setTimeWords([time = TimeText(m_investigation.zone())](qint64 seconds) {
        return time.dateTime(seconds);
    });
    m_tree->viewport()->update();
}

void PrincipalsView::showState()
{
    using State = workspace::Workspace::State;
    using Mood = EmptyState::Mood;
    m_card->setVisible(m_model->tree() && m_profiling.subject());
    if (m_profiling.error()) {
        m_empty->show(Mood::Problem, QStringLiteral("warning"),
                      tr("Who was behind the events could not be shown"),
                      errorText(*m_profiling.error()));
    } else if (m_model->tree() && m_model->rowCount() > 0) {
        m_stack->setCurrentWidget(m_tree);
        return;
    } else if (m_model->tree() && !m_profiling.isMakingTree()
               && m_workspace.evidence().store->rowCount() > 0) {
        m_empty->show(Mood::Calm, QStringLiteral("search"), tr("Nobody like that"),
                      tr("No principal and no session has this in its name, ARN, id, key or "
                         "account, or events that the filter finds."));
    } else if (m_workspace.state() == State::Loading) {
        m_empty->show(Mood::Busy, QStringLiteral("busy"), tr("Known once everything is read"),
                      tr("Who was behind an event is told by other events: sessions are put "
                         "together when all of them are there."));
    } else if (m_workspace.evidence().store->rowCount() == 0) {
        m_empty->show(Mood::Calm, QStringLiteral("empty"), tr("No events"),
                      tr("Nobody is behind them."));
    } else if (m_jobs.isRunning(kIdentitiesSlot) || m_workspace.identities()) {
        m_empty->show(Mood::Busy, QStringLiteral("busy"),
                      tr("Finding out who was behind the events"), {});
    } else {
        m_empty->show(Mood::Problem, QStringLiteral("warning"),
                      tr("Who was behind the events is not known"),
                      tr("Putting the sessions together failed or was stopped. Everything else "
                         "works without it."));
    }
    m_stack->setCurrentWidget(m_empty);
}

void PrincipalsView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_profiling.setActive(true);
}

void PrincipalsView::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_profiling.setActive(false);
}

} // namespace trailloupe::ui
