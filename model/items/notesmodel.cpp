#include "model/items/notesmodel.h"

#include <algorithm>

namespace trailloupe::items {

using casefile::Subject;
using workspace::Casebook;

QList<int> tagColors(const casefile::Mark& mark, const std::vector<casefile::Tag>& tags)
{
    QList<int> colors;
    for (const casefile::Tag& tag : tags) {
        if (mark.tags.contains(tag.name))
            colors.append(tag.color);
    }
    return colors;
}

NotesModel::NotesModel(const Casebook& casebook, QObject* parent)
    : QAbstractTableModel(parent)
    , m_casebook(casebook)
{
    connect(&m_casebook, &Casebook::changed, this, &NotesModel::refresh);
    refresh();
}

void NotesModel::setWords(Words time, Words subject)
{
    m_time = std::move(time);
    m_subject = std::move(subject);
    refresh();
}

void NotesModel::setTitles(const QStringList& titles)
{
    m_titles = titles;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
}

QVariant NotesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return m_titles.value(section);
}

void NotesModel::setChoice(Choice choice)
{
    m_choice = choice;
    refresh();
}

void NotesModel::setSearch(const QString& text)
{
    m_search = text;
    refresh();
}

bool NotesModel::isChosen(const Casebook::Entry& entry) const
{
    const casefile::Mark& mark = entry.mark;
    if ((m_choice == Choice::Starred && !mark.isStarred)
        || (m_choice == Choice::Noted && mark.note.empty())
        || (m_choice == Choice::Tagged && mark.tags.empty()))
        return false;
    if (m_search.isEmpty())
        return true;
    for (int column = SubjectColumn; column < kColumns; ++column) {
        if (text(entry, column).contains(m_search, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

// The same rows in the same order are no reset: whoever writes a note stays where they are.
void NotesModel::refresh()
{
    std::vector<Casebook::EntryId> rows;
    for (const Casebook::EntryId id : m_casebook.entries()) {
        if (isChosen(m_casebook.entry(id)))
            rows.push_back(id);
    }
    if (rows == m_rows) {
        if (!rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int NotesModel::rowOf(Casebook::EntryId entry) const
{
    const auto found = std::ranges::find(m_rows, entry);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int NotesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int NotesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QString NotesModel::text(const Casebook::Entry& entry, int column) const
{
    QStringList tags;
    switch (column) {
    case TimeColumn:
        return m_time ? m_time(entry) : QString();
    case SubjectColumn:
        return m_subject ? m_subject(entry) : QString::fromStdString(entry.mark.title);
    case TagsColumn:
        for (const std::string& tag : entry.mark.tags)
            tags.append(QString::fromStdString(tag));
        return tags.join(QStringLiteral(", "));
    case NoteColumn:
        return QString::fromStdString(entry.mark.note);
    default:
        return {};
    }
}

QVariant NotesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Casebook::EntryId id = entryAt(index.row());
    const Casebook::Entry& entry = m_casebook.entry(id);
    switch (role) {
    case Qt::DisplayRole:
    case RawRole:
        return text(entry, index.column());
    case EntryRole:
        return static_cast<qulonglong>(id);
    case KindRole:
        return static_cast<int>(entry.subject.kind);
    case IsStarredRole:
        return entry.mark.isStarred;
    case TagColorsRole:
        return QVariant::fromValue(tagColors(entry.mark, m_casebook.tags()));
    case IsThereRole:
        return entry.subject.kind != Subject::Kind::Event || entry.row.has_value();
    default:
        return {};
    }
}

} // namespace trailloupe::items
