// RawItemView: a state of a resource as text: the item as the program reads it, indented, and the
// bytes of each of its occurrences in the evidence, with file, record, offsets and SHA-256.
//
// Threads: GUI thread only; jobs in the slots "resource.json.…" and "resource.source.…".
#pragma once

#include "model/workspace/configtimeline.h"

#include <QWidget>

class QStackedWidget;
class QToolButton;

namespace trailloupe::ui {

class SourceBytesView;
class TextPane;

class RawItemView : public QWidget
{
    Q_OBJECT
public:
    RawItemView(workspace::Workspace& workspace, workspace::ConfigTimeline& timeline,
                workspace::JobRunner& jobs, QWidget* parent = nullptr);

    TextPane* json() const { return m_json; }
    SourceBytesView* source() const { return m_source; }
    QToolButton* jsonButton() const { return m_showJson; }
    QToolButton* sourceButton() const { return m_showSource; }
    void copyJson();

private:
    void fill();
    void showSource(bool source);

    workspace::Workspace& m_workspace;
    workspace::ConfigTimeline& m_timeline;
    QToolButton* m_showJson;
    QToolButton* m_showSource;
    QStackedWidget* m_stack;
    TextPane* m_json;
    SourceBytesView* m_source;
};

} // namespace trailloupe::ui
