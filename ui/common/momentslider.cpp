#include "ui/common/momentslider.h"

#include "ui/common/momenttext.h"
#include "ui/common/theme.h"
#include "ui/words/numbertext.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr int kSteps = 1'000'000; // of value(); the right end
constexpr int kMargin = 7; // half of the handle
constexpr double kHandle = 4; // its radius
constexpr int kLeastWidth = 60;
constexpr int kTickWidth = 2;

} // namespace

MomentSlider::MomentSlider(QWidget* parent)
    : QAbstractSlider(parent)
{
    setOrientation(Qt::Horizontal);
    setRange(0, kSteps);
    setPageStep(kSteps / 10);
    setSingleStep(kSteps / 100);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Moment that resources are looked at"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    showMoment();
}

QSize MomentSlider::sizeHint() const
{
    return {320, fontMetrics().height() + 10};
}

QSize MomentSlider::minimumSizeHint() const
{
    return {kLeastWidth, sizeHint().height()};
}

std::span<const std::int64_t> MomentSlider::times() const
{
    return m_resources ? m_resources->captureTimes() : std::span<const std::int64_t>();
}

bool MomentSlider::hasSpan() const
{
    return !times().empty() && times().front() < times().back();
}

void MomentSlider::setResources(const config::ResourcesPtr& resources)
{
    m_resources = resources;
    m_resource.reset();
    showMoment();
    update();
}

void MomentSlider::setMoment(std::optional<std::int64_t> ns)
{
    m_moment = ns;
    showMoment();
    update();
}

void MomentSlider::setResource(std::optional<config::ResourceNo> resource)
{
    m_resource = resource;
    update();
}

// What assistive programs see of it.
void MomentSlider::showMoment()
{
    const QScopedValueRollback showing(m_isShowing, true);
    double share = 1;
    if (m_moment && hasSpan())
        share = static_cast<double>(*m_moment - times().front())
            / static_cast<double>(times().back() - times().front());
    setValue(static_cast<int>(std::clamp(share, 0.0, 1.0) * kSteps));
}

// Set from outside, as assistive programs do.
void MomentSlider::sliderChange(SliderChange change)
{
    QAbstractSlider::sliderChange(change);
    if (change != SliderValueChange || m_isShowing || !hasSpan())
        return;
    const double share = static_cast<double>(value()) / kSteps;
    Q_EMIT momentRequested(momentAt(kMargin + share * (width() - 2 * kMargin)));
}

double MomentSlider::xOf(std::int64_t ns) const
{
    const double room = width() - 2 * kMargin;
    if (!hasSpan())
        return kMargin + room;
    const double share = static_cast<double>(ns - times().front())
        / static_cast<double>(times().back() - times().front());
    return kMargin + std::clamp(share, 0.0, 1.0) * room;
}

// Of that place, whether or not it is the right end.
std::int64_t MomentSlider::nsAt(double x) const
{
    const double room = width() - 2 * kMargin;
    const double share = room > 0 ? std::clamp((x - kMargin) / room, 0.0, 1.0) : 1;
    return times().front()
        + std::llround(share * static_cast<double>(times().back() - times().front()));
}

// Not finer than there are pixels.
std::optional<std::int64_t> MomentSlider::momentAt(double x) const
{
    if (!hasSpan() || x >= width() - kMargin)
        return std::nullopt;
    const std::int64_t pixel = (times().back() - times().front()) / std::max(1, width());
    const std::int64_t unit = pixel >= kSecond ? kSecond : kSecond / 1000;
    const std::int64_t ns = nsAt(x);
    return std::max(times().front(), ns - ns % unit);
}

std::size_t MomentSlider::changesAt(int x) const
{
    const auto all = times();
    if (all.empty())
        return 0;
    const auto before = [&](int pixel) -> std::ptrdiff_t {
        if (pixel <= kMargin)
            return 0;
        return pixel > width() - kMargin ? std::ssize(all)
                                         : std::ranges::lower_bound(all, nsAt(pixel)) - all.begin();
    };
    return static_cast<std::size_t>(before(x + 1) - before(x));
}

