// SummaryView: context, error, request and response of an event as labelled values, decoded where
// AWS encodes them, with the raw form one click away.
//
// Evidence goes into the document as characters, never as markup. At most kMaxValues values of a
// section are shown; the rest is counted and one click away in the fields.
// Threads: GUI thread only.  Cost: O(values shown).
#pragma once

#include "model/query/eventdetail.h"
#include "model/workspace/pivots.h"
#include "ui/words/timetext.h"

#include <QSet>
#include <QTextBrowser>

#include <memory>
#include <optional>
#include <vector>

class QMenu;
class QTextCursor;
class QTextTable;

namespace trailloupe::ui {

class SummaryView : public QTextBrowser
{
    Q_OBJECT
public:
    static constexpr int kMaxValues = 40;
    static constexpr qsizetype kMaxValueLength = 4000;

    explicit SummaryView(workspace::Investigation& investigation, QWidget* parent = nullptr);

    // `events` hold the event, for what can be asked about its values.
    void setDetail(std::shared_ptr<const query::EventDetail> detail,
                   std::shared_ptr<const store::EventStore> events, const TimeText& time);
    void clearDetail();

Q_SIGNALS:
    void fieldsRequested(); // "show all in the fields"

protected:
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Row;
    struct Section;
    std::optional<workspace::PivotValue> pivotAt(const QPoint& point) const;
    void render();
    Section contextSection() const;
    Section errorSection() const;
    Section targetSection() const;
    Section fieldSection(const QString& title, std::string_view member) const;
    void insertSection(QTextCursor& cursor, const Section& section);
    void insertValue(QTextCursor& cursor, const Row& row);
    void follow(const QUrl& link);
    void showResource(config::ResourceNo resource);
    std::optional<config::ResourceNo> resourceNamed(const query::ResourceRef& ref) const;

    struct Pivots // of the rows of a table
    {
        const QTextTable* table;
        std::vector<std::optional<workspace::PivotValue>> rows;
    };

    workspace::Investigation& m_investigation;
    std::vector<Pivots> m_pivots;
    std::shared_ptr<const query::EventDetail> m_detail;
    std::shared_ptr<const store::EventStore> m_events;
    TimeText m_time;
    QSet<quint32> m_shownRaw; // nodes whose raw form was asked for
};

} // namespace trailloupe::ui
