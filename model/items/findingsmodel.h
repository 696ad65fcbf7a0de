// FindingsModel: the findings of an export, the worst first; below them, folded into one row, the
// rules that found nothing.
//
// Representation: rows are findings, rules that could not be asked, the fold (where a rule is
// silent), and, while it is open, the silent rules. Facts are in the roles; words come from the
// page.
// Threads: GUI thread only. Cost: O(rules) a reset.
#pragma once

#include "model/detection/findings.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <functional>

namespace trailloupe::items {

class FindingsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        SeverityColumn,
        TitleColumn,
        EventsColumn,
        FirstColumn,
        LastColumn,
        kColumns,
    };
    enum class Kind
    {
        Found,
        Failed, // a rule that could not be asked
        Fold, // "19 rules found nothing"
        Silent,
    };
    enum Role
    {
        KindRole = Qt::UserRole + 1, // int: Kind
        SeverityRole, // int: detection::Severity; of a rule
        IsOpenRole, // bool: of the fold
    };
    struct Words
    {
        std::function<QString(detection::Severity)> severity;
        std::function<QString(const detection::Rule&)> title;
        std::function<QString(std::uint64_t)> count;
        std::function<QString(std::optional<std::int64_t>)> time;
        std::function<QString(std::size_t)> silent; // so many rules
    };

    explicit FindingsModel(QObject* parent = nullptr);

    void setWords(Words words, const QStringList& titles);
    void setFindings(detection::FindingsPtr findings); // may be null
    const detection::FindingsPtr& findings() const { return m_findings; }
    bool isOpen() const { return m_isOpen; } // the fold
    void setOpen(bool open);

    Kind kindAt(int row) const; // REQUIRES a row, as all below
    const detection::Rule* ruleAt(int row) const; // null: of the fold
    const detection::Finding* findingAt(int row) const; // null: found nothing
    const detection::Findings::Failure* failureAt(int row) const; // null: none
    int rowOf(const std::string& ruleId) const; // -1: not there, or folded
    int foldRow() const; // -1: no rule is silent

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(int row, int column) const;

    detection::FindingsPtr m_findings;
    bool m_isOpen = false;
    Words m_words;
    QStringList m_titles;
};

} // namespace trailloupe::items