QString MomentSlider::tipAt(int x) const
{
    if (times().empty())
        return {};
    const std::size_t changes = changesAt(x);
    const QString words = changes == 1 ? tr("1 change recorded here")
                                       : tr("%1 changes recorded here").arg(countText(changes));
    const auto moment = momentAt(x);
    const QString when = moment ? momentTextWithZone(*moment / kSecond * kSecond, m_zone)
                                : tr("All that was recorded");
    return when + u'\n' + words;
}

bool MomentSlider::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), tipAt(help->pos().x()), this);
        return true;
    }
    return QAbstractSlider::event(event);
}

void MomentSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !hasSpan())
        return;
    setSliderDown(true);
    Q_EMIT momentRequested(momentAt(event->position().x()));
}

void MomentSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (isSliderDown())
        Q_EMIT momentRequested(momentAt(event->position().x()));
}

void MomentSlider::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        setSliderDown(false);
}

// What is around it scrolls.
void MomentSlider::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

void MomentSlider::keyPressEvent(QKeyEvent* event)
{
    const auto moveBy = [this](double share) {
        const double from = m_moment ? xOf(*m_moment) : width() - kMargin;
        Q_EMIT momentRequested(momentAt(from + share * (width() - 2 * kMargin)));
    };
    switch (hasSpan() ? event->key() : 0) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        Q_EMIT stepRequested(-1);
        return;
    case Qt::Key_Right:
    case Qt::Key_Up:
        Q_EMIT stepRequested(1);
        return;
    case Qt::Key_PageUp:
        moveBy(0.1);
        return;
    case Qt::Key_PageDown:
        moveBy(-0.1);
        return;
    case Qt::Key_Home:
        Q_EMIT momentRequested(times().front());
        return;
    case Qt::Key_End:
        Q_EMIT momentRequested(std::nullopt);
        return;
    default:
        event->ignore();
    }
}

void MomentSlider::paintChanges(QPainter& painter) const
{
    const ThemeColors& colors = themeColors(palette());
    std::vector<std::size_t> counts{0};
    for (int x = kMargin; x <= width() - kMargin; ++x)
        counts.push_back(changesAt(x));
    const double most = std::log1p(static_cast<double>(std::ranges::max(counts)));
    const double room = height() - 4;
    const double until = m_moment ? xOf(*m_moment) : width();
    for (std::size_t i = 1; i < counts.size(); ++i) {
        const std::size_t count = counts[i];
        if (count == 0)
            continue;
        const int x = kMargin + static_cast<int>(i) - 1;
        // By its logarithm, so that a single change is seen beside a snapshot of thousands.
        const double tall = std::max(2.0, room * std::log1p(static_cast<double>(count)) / most);
        QColor color = colors.series[0];
        color.setAlphaF(x <= until ? 0.7F : 0.28F);
        painter.fillRect(QRectF(x, height() - 2 - tall, 1, tall), color);
    }
}

void MomentSlider::paintResource(QPainter& painter) const
{
    if (!m_resource || !m_resources || m_resource->index() >= m_resources->size())
        return;
    const QColor color = themeColors(palette()).warning;
    for (const config::Item& item :
         m_resources->items(*m_resource).first(m_resources->datedCount(*m_resource))) {
        if (item.isRepeat)
            continue;
        const double x = xOf(item.capturedNs);
        painter.fillRect(QRectF(x - kTickWidth / 2.0, 1, kTickWidth, height() / 2.0), color);
    }
}

void MomentSlider::paintHandle(QPainter& painter) const
{
    const ThemeColors& colors = themeColors(palette());
    const double x = m_moment ? xOf(*m_moment) : width() - kMargin;
    const QColor color = isEnabled() ? colors.accent : colors.border;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF(x - 1, 1, 2, height() - 2), color);
    painter.setPen(QPen(hasFocus() ? colors.text : colors.base, 1.5));
    painter.setBrush(color);
    painter.drawEllipse(QPointF(x, height() / 2.0), kHandle + 1, kHandle + 1);
}

void MomentSlider::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const ThemeColors& colors = themeColors(palette());
    painter.fillRect(QRect(kMargin, height() - 2, width() - 2 * kMargin, 1), colors.border);
    if (times().empty())
        return;
    paintChanges(painter);
    paintResource(painter);
    if (hasSpan())
        paintHandle(painter);
}

} // namespace trailloupe::ui
