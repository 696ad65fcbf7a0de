// QueryBar: the line above the pages: the filter as text, chips for what was clicked, and how many
// events are left.
//
// The filter follows the text letter by letter. While the text cannot be read the last good filter
// stays in force, and the bar says so, where, and how to mend it.  A CloudWatch filter pattern is
// taken as it is pasted, and the bar offers to write it in its own language.  What a filter hardly
// means is underlined, with the reason and, where there is one, what to write instead; it stays in
// force all the same.
// Threads: GUI thread only.
#pragma once

#include "model/query/conversion.h"
#include "model/query/risks.h"
#include "model/workspace/catalog.h"
#include "model/workspace/completing.h"
#include "model/workspace/filtering.h"
#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

class QLabel;
class QMenu;
class QToolButton;

namespace trailloupe::ui {

class FilterChips;
class FilterEdit;

class QueryBar : public QWidget
{
    Q_OBJECT
public:
    QueryBar(workspace::Workspace& workspace, workspace::Investigation& investigation,
             const workspace::Filtering& filtering, const workspace::Catalog& catalog,
             QWidget* parent = nullptr);

    void focusEdit(); // with all text selected
    // What is in force, in place of what is being typed.
    void showInForce();
    // Says nothing about unfinished text as long as something is suggested for it.
    void setSuggesting(bool suggesting);
    // Whose suggestions tell that a value is not typed to its end.
    void setCompleting(workspace::Completing& completing);
    // How long a word that may go on waits for more letters.
    void setGoingOnInterval(int milliseconds) { m_goingOn.setInterval(milliseconds); }
    void setViews(QMenu* menu); // saved views, behind a button
    // Puts the filter on the clipboard in another language, and says what that cannot carry.
    void copyAs(query::TextForm form);
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
    enum class Tone : std::uint8_t
    {
        Note,
        Warning,
        Error,
    };

    bool hasError() const { return !m_read.predicate; }
    void apply(const QString& text);
    bool mayGoOn() const;
    void hearOffer();
    void putInForce();
    void sayTooLong();
    void forgetTooLong();
    void editChip(std::size_t chip);
    void settle();
    void sayError();
    void sayRisk();
    void mend();
    void takeBack();
    void put(query::TextSpan where, const std::string& text);
    void say(const QString& words, Tone tone);
    void showMessage(bool shown);
    void offerBarForm();
    std::vector<query::PatternWarning> warnings() const;
    void writeForBar();
    void follow();
    void showCount();
    void showColors();

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    const workspace::Filtering& m_filtering;
    const workspace::Catalog& m_catalog;
    QPointer<workspace::Completing> m_completing; // the window's goes before its widgets
    FilterEdit* m_edit;
    FilterChips* m_chips;
    QLabel* m_count;
    QToolButton* m_viewsButton;
    QWidget* m_messageRow;
    QLabel* m_message;
    QToolButton* m_mend; // or writes a pattern for the bar
    QString m_inForce; // the text of the filter
    bool m_applying = false; // the filter follows the line, not the line the filter
    bool m_refused = false; // text that came last; said until something else is done
    bool m_suggesting = false;
    QTimer m_goingOn; // while it runs the text waits for more letters before it is in force
    QTimer m_patience; // nobody wants to hear that a word is unfinished while typing it
    workspace::FilterText m_read; // the text in the line
    std::optional<query::Risk> m_risk; // the one that the message is about
    Tone m_tone = Tone::Note;
};

} // namespace trailloupe::ui
