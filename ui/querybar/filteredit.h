// FilterEdit: a line to type a filter in, with a wavy line under what cannot be read.
//
// Threads: GUI thread only.
#pragma once

#include "ui/querybar/barwords.h"

#include <QLineEdit>

#include <optional>

namespace trailloupe::ui {

class FilterEdit : public QLineEdit
{
    Q_OBJECT
public:
    explicit FilterEdit(QWidget* parent = nullptr);

    void setMark(std::optional<CharSpan> mark);
    const std::optional<CharSpan>& mark() const { return m_mark; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<CharSpan> m_mark;
};

} // namespace trailloupe::ui
