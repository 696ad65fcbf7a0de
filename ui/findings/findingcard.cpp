#include "ui/findings/findingcard.h"

#include "ui/common/errortext.h"
#include "ui/common/eventcounttext.h"
#include "ui/common/findingmark.h"
#include "ui/common/flowlayout.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/words/findingwords.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <optional>

namespace trailloupe::ui {

using detection::Finding;
using detection::Rule;
using detection::Severity;

namespace {

constexpr int kFilterLines = 5;
constexpr int kFlag = 14;

QLabel* plainLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

// The flag and the word.
class FindingCard::SeverityMark : public QWidget
{
public:
    explicit SeverityMark(QWidget* parent)
        : QWidget(parent)
    {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    void setSeverity(Severity severity)
    {
        m_severity = severity;
        setAccessibleName(severityText(severity));
        updateGeometry();
        update();
    }
    QSize sizeHint() const override
    {
        const QFontMetrics metrics(font());
        return {kFlag + 6 + metrics.horizontalAdvance(severityText(m_severity)),
                std::max(kFlag, metrics.height())};
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const ThemeColors& colors = themeColors(palette());
        QPainter painter(this);
        paintFindingMark(painter, QRectF(0, (height() - kFlag) / 2.0, kFlag, kFlag), m_severity,
                         colors);
        painter.setPen(findingColor(m_severity, colors));
        painter.drawText(rect().adjusted(kFlag + 6, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                         severityText(m_severity));
    }

private:
    Severity m_severity = Severity::Low;
};

FindingCard::FindingCard(QWidget* parent)
    : QScrollArea(parent)
{
    setAccessibleName(tr("What the finding is about"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(makeContent());
    fit();
}

QWidget* FindingCard::makeContent()
{
    auto* content = new QWidget;
    m_severity = new SeverityMark(content);
    m_title = plainLabel(content);
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    m_facts = plainLabel(content);
    makeQuiet(m_facts);
    m_why = plainLabel(content);
    m_filter = new QPlainTextEdit(content);
    m_filter->setReadOnly(true);
    m_filter->setTabChangesFocus(true);
    m_filter->setAccessibleName(tr("Filter of the rule"));
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(m_filter->font().pointSizeF());
    fixed.setStyleHint(QFont::Monospace);
    m_filter->setFont(fixed);
    auto* filterTitle = new QLabel(tr("&Filter"), content);
    filterTitle->setBuddy(m_filter);
    makeQuiet(filterTitle);
    m_references = plainLabel(content);
    makeQuiet(m_references);
    const auto button = [&](const QString& text, const QString& iconName, const QString& tip) {
        auto* made = new QToolButton(content);
        made->setText(text);
        made->setIcon(icon(iconName));
        made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        made->setFocusPolicy(Qt::StrongFocus);
        made->setToolTip(tip);
        return made;
    };
    m_events = button({}, QStringLiteral("events"),
                      tr("Only these events: the filter of the rule, and what is pinned"));
    m_timeline = button(tr("On the Timeline"), QStringLiteral("timeline"),
                        tr("The event that is chosen beside, else the first one"));
    m_add = button(tr("Add to the Filter"), QStringLiteral("filter"),
                   tr("As a condition beside what the filter asks for now"));
    m_copy = button(tr("Copy"), QStringLiteral("copy"),
                    tr("The filter of the rule, as text of the filter bar"));
    auto* buttons = new FlowLayout;
    for (QToolButton* made : {m_events, m_timeline, m_add})
        buttons->addWidget(made);
    auto* filterLine = new QHBoxLayout;
    filterLine->addWidget(filterTitle);
    filterLine->addStretch(1);
    filterLine->addWidget(m_copy);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    layout->addWidget(m_severity);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addWidget(m_why);
    layout->addLayout(buttons);
    layout->addLayout(filterLine);
    layout->addWidget(m_filter);
    layout->addWidget(m_references);
    layout->addStretch(1);
    connect(m_events, &QToolButton::clicked, this, &FindingCard::eventsRequested);
    connect(m_timeline, &QToolButton::clicked, this, &FindingCard::timelineRequested);
    connect(m_add, &QToolButton::clicked, this, &FindingCard::filterRequested);
    connect(m_copy, &QToolButton::clicked, this,
            [this] { QApplication::clipboard()->setText(filter()); });
    return content;
}

void FindingCard::fit()
{
    m_filter->setFixedHeight(QFontMetrics(m_filter->font()).lineSpacing() * kFilterLines + 16);
}

void FindingCard::show(const Rule* rule, const Finding* finding, const Error* failure,
                       const TimeText& time)
{
    widget()->setVisible(rule != nullptr);
    if (!rule)
        return;
    m_severity->setSeverity(rule->severity);
    m_title->setText(ruleTitle(*rule));
    m_why->setText(ruleWhy(*rule));
    const QString filter = QString::fromStdString(rule->filter);
    if (filter != m_filter->toPlainText())
        m_filter->setPlainText(filter);
    QStringList techniques;
    for (const std::string& technique : rule->techniques)
        techniques << QString::fromStdString(technique);
    m_references->setText(tr("MITRE ATT&CK: %1").arg(techniques.join(QStringLiteral(", "))));
    m_references->setVisible(!techniques.isEmpty());
    QStringList facts;
    if (failure)
        facts << tr("The rule could not be asked: %1").arg(errorText(*failure));
    else
        facts << (finding ? eventsText(finding->count()) : tr("No event of the export"));
    if (finding && finding->first)
        facts << (*finding->first == *finding->last
                      ? time.dateTimeWithZone(*finding->first)
                      : tr("%1 to %2")
                            .arg(time.dateTime(*finding->first),
                                 time.dateTimeWithZone(*finding->last)));
    m_facts->setText(facts.join(QStringLiteral("  ·  ")));
    m_events->setText(finding ? tr("Show %1").arg(eventsText(finding->count())) : tr("Events"));
    m_events->setEnabled(finding != nullptr);
    m_timeline->setEnabled(finding && finding->first);
}

QString FindingCard::title() const
{
    return m_title->text();
}

QString FindingCard::facts() const
{
    return m_facts->text();
}

QString FindingCard::why() const
{
    return m_why->text();
}

QString FindingCard::filter() const
{
    return m_filter->toPlainText();
}

QString FindingCard::references() const
{
    return m_references->text();
}

void FindingCard::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_filter)
        fit();
}

} // namespace trailloupe::ui
