#include "ui/principals/principalcard.h"

#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"
#include "ui/common/columntitles.h"
#include "ui/common/countlist.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/eventcounttext.h"
#include "ui/common/flowlayout.h"
#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"
#include "ui/common/theme.h"
#include "ui/common/wheel.h"
#include "ui/principals/activitystrip.h"
#include "ui/principals/agentline.h"
#include "ui/principals/firstlist.h"
#include "ui/principals/shownevidence.h"
#include "ui/words/identitywords.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cstring>

namespace trailloupe::ui {
namespace {

using identity::Subject;
using workspace::PivotValue;
using Scope = Subject::Scope;

constexpr int kListWidth = 240;
constexpr int kLeastWidth = 330;
constexpr int kMostColumns = 3;

struct ListOf
{
    const char* field;
    bool ofDenied;
};

// In the order in which they stand. First what was done, then what was refused, then from where.
constexpr const char* kMfa = "userIdentity.sessionContext.attributes.mfaAuthenticated";
constexpr const char* kSignInMfa = "additionalEventData.MFAUsed";

constexpr ListOf kLists[] = {
    {"verb", false},      {"class", false},     {"eventSource", false},     {"eventName", false},
    {"eventName", true},  {"error", true},      {"sourceIPAddress", false}, {"agent", false},
    {"userAgent", false}, {"awsRegion", false}, {"account", false},         {kMfa, false},
    {kSignInMfa, false},  {"actor", false},     {"principal", false},       {"session.id", false},
};

QLabel* plainLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

PrincipalCard::PrincipalCard(workspace::Workspace& workspace,
                             workspace::Investigation& investigation,
                             workspace::Profiling& profiling, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_profiling(profiling)
    , m_scroll(new QScrollArea(this))
{
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(makeContent());
    setMinimumWidth(kLeastWidth);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_scroll);
    connect(&m_profiling, &workspace::Profiling::profileChanged, this, &PrincipalCard::showProfile);
    connect(&m_profiling, &workspace::Profiling::runningChanged, this, &PrincipalCard::showHead);
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this,
            &PrincipalCard::showFacts);
    showProfile();
}

void PrincipalCard::makeHead(QWidget* content)
{
    m_title = new ElidedLabel(content);
    m_title->setTextFormat(Qt::PlainText);
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    m_ids = plainLabel(content);
    makeQuiet(m_ids);
    m_origin = plainLabel(content);
    m_scope = new QComboBox(content);
    m_scope->setAccessibleName(tr("Which events are counted"));
    m_scope->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_scope->setMinimumContentsLength(18);
    const auto button = [content](const QString& text, const QString& iconName) {
        auto* made = new QToolButton(content);
        made->setText(text);
        made->setIcon(icon(iconName));
        made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        made->setFocusPolicy(Qt::StrongFocus);
        return made;
    };
    m_events = button(tr("Show events"), QStringLiteral("events"));
    m_follow = button(tr("Follow"), QStringLiteral("forward"));
    m_follow->setToolTip(tr("The session as a tab: the chain above it, its calls, and what it "
                            "issued"));
    m_more = button(tr("More ▾"), QStringLiteral("more"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_more);
    m_more->setMenu(menu);
    m_facts = plainLabel(content);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMore(menu); });
    connect(m_events, &QToolButton::clicked, this, [this] { goToEvents({}); });
    connect(m_follow, &QToolButton::clicked, this, [this] {
        if (m_profiling.subject() && !m_profiling.subject()->isOfPrincipal())
            Q_EMIT followRequested(m_profiling.subject()->session);
    });
    connect(m_scope, &QComboBox::activated, this, [this](int at) {
        Subject subject = *m_profiling.subject();
        subject.scope = static_cast<Scope>(m_scope->itemData(at).toInt());
        m_profiling.setSubject(subject);
    });
}

