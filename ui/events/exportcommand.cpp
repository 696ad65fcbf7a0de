#include "ui/events/exportcommand.h"

#include "model/workspace/exportfile.h"
#include "ui/common/dialogs.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QUrl>

#include <utility>

namespace trailloupe::ui {

ExportCommand::ExportCommand(workspace::Workspace& workspace,
                             workspace::Investigation& investigation, workspace::JobRunner& jobs,
                             Count count, Take take, QWidget* page)
    : QObject(page)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_exporting(jobs)
    , m_count(std::move(count))
    , m_take(std::move(take))
    , m_page(page)
    , m_button(new QToolButton(page))
{
    m_button->setIcon(icon(QStringLiteral("export")));
    m_button->setText(tr("Export…"));
    m_button->setAccessibleName(tr("Export"));
    m_button->setToolTip(tr("Write these events into a file (Ctrl+E)"));
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setAutoRaise(true);
    m_button->setFocusPolicy(Qt::TabFocus);
    makeLine(page);
    connect(m_button, &QToolButton::clicked, this, &ExportCommand::ask);
    connect(&m_workspace, &workspace::Workspace::stateChanged, this, [this] {
        if (m_workspace.state() != workspace::Workspace::State::Ready)
            m_waiting.reset(); // it was about another export
    });
    connect(&m_exporting, &workspace::Exporting::runningChanged, this, &ExportCommand::busyChanged);
    connect(&m_exporting, &workspace::Exporting::progressChanged, this,
            &ExportCommand::busyChanged);
    connect(&m_exporting, &workspace::Exporting::finished, this, &ExportCommand::finish);
}

void ExportCommand::makeLine(QWidget* page)
{
    m_line = new QWidget(page);
    m_line->setObjectName(QStringLiteral("topStrip"));
    m_line->setAttribute(Qt::WA_StyledBackground);
    m_words = new QLabel(m_line);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_words->setWordWrap(true);
    m_openFolder = new QToolButton(m_line);
    m_openFolder->setText(tr("Open the folder"));
    auto* close = new QToolButton(m_line);
    close->setIcon(icon(QStringLiteral("close")));
    close->setAccessibleName(tr("Dismiss"));
    close->setAutoRaise(true);
    auto* layout = new QHBoxLayout(m_line);
    layout->setContentsMargins(10, 2, 6, 4);
    layout->addWidget(m_words, 1);
    layout->addWidget(m_openFolder);
    layout->addWidget(close);
    m_line->hide();
    connect(close, &QToolButton::clicked, m_line, &QWidget::hide);
    connect(m_openFolder, &QToolButton::clicked, this, [this] {
        QDesktopServices::openUrl(
            QUrl::fromLocalFile(QFileInfo(m_exporting.path()).absolutePath()));
    });
}

QString ExportCommand::message() const
{
    return m_line->isHidden() ? QString() : m_words->text();
}

QString ExportCommand::busyText() const
{
    const Progress& progress = m_exporting.progress();
    const auto percent = progress.total ? progress.done * 100 / progress.total : 0;
    return tr("Exporting… %1 %").arg(percent);
}

bool ExportCommand::canStart() const
{
    return !isRunning() && m_count().shown > 0;
}

void ExportCommand::ask()
{
    if (!canStart())
        return;
    const Rows rows = m_count();
    if (rows.selected < 1)
        return chooseFile(Which::Shown);
    auto* menu = new QMenu(m_button);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(rows.selected == 1
                                ? tr("The selected row…")
                                : tr("Selected rows (%1)…").arg(countText(rows.selected))),
            &QAction::triggered, this, [this] { chooseFile(Which::Selected); });
    connect(menu->addAction(tr("All shown rows (%1)…").arg(countText(rows.shown))),
            &QAction::triggered, this, [this] { chooseFile(Which::Shown); });
    menu->popup(m_button->mapToGlobal(QPoint(0, m_button->height())));
}

void ExportCommand::chooseFile(Which which)
{
    dialogs::saveFile(
        m_page, which == Which::Shown ? tr("Export the shown events") : tr("Export the selection"),
        QStringLiteral("events.csv"),
        {tr("Table for spreadsheets (*.csv)"), tr("JSON lines, whole events (*.jsonl)"),
         tr("CloudTrail log file, opens again (*.json)")},
        [this, which](const QString& path) {
            start({which, path});
        });
}

void ExportCommand::retry()
{
    if (m_waiting)
        start(*std::exchange(m_waiting, std::nullopt));
}

void ExportCommand::start(const Request& request)
{
    if (isRunning())
        return;
    const QString& path = request.path;
    const auto format = workspace::exportFormatOf(path);
    if (!format)
        return say(tr("%1 was not written: the name has to end in .csv, .jsonl or .json.")
                       .arg(visibleText(QFileInfo(path).fileName())),
                   true);
    m_line->hide();
    const auto taken = m_take(request.which);
    if (!taken) {
        m_waiting = request;
        return;
    }
    query::EventExport input = eventExportOf(*taken, *format);
    input.note = workspace::noteOf(m_workspace.evidence(), m_workspace.paths());
    input.note.filter = workspace::wholeText(m_investigation.filter()).toStdString();
    input.note.zone = m_investigation.zone().toStdString();
    input.note.rows = request.which == Which::Shown ? "all shown" : "selected";
    input.note.shown = m_count().shown;
    m_exporting.start(std::move(input), path);
}

QString ExportCommand::fileName() const
{
    return visibleText(QFileInfo(m_exporting.path()).fileName());
}

// Nothing was begun, because something else would have been lost.
QString ExportCommand::refusalWords(const Error& error) const
{
    const QString path = visibleText(QDir::toNativeSeparators(m_exporting.path()));
    const QString other = QString::fromStdString(error.source);
    return other == m_exporting.path()
        ? tr("%1 was not written: it lies in what is open, and evidence is never written to. "
             "Choose another folder.")
              .arg(path)
        : tr("%1 was not written: its note would replace %2. Choose another name.")
              .arg(path, visibleText(QFileInfo(other).fileName()));
}

void ExportCommand::finish()
{
    const auto& error = m_exporting.error();
    if (!error) {
        dialogs::rememberSaved(m_exporting.path());
        const QString words = m_exporting.events() == 1
            ? tr("1 event was written to %1.").arg(fileName())
            : tr("%1 events were written to %2.").arg(countText(m_exporting.events()), fileName());
        return say(words, false);
    }
    if (error->kind == Error::Kind::Cancelled)
        return say(tr("The export was stopped; nothing was written."), false);
    if (error->kind == Error::Kind::Unsupported)
        return say(refusalWords(*error), true);
    const QString path = error->source.empty() ? m_exporting.path() // it may be the note
                                               : QString::fromStdString(error->source);
    const QString words = error->kind == Error::Kind::Conflict
        ? tr("%1 could not be written: %2.")
        : tr("%1 could not be written: %2. Nothing was left behind.");
    say(words.arg(visibleText(QDir::toNativeSeparators(path)),
                  visibleText(QString::fromStdString(error->detail))),
        true);
}

void ExportCommand::say(const QString& words, bool isError)
{
    QPalette colors = m_page->palette();
    const ThemeColors& theme = themeColors(colors);
    colors.setColor(QPalette::WindowText, isError ? theme.bad : theme.text);
    m_words->setPalette(colors);
    m_words->setText(words);
    m_openFolder->setVisible(!isError && !m_exporting.error());
    m_line->show();
}

} // namespace trailloupe::ui
