// GraphFacts: names and values of what is selected, a row each: values are broken where they are
// wider than the room, and all of them scroll where there is less room than they need.
//
// No taller than its rows. Threads: GUI thread only. Cost: O(rows) when its width changes.
#pragma once

#include <QLabel>
#include <QScrollArea>

#include <utility>
#include <vector>

namespace trailloupe::ui {

class GraphFacts : public QScrollArea
{
    Q_OBJECT
public:
    explicit GraphFacts(QWidget* parent = nullptr);

    // Those without a value are left out. A line may be broken behind a U+200B.
    void setFacts(const QList<std::pair<QString, QString>>& facts);
    int rowCount() const { return static_cast<int>(m_rows.size()); }
    QLabel* nameAt(int row) const { return m_rows[static_cast<std::size_t>(row)].name; }
    QLabel* valueAt(int row) const { return m_rows[static_cast<std::size_t>(row)].value; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Row
    {
        QLabel* name = nullptr;
        QLabel* value = nullptr;
    };

    int nameWidth() const;
    int heightOf(const Row& row, int width) const; // of all of the area
    int heightFor(int width) const;
    void arrange();

    QWidget* m_inner;
    std::vector<Row> m_rows;
    int m_wanted = 0; // pixels, at the width it has
};

} // namespace trailloupe::ui