QWidget* PrincipalCard::makeContent()
{
    auto* content = new QWidget;
    makeHead(content);
    m_numbers = new QWidget(content);
    m_strip = new ActivityStrip(m_numbers);
    m_strip->setSpanWords([this](const query::TimeSpan& span) {
        return TimeText(m_investigation.zone()).span(span.from, span.to);
    });
    connect(m_strip, &ActivityStrip::spanChosen, this,
            [this](const query::TimeSpan& span) { goToEvents({}, span); });
    m_agents = new AgentLine(m_investigation, m_numbers);
    m_agents->setShowEvents([this](const AgentLine::Values& anyOf) {
        const auto& profile = m_profiling.profile();
        return profile && m_profiling.showEventsWithAny(profile->subject, anyOf);
    });
    m_firsts = new FirstList(m_workspace, m_investigation, m_numbers);
    letWheelPass(m_firsts->table());
    letWheelPass(m_scope);
    m_firsts->setShowEvents([this](const PivotValue& value) { return showEvents({value}); });
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(14);
    const PivotValue denied{{query::Derived::Class, {}},
                            query::eventClassKey(query::EventClass::Denied)};
    for (const ListOf& of : kLists) {
        const query::Field field = *workspace::fieldOf(of.field);
        const QString name = of.field == kMfa ? tr("MFA of the session")
            : of.field == kSignInMfa          ? tr("MFA at sign-in")
                                              : fieldTitle(field);
        auto* list = new CountList(of.ofDenied ? tr("Denied: %1").arg(name) : name,
                                   of.field == kMfa ? tr("(not said)") : tr("(none)"), m_numbers);
        list->setCompact();
        list->setPivots(m_workspace, m_investigation, field);
        list->setShowEvents([this, denied, ofDenied = of.ofDenied](const PivotValue& value) {
            return showEvents(ofDenied ? std::vector{denied, value} : std::vector{value});
        });
        letWheelPass(list->table());
        m_lists.push_back({of.field, of.ofDenied, list});
    }
    auto* numbers = new QVBoxLayout(m_numbers);
    numbers->setContentsMargins(0, 0, 0, 0);
    numbers->setSpacing(12);
    numbers->addWidget(m_strip);
    numbers->addWidget(m_agents);
    numbers->addWidget(m_firsts);
    numbers->addLayout(m_grid);

    auto* buttons = new FlowLayout; // a narrow card has them in two lines
    buttons->setSpacing(6);
    buttons->addWidget(m_scope);
    buttons->addWidget(m_events);
    buttons->addWidget(m_follow);
    buttons->addWidget(m_more);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(8);
    auto* head = new QVBoxLayout;
    head->setSpacing(2);
    head->addWidget(m_title);
    head->addWidget(m_ids);
    head->addWidget(m_origin);
    layout->addLayout(head);
    layout->addLayout(buttons);
    layout->addWidget(m_facts);
    layout->addWidget(m_numbers);
    layout->addStretch(1);
    return content;
}

QString PrincipalCard::title() const
{
    return m_title->text();
}

QString PrincipalCard::idText() const
{
    return m_ids->text();
}

QString PrincipalCard::originText() const
{
    return m_origin->text();
}

QString PrincipalCard::factsText() const
{
    return m_facts->text();
}

CountList* PrincipalCard::listOf(const char* field) const
{
    for (const List& of : m_lists) {
        if (!of.ofDenied && std::strcmp(of.field, field) == 0)
            return of.list;
    }
    return nullptr;
}

CountList* PrincipalCard::deniedListOf(const char* field) const
{
    for (const List& of : m_lists) {
        if (of.ofDenied && std::strcmp(of.field, field) == 0)
            return of.list;
    }
    return nullptr;
}

void PrincipalCard::fillScopes()
{
    const Subject& subject = *m_profiling.subject();
    const auto& identities = *m_workspace.identities();
    m_scope->clear();
    const auto add = [this](const QString& words, Scope scope, const QString& tip) {
        m_scope->addItem(words, static_cast<int>(scope));
        m_scope->setItemData(m_scope->count() - 1, tip, Qt::ToolTipRole);
    };
    if (subject.isOfPrincipal()) {
        add(tr("All that it was behind"), Scope::Actor,
            tr("Its own calls, and those of roles and sessions that it was behind"));
        add(tr("With its credentials"), Scope::Credentials,
            tr("Calls with its own credentials, whoever was behind them"));
    } else {
        add(tr("This session"), Scope::Session, tr("The calls with these credentials"));
        if (!identities.children(subject.session).empty())
            add(tr("This session and all below it"), Scope::SessionAndBelow,
                tr("Also the calls of all that it issued, keys included"));
    }
    m_scope->setCurrentIndex(m_scope->findData(static_cast<int>(subject.scope)));
    m_scope->setEnabled(m_scope->count() > 1);
}

