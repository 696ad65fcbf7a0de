// FacetPanel: fields with their values and exact counts, beside the events: the fastest way from
// "what is in there" to a filter.
//
// Its fields are remembered. While the panel is hidden nothing is counted.
// Threads: GUI thread only.
#pragma once

#include "model/items/facetmodel.h"
#include "model/workspace/faceting.h"
#include "model/workspace/investigation.h"

#include <QTimer>
#include <QWidget>

class QLineEdit;

namespace trailloupe::ui {

class FacetView;

class FacetPanel : public QWidget
{
    Q_OBJECT
public:
    FacetPanel(workspace::Investigation& investigation, const workspace::Filtering& filtering,
               workspace::JobRunner& jobs, QWidget* parent = nullptr);

    workspace::Faceting& faceting() { return m_faceting; }
    FacetView* view() const { return m_view; }
    QLineEdit* search() const { return m_search; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void restoreFields();
    void keepFields();

    workspace::Faceting m_faceting;
    items::FacetModel m_model;
    QLineEdit* m_search;
    FacetView* m_view;
    QTimer m_pause; // between the last letter and the search
};

} // namespace trailloupe::ui
