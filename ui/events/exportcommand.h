// ExportCommand: "Export…" of the events page: asks what and where to, writes it in the background,
// and says how that ended, in a line of its own.
//
// Threads: GUI thread only.
#pragma once

#include "model/workspace/exporting.h"
#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"
#include "ui/events/rowexport.h"

#include <QObject>

#include <functional>
#include <optional>

class QLabel;
class QToolButton;
class QWidget;

namespace trailloupe::ui {

class ExportCommand : public QObject
{
    Q_OBJECT
public:
    // What the page could write now.
    struct Rows
    {
        std::uint64_t shown = 0;
        std::uint64_t selected = 0;
    };
    enum class Which : std::uint8_t
    {
        Shown,
        Selected,
    };
    using Count = std::function<Rows()>;
    // Nothing while what is shown is not yet what the filter and the order ask for: the note would
    // say of the rows what is not so.
    using Take = std::function<std::optional<RowExport>(Which)>;

    // The line belongs to `page`, which puts it into its layout; it is hidden while there is
    // nothing to say.
    ExportCommand(workspace::Workspace& workspace, workspace::Investigation& investigation,
                  workspace::JobRunner& jobs, Count count, Take take, QWidget* page);

    QToolButton* button() const { return m_button; }
    QWidget* line() const { return m_line; }
    QString message() const; // empty while nothing is said

    // With several rows selected, asks first which ones.
    void ask();
    bool canStart() const;
    void retry(); // what was asked for and had to wait, once the page has settled
    bool isRunning() const { return m_exporting.isRunning(); }
    QString busyText() const; // "Exporting… 45 %"
    void stop() { m_exporting.stop(); }

Q_SIGNALS:
    void busyChanged();

private:
    void makeLine(QWidget* page);
    void chooseFile(Which which);
    struct Request
    {
        Which which;
        QString path;
    };
    void start(const Request& request);
    void say(const QString& words, bool isError);
    void finish();
    QString refusalWords(const Error& error) const;
    QString fileName() const;

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::Exporting m_exporting;
    Count m_count;
    Take m_take;
    std::optional<Request> m_waiting;
    QWidget* m_page;
    QToolButton* m_button;
    QWidget* m_line = nullptr;
    QLabel* m_words = nullptr;
    QToolButton* m_openFolder = nullptr;
};

} // namespace trailloupe::ui
