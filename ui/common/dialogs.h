// dialogs: every question the program asks in a window of its own, in one place, so that tests can
// answer in advance.
//
// Nothing here waits: the answer comes through a callback. When a test has queued an answer, it is
// given at once and no window opens.
//
// Threads: GUI thread only.
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace trailloupe::ui::dialogs {

using PathsAnswer = std::function<void(const QStringList&)>; // not called when dismissed
using TextAnswer = std::function<void(const QString&)>;
using YesAnswer = std::function<void()>;

void openFiles(QWidget* parent, PathsAnswer answer);
// One file of these kinds ("Case (*.tlcase)").
void openFile(QWidget* parent, const QString& title, const QStringList& kinds, TextAnswer answer);
void openFolder(QWidget* parent, PathsAnswer answer);
// What is open: saveFile() answers with no file that is one of these or lies in one, and says so.
void setEvidence(const QStringList& paths);
// Where to write to; asks before it replaces a file. `suggestion` is a file name. With `kinds`
// ("Table (*.csv)") the ending of the name follows the kind that is chosen.
void saveFile(QWidget* parent, const QString& title, const QString& suggestion, TextAnswer answer);
void saveFile(QWidget* parent, const QString& title, const QString& suggestion,
              const QStringList& kinds, TextAnswer answer);
// The folder of a file that could be written is where the next one is offered.
void rememberSaved(const QString& path);
// A line of text: names of presets, a path that should become a column.
void askText(QWidget* parent, const QString& title, const QString& label, const QString& value,
             TextAnswer answer);
// Says what is wrong with a text; empty: nothing. Until then it is asked on, with what was typed.
using TextCheck = std::function<QString(const QString&)>;
void askText(QWidget* parent, const QString& title, const QString& label, const QString& value,
             TextCheck check, TextAnswer answer);
// Whether to do what cannot be undone; `yes` names it ("Replace").
void confirm(QWidget* parent, const QString& title, const QString& text, const QString& yes,
             YesAnswer answer);
// Says something that needs no answer; `details` can be copied.
void tell(QWidget* parent, const QString& title, const QString& text, const QString& details = {});

namespace testing {
void answerNext(const QStringList& answer); // an empty list dismisses; any text is a yes
QStringList takeTold(); // texts of tell() since the last call, while answers were queued by tests
void recordTold(bool on);
} // namespace testing

} // namespace trailloupe::ui::dialogs
