// MomentSlider: the time that the configuration items of an export cover, as a strip: how much
// changed when, where the resource at hand did, and the moment that is looked at.
//
// The right end stands for all that was recorded: no moment. Arrow keys go from change to change,
// page keys by a tenth, Home and End to the ends.
// Threads: GUI thread only. Units: nanoseconds since 1970-01-01 UTC.
// Cost: a painting O(width log items).
#pragma once

#include "model/config/resources.h"

#include <QAbstractSlider>
#include <QByteArray>

#include <cstdint>
#include <optional>
#include <span>

namespace trailloupe::ui {

class MomentSlider : public QAbstractSlider
{
    Q_OBJECT
public:
    explicit MomentSlider(QWidget* parent = nullptr);

    // Null, or without a dated item: nothing to slide over.
    void setResources(const config::ResourcesPtr& resources);
    void setMoment(std::optional<std::int64_t> ns);
    void setResource(std::optional<config::ResourceNo> resource); // whose changes are marked
    void setZone(const QByteArray& zone) { m_zone = zone; } // of the tips

    bool hasSpan() const; // of more than one moment
    double xOf(std::int64_t ns) const;
    // Nothing at the right end.
    std::optional<std::int64_t> momentAt(double x) const;
    // How many items were captured in that pixel's time.
    std::size_t changesAt(int x) const;
    QString tipAt(int x) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void momentRequested(std::optional<std::int64_t> ns);
    void stepRequested(int direction); // -1, 1: the change before, behind

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void sliderChange(SliderChange change) override;

private:
    std::span<const std::int64_t> times() const;
    std::int64_t nsAt(double x) const; // REQUIRES items
    void showMoment();
    void paintChanges(QPainter& painter) const;
    void paintResource(QPainter& painter) const;
    void paintHandle(QPainter& painter) const;

    config::ResourcesPtr m_resources;
    std::optional<std::int64_t> m_moment;
    std::optional<config::ResourceNo> m_resource;
    QByteArray m_zone = "UTC";
    bool m_isShowing = false; // the value follows the moment, not the moment the value
};

} // namespace trailloupe::ui
