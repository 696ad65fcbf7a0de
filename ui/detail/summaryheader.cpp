#include "ui/detail/summaryheader.h"

#include "ui/common/eventmark.h"
#include "ui/common/theme.h"
#include "ui/words/summarywords.h"
#include "ui/words/timetext.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>

namespace trailloupe::ui {
namespace {

constexpr int kStripWidth = 4; // pixels, the colour of what the event is
constexpr int kMarkSize = 14;

QLabel* evidenceLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
}

// Long names have no spaces to break at.
QString breakable(QString name)
{
    static constexpr QChar kBreak(u'\u200B');
    for (const QChar c : {u'/', u':', u'.', u'-', u'_', u'@'})
        name.replace(c, QString(c) + kBreak);
    return name;
}

} // namespace

SummaryHeader::SummaryHeader(QWidget* parent)
    : QWidget(parent)
    , m_place(evidenceLabel(this))
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(kStripWidth + 12, 10, 12, 10);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(1);
    grid->setColumnStretch(1, 1);
    m_place->setContentsMargins(0, 0, kMarkSize + 8, 0); // the mark stands at its right
    grid->addWidget(m_place, 0, 0, 1, 2);
    const std::array<QString, 3> captions = {tr("Actor"), tr("Action"), tr("Target")};
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        Part& part = m_parts[i];
        part.caption =
            new QLabel(i == 0 ? captions[i] : QStringLiteral("\u2192 ") + captions[i], this);
        part.caption->setTextFormat(Qt::PlainText);
        part.caption->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        part.name = evidenceLabel(this);
        part.name->setTextInteractionFlags(Qt::NoTextInteraction); // it holds break marks
        QFont bold = part.name->font();
        bold.setWeight(QFont::DemiBold);
        bold.setPointSizeF(bold.pointSizeF() * 1.12);
        part.name->setFont(bold);
        part.name->setAccessibleName(captions[i]);
        part.words = evidenceLabel(this);
        // The tabs below should not jump from one event to the next.
        const int lines = i == 0 ? 2 : 1;
        part.words->setMinimumHeight(lines * part.words->fontMetrics().lineSpacing());
        part.words->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        const int row = 1 + static_cast<int>(i) * 3;
        grid->setRowMinimumHeight(row, 6);
        grid->addWidget(part.caption, row + 1, 0);
        grid->addWidget(part.name, row + 1, 1);
        grid->addWidget(part.words, row + 2, 1);
    }
    updateColors();
}

void SummaryHeader::setEvent(const query::EventSummary& event, const TimeText& time)
{
    m_class = event.action.eventClass;
    QStringList place;
    place.append(event.seconds            ? time.dateTimeWithZone(*event.seconds)
                     : event.time.empty() ? tr("no time")
                                          : visible(event.time));
    if (!event.region.empty())
        place.append(visible(event.region));
    if (!event.accountId.empty())
        place.append(tr("account %1").arg(visible(event.accountId)));
    m_place->setText(place.join(QStringLiteral("  \u00B7  ")));

    QString actor = actorWords(event);
    const QString via = viaWords(event);
    if (!via.isEmpty())
        actor += actor.isEmpty() ? via : QStringLiteral("\n") + via;
    m_parts[0].name->setText(breakable(actorName(event)));
    m_parts[0].words->setText(actor);
    m_parts[1].name->setText(breakable(actionName(event)));
    m_parts[1].words->setText(actionWords(event));
    m_parts[2].name->setText(breakable(targetName(event)));
    m_parts[2].words->setText(targetWords(event));
    setAccessibleName(sentence(event));
    updateColors();
    update();
}

QString SummaryHeader::text() const
{
    QStringList lines = {m_place->text()};
    for (const Part& part : m_parts) {
        lines.append(part.name->text().remove(QChar(u'\u200B')));
        lines.append(part.words->text());
    }
    return lines.join(u'\n');
}

void SummaryHeader::updateColors()
{
    const ThemeColors& colors = themeColors(palette());
    const auto paintIn = [](QLabel* label, const QColor& color) {
        QPalette own = label->palette();
        if (own.color(QPalette::WindowText) == color)
            return;
        own.setColor(QPalette::WindowText, color);
        label->setPalette(own);
    };
    paintIn(m_place, colors.muted);
    for (const Part& part : m_parts) {
        paintIn(part.caption, colors.muted);
        paintIn(part.words, colors.muted);
    }
    paintIn(m_parts[1].words, colors.mark(m_class));
}

void SummaryHeader::paintEvent(QPaintEvent*)
{
    const ThemeColors& colors = themeColors(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colors.tint(m_class));
    painter.fillRect(QRect(0, 0, kStripWidth, height()), colors.mark(m_class));
    painter.fillRect(QRect(0, height() - 1, width(), 1), colors.border);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF mark(width() - kMarkSize - 12, 12, kMarkSize, kMarkSize);
    paintEventMark(painter, mark, m_class, colors.mark(m_class));
}

void SummaryHeader::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateColors();
}

} // namespace trailloupe::ui
