// What of the Findings page can be copied, and what commands about events are about.
#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"
#include "ui/findings/findingevents.h"
#include "ui/findings/findingspage.h"
#include "ui/words/evidencetext.h"
#include "ui/words/timetext.h"

#include <QApplication>
#include <QClipboard>
#include <QTableView>

namespace trailloupe::ui {

using items::FindingsModel;

namespace {

QString cellsOf(const store::EventStore& events, const std::vector<query::ColumnReader>& readers,
                RowId row, const TimeText& time)
{
    QStringList cells;
    std::string cell;
    for (const query::ColumnReader& reader : readers) {
        const auto seconds = events.time(row);
        if (reader.column().derived == query::Derived::Time && seconds) {
            cells << time.iso(*seconds);
            continue;
        }
        reader.text(row, cell);
        cells << visibleText(QString::fromStdString(cell));
    }
    return cells.join(u'\t');
}

} // namespace

std::vector<RowId> FindingsPage::chosenEvents(std::size_t most) const
{
    return m_events->chosenEvents(most);
}

bool FindingsPage::canCopy(CopyForm form) const
{
    if (!isShowingFindings())
        return false;
    if (form == CopyForm::Json)
        return !m_events->chosenEvents(1).empty();
    return form == CopyForm::Cells;
}

// The events, where they have the focus; else the finding.
void FindingsPage::copy(CopyForm form)
{
    if (form == CopyForm::Json || m_events->hasFocus())
        return copyEvents(form);
    if (currentRow() < 0)
        return;
    QStringList cells;
    for (int column = 0; column < FindingsModel::kColumns; ++column)
        cells << m_model->index(currentRow(), column).data().toString();
    if (currentRule())
        cells << QString::fromStdString(currentRule()->filter);
    else
        cells = cells.mid(0, 1);
    QApplication::clipboard()->setText(cells.join(u'\t'));
}

// As many as are selected, made by a job.
void FindingsPage::copyEvents(CopyForm form)
{
    const std::vector<RowId> rows = chosenEvents(SIZE_MAX);
    if (rows.empty())
        return;
    m_jobs.start(
        QStringLiteral("findings.copy"), this,
        [rows, isJson = form == CopyForm::Json, store = m_events->events()->store(),
         columns = m_events->events()->columns(),
         zone = m_investigation.zone()](const JobContext& context) -> Result<QString> {
            const TimeText time(zone);
            std::vector<query::ColumnReader> readers;
            for (const query::Column& column : columns)
                readers.emplace_back(store, column);
            QString text;
            std::string json;
            for (const RowId row : rows) {
                if (context.cancelled())
                    return Error{.kind = Error::Kind::Cancelled};
                json.clear();
                if (isJson)
                    store->json(row, json);
                text += isJson ? QString::fromStdString(json) : cellsOf(*store, readers, row, time);
                text += u'\n';
            }
            return text;
        },
        [](Result<QString> text) {
            if (text.ok())
                QApplication::clipboard()->setText(*text);
        });
}

} // namespace trailloupe::ui
