// MarkEditor: the star, the tags and the note of one thing, to read and to change.
//
// Nothing is made in the case for what is only looked at. Threads: GUI thread only.
#pragma once

#include "model/workspace/casebook.h"

#include <QWidget>

#include <optional>

class QLabel;
class QMenu;
class QPlainTextEdit;
class QToolButton;

namespace trailloupe::ui {

class ElidedLabel;

class MarkEditor : public QWidget
{
    Q_OBJECT
public:
    explicit MarkEditor(workspace::Casebook& casebook, QWidget* parent = nullptr);

    // Without a line for a note until there is one, or focusNote() asks for it.
    void setCompact(bool compact);
    void setEvent(std::optional<RowId> row);
    void setEntry(std::optional<workspace::Casebook::EntryId> entry);
    // One that need not be marked yet; the title is for when it is. REQUIRES that it is no event.
    void setSubject(const std::optional<casefile::Subject>& subject, const std::string& title);
    void focusNote();
    void showTags(); // their menu

    QToolButton* starButton() const { return m_star; }
    QToolButton* tagButton() const { return m_tags; }
    QPlainTextEdit* note() const { return m_note; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void setAbout(std::optional<RowId> row, std::optional<workspace::Casebook::EntryId> entry,
                  const std::optional<casefile::Subject>& subject);
    bool isAbout() const { return m_row || m_entry || m_subject; }
    std::optional<workspace::Casebook::EntryId> entry(); // made where there is none yet
    casefile::Mark mark() const;
    void refresh();
    void fitNote();
    void takeNote();

    workspace::Casebook& m_casebook;
    std::optional<RowId> m_row;
    std::optional<workspace::Casebook::EntryId> m_entry;
    std::optional<casefile::Subject> m_subject;
    std::string m_title; // of the subject
    QToolButton* m_star;
    QToolButton* m_tags;
    QToolButton* m_write;
    QMenu* m_tagMenu;
    ElidedLabel* m_tagNames;
    QLabel* m_saved;
    QPlainTextEdit* m_note;
    bool m_isCompact = false;
    bool m_refreshing = false;
};

} // namespace trailloupe::ui
