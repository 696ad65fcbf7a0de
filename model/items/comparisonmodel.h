// ComparisonModel: the lines of a comparison as a table: what it is, and a column for each event.
//
// As one diff, two events share a column: a value that changed is two rows, before and after.
// Threads: GUI thread only.  Cost: a cell O(its text, cut to kDisplayLimit); marks of a text are
// found when it is painted, O(words²) with at most compare::kMostWords.
#pragma once

#include "model/compare/comparisonlines.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace trailloupe::items {

// A part of a text that is not in the text it is compared with; in characters.
struct TextMark
{
    int start = 0;
    int length = 0;
};

class ComparisonModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr std::size_t kDisplayLimit = 4096; // bytes of a value

    enum Role
    {
        LineKindRole = Qt::UserRole + 1, // compare::Line::Kind as int
        CellStateRole, // compare::CellState as int; of the first column the row's worst
        DepthRole, // int, from 0
        IsContainerRole, // bool: it has rows below it
        IsIgnoredRole, // bool
        IsDifferentRole, // bool: it counts as a difference
        FoldedRole, // uint: values in a folded line
        FoldedIgnoredRole, // uint: ignored ones in a folded line of equal ones
        IsOpenRole, // bool, of a folded line
        NoteRole, // compare::RowNote as int
        PathRole, // QString
        MarksRole, // QList<TextMark> of the DisplayRole
        RawRole, // QString: the whole value
    };

    explicit ComparisonModel(QObject* parent = nullptr);

    // Without titles until they are set.
    void setComparison(compare::ComparisonPtr comparison, std::vector<compare::Line> lines);
    // Of two lines, one for each event; and what its tooltip says.
    void setTitles(const QStringList& titles, const QStringList& tips = {});
    void setAsOneDiff(bool one); // only two events can be
    bool isAsOneDiff() const;

    const compare::ComparisonPtr& comparison() const { return m_comparison; }
    const compare::Line& lineAt(int row) const { return m_lines[m_shown[index(row)].line]; }
    // Where a row of the comparison is in sight, or the folded line that it is in; -1 without
    // lines.
    int lineOf(std::uint32_t comparisonRow) const;
    // The event that a cell is about; nothing for the first column and for a cell of neither.
    std::optional<std::size_t> eventOf(const QModelIndex& cell) const;
    // The next row that counts as a difference, going round; -1 when there is none.
    int nextDifference(int from, bool forward) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    using QAbstractTableModel::index;

private:
    enum class Side : std::uint8_t
    {
        All,
        Before,
        After,
    };
    struct Shown
    {
        std::uint32_t line = 0;
        Side side = Side::All;
    };

    static std::size_t index(int row) { return static_cast<std::size_t>(row); }
    void arrange();
    bool isDifferent(int row) const;
    QString nameOf(const compare::Line& line) const;
    QString cellText(const QModelIndex& cell, bool whole) const;
    QVariant marks(const QModelIndex& cell) const;
    int cellState(const QModelIndex& cell) const;

    compare::ComparisonPtr m_comparison;
    std::vector<compare::Line> m_lines;
    std::vector<Shown> m_shown;
    QStringList m_titles;
    QStringList m_tips;
    bool m_asOneDiff = false;
};

} // namespace trailloupe::items

Q_DECLARE_METATYPE(QList<trailloupe::items::TextMark>)