void PrincipalCard::showSubject()
{
    const auto& subject = m_profiling.subject();
    const auto& identities = m_workspace.identities();
    if (!subject || !identities)
        return;
    const words::IdentityWords words(*identities, shown);
    fillScopes();
    QStringList ids;
    const auto addId = [&](std::string_view text, const QString& format) {
        if (!text.empty())
            ids.append(format.arg(shown(text)));
    };
    QString origin;
    bool isUnknown = false;
    if (subject->isOfPrincipal()) {
        const identity::Principal& principal = identities->principal(subject->principal);
        const std::string& name = m_workspace.names()->principal(subject->principal);
        m_title->setText(name.empty() ? words.principal(subject->principal) : shown(name));
        ids.append(QLatin1String(identity::principalTypeKey(principal.type)));
        addId(principal.account, tr("account %1"));
        addId(principal.uniqueId, QStringLiteral("%1"));
        addId(principal.arn, QStringLiteral("%1"));
    } else {
        const identity::Session& session = identities->session(subject->session);
        m_title->setText(words.session(session, words::IdentityWords::Owner::Always));
        addId(session.sourceIdentity, tr("sourceIdentity %1"));
        const std::string& actor = m_workspace.names()->principal(session.actor);
        addId(actor, tr("behind it: %1"));
        origin = words.origin(session);
        isUnknown = session.missing != identity::MissingLog::None;
    }
    m_ids->setText(ids.join(QStringLiteral("  ·  ")));
    m_origin->setText(origin);
    m_origin->setVisible(!origin.isEmpty());
    QPalette palette = this->palette();
    const ThemeColors& colors = themeColors(palette);
    palette.setColor(QPalette::WindowText, isUnknown ? colors.warning : colors.text);
    m_origin->setPalette(palette);
    m_follow->setVisible(!subject->isOfPrincipal());
}

void PrincipalCard::showHead()
{
    showSubject();
    const auto& profile = m_profiling.profile();
    const bool isCurrent =
        profile && m_profiling.subject() && profile->subject == *m_profiling.subject();
    m_events->setEnabled(isCurrent && profile->events > 0);
    m_events->setText(isCurrent ? tr("Show %1").arg(eventsText(profile->events))
                                : tr("Show events"));
    showFacts();
}

void PrincipalCard::showFacts()
{
    const auto& profile = m_profiling.profile();
    if (!profile || !m_profiling.subject() || profile->subject != *m_profiling.subject()) {
        m_facts->setText(m_profiling.isMakingProfile() ? tr("Counting …") : QString());
        return;
    }
    QStringList facts{eventsText(profile->events), tr("%1 denied").arg(countText(profile->denied)),
                      tr("%1 failed otherwise").arg(countText(profile->failed)),
                      profile->sessions == 1 ? tr("1 session")
                                             : tr("%1 sessions").arg(countText(profile->sessions))};
    if (profile->undated > 0)
        facts.append(tr("%1 without a time").arg(countText(profile->undated)));
    QString text = facts.join(QStringLiteral("  ·  "));
    if (profile->span) {
        const TimeText time(m_investigation.zone());
        text += u'\n'
            + tr("First seen %1, last seen %2")
                  .arg(time.dateTime(profile->span->from),
                       time.dateTimeWithZone(profile->span->to - 1));
    }
    m_facts->setText(text);
}

