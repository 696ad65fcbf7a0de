#include "ui/mainwindow/casemenu.h"

#include "model/query/column.h"
#include "model/workspace/investigation.h"
#include "model/workspace/pivots.h"
#include "model/workspace/timelining.h"
#include "model/workspace/workspace.h"
#include "ui/common/dialogs.h"
#include "ui/common/errortext.h"
#include "ui/common/icons.h"
#include "ui/common/markmenu.h"

#include <QAction>

namespace trailloupe::ui {

using casefile::Subject;
using workspace::Casebook;

namespace {

const QString kSuffix = QString::fromLatin1(casefile::CaseFile::kSuffix);

QString stepText(Casebook::StepKind kind)
{
    switch (kind) {
    case Casebook::StepKind::Star:
        return CaseMenu::tr("Star");
    case Casebook::StepKind::Unstar:
        return CaseMenu::tr("Take Star Away");
    case Casebook::StepKind::Tag:
        return CaseMenu::tr("Tag");
    case Casebook::StepKind::Untag:
        return CaseMenu::tr("Take Tag Away");
    case Casebook::StepKind::Note:
        return CaseMenu::tr("Note");
    case Casebook::StepKind::Clear:
        return CaseMenu::tr("Remove Mark");
    case Casebook::StepKind::Tags:
        return CaseMenu::tr("Change Tags");
    }
    return {};
}

} // namespace

CaseMenu::CaseMenu(workspace::Workspace& workspace, workspace::Investigation& investigation,
                   Casebook& casebook, QWidget* window)
    : QMenu(tr("&Case"), window)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_casebook(casebook)
{
    // The keys are those of the table, where a letter is no text; here they are only told.
    QAction* star = addAction(tr("&Star the Selected Events\tSpace"));
    QAction* tag = addAction(tr("&Tag the Selected Events\tT"));
    QAction* note = addAction(ui::icon(QStringLiteral("notes")), tr("&Note\tN"));
    connect(star, &QAction::triggered, this, &CaseMenu::starRequested);
    connect(tag, &QAction::triggered, this, &CaseMenu::tagRequested);
    connect(note, &QAction::triggered, this, &CaseMenu::noteRequested);
    m_ofEvents = {star, tag, note};
    m_session = addAction(tr("Star the S&ession of the Event"));
    connect(m_session, &QAction::triggered, this, &CaseMenu::starSession);
    m_time = addAction(tr("Star the Selected T&ime"));
    connect(m_time, &QAction::triggered, this, &CaseMenu::starTime);
    addSeparator();
    QAction* open = addAction(ui::icon(QStringLiteral("open-file")), tr("&Open Case File…"));
    connect(open, &QAction::triggered, this, &CaseMenu::openFile);
    QAction* save = addAction(tr("Save Case &As…"));
    connect(save, &QAction::triggered, this, &CaseMenu::saveAs);
    m_own = addAction(tr("Back to This E&vidence's Own Case"));
    connect(m_own, &QAction::triggered, this, [this] { choose({}); });
    m_ofFile = {open, save};
    addSeparator();
    m_report = addAction(ui::icon(QStringLiteral("export")), tr("Write &Report…"));
    connect(m_report, &QAction::triggered, this, &CaseMenu::reportRequested);
    connect(this, &QMenu::aboutToShow, this, &CaseMenu::enable);
    connect(this, &QMenu::aboutToHide, this, [this] {
        for (QAction* action : actions())
            action->setEnabled(true);
    });
}

void CaseMenu::enable()
{
    const bool isOpen = m_casebook.state() != Casebook::State::None;
    const bool hasEvent = isOpen && m_investigation.selectedRow();
    for (QAction* action : m_ofEvents)
        action->setEnabled(hasEvent);
    m_session->setEnabled(hasEvent && m_workspace.identities());
    m_time->setEnabled(isOpen && selectedTime());
    const bool isReady = m_casebook.state() == Casebook::State::Ready;
    for (QAction* action : m_ofFile)
        action->setEnabled(isReady || m_casebook.state() == Casebook::State::Failed);
    m_report->setEnabled(isOpen && m_casebook.state() != Casebook::State::Opening
                         && !m_casebook.entries().empty());
    m_own->setEnabled(isReady || m_casebook.state() == Casebook::State::Failed);
}

void CaseMenu::addUndo(QMenu* edit)
{
    QAction* undo = edit->addAction(tr("&Undo"));
    QAction* redo = edit->addAction(tr("&Redo"));
    undo->setShortcut(QKeySequence(QKeySequence::Undo));
    redo->setShortcuts(
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    connect(undo, &QAction::triggered, &m_casebook, &Casebook::undo);
    connect(redo, &QAction::triggered, &m_casebook, &Casebook::redo);
    const auto show = [this, undo, redo] {
        const auto last = m_casebook.undoKind();
        const auto next = m_casebook.redoKind();
        undo->setText(last ? tr("&Undo “%1”").arg(stepText(*last)) : tr("&Undo"));
        redo->setText(next ? tr("&Redo “%1”").arg(stepText(*next)) : tr("&Redo"));
        undo->setEnabled(last.has_value());
        redo->setEnabled(next.has_value());
    };
    connect(&m_casebook, &Casebook::changed, undo, show);
    show();
    edit->addSeparator();
}

void CaseMenu::starSession()
{
    const auto row = m_investigation.selectedRow();
    const auto& identities = m_workspace.identities();
    const auto& store = m_workspace.evidence().store;
    if (!row || !identities)
        return;
    Subject session{.kind = Subject::Kind::Session};
    query::ColumnReader(store, query::Column::derivedColumn(query::Derived::Session))
        .text(*row, session.session);
    const auto id = identities->sessionOf(*row);
    if (session.session.empty() || session.session.size() > casefile::kMaxNameBytes
        || !id.isValid())
        return;
    if (const auto first = identities->session(id).first; first != identity::kNoTime)
        session.from = first;
    toggleStar(parentWidget(), m_casebook, {m_casebook.entryOf(session)});
}

// On the page where time is drawn what is taken there; elsewhere what the filter chooses comes
// first.
std::optional<query::TimeSpan> CaseMenu::selectedTime() const
{
    const auto taken = m_timelining ? m_timelining->span() : std::nullopt;
    if (taken && m_investigation.page() == QStringLiteral("timeline"))
        return taken;
    const auto chosen = workspace::timeChoice(m_investigation).span;
    if (!chosen)
        return taken;
    const bool isWhole =
        chosen->from != INT64_MIN && chosen->to != INT64_MAX && chosen->from < chosen->to;
    return isWhole ? chosen : std::nullopt;
}

void CaseMenu::starTime()
{
    const auto span = selectedTime();
    if (!span)
        return;
    const Subject subject{.kind = Subject::Kind::Span, .from = span->from, .to = span->to};
    toggleStar(parentWidget(), m_casebook, {m_casebook.entryOf(subject)});
}

void CaseMenu::choose(const QString& path)
{
    m_casebook.chooseFile(path, [this](const Result<void>& done) {
        if (done.ok())
            return;
        if (!m_casebook.isSaved() && m_casebook.saveError())
            dialogs::tell(parentWidget(), tr("The case stays open"),
                          tr("What was marked is not saved yet and would be lost. %1\nSave it "
                             "elsewhere first (Case, Save Case As).")
                              .arg(caseErrorText(*m_casebook.saveError())));
        else
            dialogs::tell(parentWidget(), tr("The case file was not opened"),
                          tr("%1\nIt was not changed, and the open case stays open.")
                              .arg(caseErrorText(done.error())));
    });
}

void CaseMenu::openFile()
{
    dialogs::openFile(parentWidget(), tr("Open Case File"),
                      {tr("Case of Trailloupe (*%1)").arg(kSuffix), tr("All files (*)")},
                      [this](const QString& path) { choose(path); });
}

void CaseMenu::saveAs()
{
    const QString suggestion = m_workspace.title() + kSuffix;
    const QStringList kinds{tr("Case of Trailloupe (*%1)").arg(kSuffix)};
    dialogs::saveFile(parentWidget(), tr("Save Case As"), suggestion, kinds,
                      [this](const QString& path) {
                          m_casebook.saveAs(path, [this](const Result<void>& done) {
                              if (!done)
                                  dialogs::tell(parentWidget(), tr("The case could not be saved"),
                                                caseErrorText(done.error()));
                          });
                      });
}

} // namespace trailloupe::ui
