// ElidedLabel: one line of plain text that ends in "…" where the room does not suffice; the tip
// then has the whole of it.
#pragma once

#include <QLabel>

namespace trailloupe::ui {

class ElidedLabel : public QLabel
{
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    bool isCut() const;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
};

} // namespace trailloupe::ui