void PrincipalCard::showProfile()
{
    showHead();
    const auto& profile = m_profiling.profile();
    m_numbers->setVisible(profile != nullptr && profile->events > 0);
    if (!profile)
        return;
    m_strip->setBars(profile->boundaries, profile->histogram);
    const auto fieldOf = [&profile](const char* name) -> const identity::ProfileField& {
        return *std::ranges::find(profile->fields, *workspace::fieldOf(name),
                                  &identity::ProfileField::field);
    };
    m_agents->setCounts(fieldOf("agent").values, fieldOf("agent").without,
                        fieldOf("userAgent").values);
    m_firsts->setFirsts({profile, &profile->firsts});
    for (const List& of : m_lists) {
        const auto& fields = of.ofDenied ? profile->deniedFields : profile->fields;
        const query::Field field = *workspace::fieldOf(of.field);
        const auto found = std::ranges::find(fields, field, &identity::ProfileField::field);
        // Who was behind what somebody was behind is no news.
        const bool isItself =
            (std::strcmp(of.field, "actor") == 0 && profile->subject.scope == Scope::Actor)
            || (std::strcmp(of.field, "principal") == 0
                && profile->subject.scope == Scope::Credentials)
            || (std::strcmp(of.field, "session.id") == 0
                && profile->subject.scope == Scope::Session);
        // That nothing says whether there was MFA is worth knowing.
        const bool says = (!found->values.empty() || of.field == kMfa) && !isItself;
        of.list->setCounts({profile, &found->values}, found->without);
        of.list->setVisible(says);
    }
    m_columns = 0;
    arrange();
}

// As many lists side by side as fit.
void PrincipalCard::arrange()
{
    const double scale = std::max(QFontMetricsF(font()).averageCharWidth() / 7.0, 1.0);
    const int fit = static_cast<int>((width() - 40) / (kListWidth * scale));
    const int columns = std::clamp(fit, 1, kMostColumns);
    if (columns == m_columns)
        return;
    m_columns = columns;
    int at = 0;
    for (const List& of : m_lists) {
        m_grid->removeWidget(of.list);
        if (of.list->isHidden())
            continue;
        m_grid->addWidget(of.list, at / columns, at % columns, Qt::AlignTop);
        ++at;
    }
    for (int i = 0; i < kMostColumns; ++i)
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
}

bool PrincipalCard::showEvents(const std::vector<PivotValue>& values,
                               const std::optional<query::TimeSpan>& span)
{
    // What is shown may still be of the one looked at before.
    const auto& profile = m_profiling.profile();
    return profile && m_profiling.showEvents(profile->subject, values, span);
}

void PrincipalCard::goToEvents(const std::vector<PivotValue>& values,
                               const std::optional<query::TimeSpan>& span)
{
    if (showEvents(values, span))
        m_investigation.setPage(QStringLiteral("events"));
}

void PrincipalCard::fillMore(QMenu* menu)
{
    menu->clear();
    const auto& subject = m_profiling.subject();
    if (!subject || !m_workspace.identities())
        return;
    const auto values = workspace::pivotValues(
        identity::conditionOf(*m_workspace.identities(), *m_workspace.names(), *subject));
    if (values.size() == 1) {
        addPivotActions(menu, m_investigation, values);
        addColumnAction(menu, m_investigation, *m_workspace.evidence().store, values.front().field);
        menu->addSeparator();
    }
    const QString condition = m_profiling.condition(*subject);
    QAction* periods =
        menu->addAction(icon(QStringLiteral("periods")), tr("Compare with all others, in Periods"));
    periods->setEnabled(!condition.isEmpty());
    connect(periods, &QAction::triggered, this, [this, condition] {
        Q_EMIT periodsRequested(QStringLiteral("not (%1)").arg(condition), condition);
    });
    menu->addSeparator();
    QAction* copy = menu->addAction(icon(QStringLiteral("copy")), tr("Copy what the card says"));
    connect(copy, &QAction::triggered, this, [this] {
        QApplication::clipboard()->setText(
            QStringList{title(), idText(), originText(), factsText()}.join(u'\n'));
    });
}

void PrincipalCard::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void PrincipalCard::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_facts)
        showSubject();
}

} // namespace trailloupe::ui
