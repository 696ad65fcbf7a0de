// QueryBar: the line above the pages: the filter as text, chips for what was clicked, and how many
// events are left.
//
// The filter follows the text letter by letter. While the text cannot be read the last good filter
// stays in force, and the bar says so, where, and how to mend it.  A CloudWatch filter pattern is
// taken as it is pasted, and the bar offers to write it in its own language.
// Threads: GUI thread only.
#pragma once

#include "model/workspace/filtering.h"
#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QToolButton;

namespace trailloupe::ui {

class FilterChips;
class FilterEdit;

class QueryBar : public QWidget
{
    Q_OBJECT
public:
    QueryBar(workspace::Workspace& workspace, workspace::Investigation& investigation,
             const workspace::Filtering& filtering, QWidget* parent = nullptr);

    void focusEdit(); // with all text selected
    FilterEdit* edit() const { return m_edit; }
    FilterChips* chips() const { return m_chips; }
    QString message() const; // what is wrong with the text; empty when nothing is said
    QString countText() const;

Q_SIGNALS:
    void left(); // Escape or Enter: the page should have the keys again

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    bool hasError() const { return !m_read.predicate; }
    void apply(const QString& text);
    void sayError();
    void mend();
    void say(const QString& words, bool isError);
    void offerBarForm();
    void writeForBar();
    void follow();
    void showCount();
    void showColors();

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    const workspace::Filtering& m_filtering;
    FilterEdit* m_edit;
    FilterChips* m_chips;
    QLabel* m_count;
    QWidget* m_messageRow;
    QLabel* m_message;
    QToolButton* m_mend; // or writes a pattern for the bar
    QTimer m_patience; // nobody wants to hear that a word is unfinished while typing it
    workspace::FilterText m_read; // the text in the line
    bool m_saysError = false;
};

} // namespace trailloupe::ui
