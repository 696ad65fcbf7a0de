// NotesModel: what is starred, tagged or noted in a case, by time.
//
// Threads: GUI thread only.  Cost: a reset for each change of the case: O(marks); a cell O(its
// text).
#pragma once

#include "model/workspace/casebook.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <functional>

namespace trailloupe::items {

class NotesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        TimeColumn,
        SubjectColumn,
        TagsColumn,
        NoteColumn,
        kColumns,
    };
    enum Role
    {
        EntryRole = Qt::UserRole + 1, // qulonglong: Casebook::EntryId
        KindRole, // int: casefile::Subject::Kind
        IsStarredRole, // bool
        TagColorsRole, // QList<int>
        IsThereRole, // bool: an event that the evidence holds, or no event
        RawRole, // QString: the whole text
    };
    enum class Choice
    {
        All,
        Starred,
        Noted,
        Tagged,
    };
    using Words = std::function<QString(const workspace::Casebook::Entry&)>;

    explicit NotesModel(const workspace::Casebook& casebook, QObject* parent = nullptr);

    void setWords(Words time, Words subject);
    void setTitles(const QStringList& titles); // of the columns
    void setChoice(Choice choice);
    void setSearch(const QString& text); // in titles, tags and notes
    int rowOf(workspace::Casebook::EntryId entry) const; // -1: not shown
    workspace::Casebook::EntryId entryAt(int row) const
    {
        return m_rows[static_cast<std::size_t>(row)];
    }
    std::size_t total() const { return m_casebook.entries().size(); } // shown or not

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void refresh();
    bool isChosen(const workspace::Casebook::Entry& entry) const;
    QString text(const workspace::Casebook::Entry& entry, int column) const;

    const workspace::Casebook& m_casebook;
    Words m_time;
    Words m_subject;
    Choice m_choice = Choice::All;
    QString m_search;
    QStringList m_titles;
    std::vector<workspace::Casebook::EntryId> m_rows;
};

// The colours of a mark's tags, in the order of the case.
QList<int> tagColors(const casefile::Mark& mark, const std::vector<casefile::Tag>& tags);

} // namespace trailloupe::items
