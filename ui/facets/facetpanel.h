// FacetPanel: fields with their values and exact counts, beside the events: the fastest way from
// "what is in there" to a filter.
//
// The search line finds values in all fields of the panel, and fields of the export to add to it.
// The fields are remembered. While the panel is hidden nothing is counted. A value that no filter
// can hold is refused in words, which stay until something else is chosen.
// Threads: GUI thread only.
#pragma once

#include "model/items/facetmodel.h"
#include "model/query/completion.h"
#include "model/workspace/catalog.h"
#include "model/workspace/faceting.h"
#include "model/workspace/investigation.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace trailloupe::ui {

class FacetView;

class FacetPanel : public QWidget
{
    Q_OBJECT
public:
    FacetPanel(workspace::Investigation& investigation, const workspace::Filtering& filtering,
               const workspace::Catalog& catalog, workspace::JobRunner& jobs,
               QWidget* parent = nullptr);

    workspace::Faceting& faceting() { return m_faceting; }
    FacetView* view() const { return m_view; }
    QLineEdit* search() const { return m_search; }
    QListWidget* foundFields() const { return m_found; }
    QString message() const;
    QString foundTitle() const; // over what was found; empty when nothing is said // why a value
                                // was refused; empty when nothing is said

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QLabel* makeMessage();
    void showColors();
    void restoreFields();
    void keepFields();
    void showFoundTitle();
    void enterFound();
    void addTypedPath(const std::string& text, std::vector<query::Suggestion>& fields) const;
    void find();
    void addField(QListWidgetItem* item);

    workspace::Faceting m_faceting;
    items::FacetModel m_model;
    const workspace::Catalog& m_catalog;
    QLineEdit* m_search;
    FacetView* m_view;
    QLabel* m_message;
    QLabel* m_foundTitle;
    QListWidget* m_found; // fields that could be added
    bool m_entering = false; // Enter waits for what is being found
    QTimer m_pause; // between the last letter and the search
};

} // namespace trailloupe::ui
