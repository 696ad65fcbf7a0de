// FilterEdit: a line to type a filter in, with a wavy line under what cannot be read, and another
// under what is hardly meant.
//
// Text that is longer than any filter may be is not taken, whichever way it comes; the line stays
// as it was and says inputRejected(), however much was pasted.
// Threads: GUI thread only.
#pragma once

#include "model/query/barquery.h"
#include "ui/common/barwords.h"

#include <QLineEdit>

#include <optional>
#include <vector>

namespace trailloupe::ui {

class FilterEdit : public QLineEdit
{
    Q_OBJECT
public:
    // A character is a byte at least.
    static constexpr int kMaxChars = static_cast<int>(query::kMaxBarText);

    explicit FilterEdit(QWidget* parent = nullptr);

    void setMark(std::optional<CharSpan> mark);
    const std::optional<CharSpan>& mark() const { return m_mark; }
    void setWarnings(std::vector<CharSpan> places);
    const std::vector<CharSpan>& warnings() const { return m_warnings; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    bool refuses(const QString& text);
    void drawWave(QPainter& painter, const CharSpan& place, const QColor& color) const;

    std::optional<CharSpan> m_mark;
    std::vector<CharSpan> m_warnings;
};

} // namespace trailloupe::ui
