#include "ui/principals/agentline.h"

#include "model/workspace/investigation.h"
#include "ui/common/eventcounttext.h"
#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"
#include "ui/common/theme.h"
#include "ui/words/numbertext.h"

#include <QEvent>
#include <QMenu>

#include <algorithm>

namespace trailloupe::ui {

using query::AgentKind;

AgentLine::AgentLine(workspace::Investigation& investigation, QWidget* parent)
    : QLabel(parent)
    , m_investigation(investigation)
{
    setTextFormat(Qt::RichText); // of constant words and numbers only
    setWordWrap(true);
    setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Console or API"));
    setToolTip(tr("By user agent, which is what the caller says of itself: a hint, never proof."));
    setContextMenuPolicy(Qt::CustomContextMenu);
    connect(this, &QLabel::linkHovered, this, [this](const QString& link) { m_hovered = link; });
    connect(this, &QLabel::linkActivated, this, [this](const QString& link) {
        const Values values = m_parts[link.toULongLong()].values;
        if (m_show && m_show(values))
            m_investigation.setPage(QStringLiteral("events"));
    });
    connect(this, &QLabel::customContextMenuRequested, this, &AgentLine::openMenu);
}

void AgentLine::setCounts(const std::vector<query::FacetValue>& families, std::uint64_t without,
                          const std::vector<query::FacetValue>& userAgents)
{
    const query::Field field{query::Derived::Agent, {}};
    m_parts = {{tr("console"), 0, {}},        {tr("command line"), 0, {}},
               {tr("SDKs"), 0, {}},           {tr("AWS services"), 0, {}},
               {tr("other programs"), 0, {}}, {tr("not said"), without, {{field, std::nullopt}}}};
    const auto add = [this](AgentKind kind, const query::Field& of,
                            const query::FacetValue& value) {
        Part& part = m_parts[static_cast<std::size_t>(kind)];
        part.events += value.events;
        part.values.push_back({of, value.text});
    };
    for (const query::FacetValue& family : families) {
        if (!query::isAgentSystem(family.text))
            add(query::agentKind(family.text), field, family);
    }
    const query::Field whole = *workspace::fieldOf("userAgent");
    for (const query::FacetValue& agent : userAgents) {
        if (query::isAgentSystem(query::agentFamily(agent.text)))
            add(query::agentKindOf(agent.text).value_or(AgentKind::Program), whole, agent);
    }
    std::erase_if(m_parts, [](const Part& part) { return part.events == 0; });
    m_hovered.clear();
    showParts();
}

void AgentLine::showParts()
{
    const QString color = themeColors(palette()).accent.name();
    QStringList links;
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        links.append(QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3&nbsp;%4</a>")
                         .arg(QString::number(i), color,
                              QString(m_parts[i].name).replace(u' ', QStringLiteral("&nbsp;")),
                              countText(m_parts[i].events)));
    setText(tr("Called from: %1").arg(links.join(QStringLiteral("  ·  "))));
}

QString AgentLine::words() const
{
    QStringList words;
    for (const Part& part : m_parts)
        words.append(part.name + u' ' + countText(part.events));
    return words.join(QStringLiteral("  ·  "));
}

// Of the part under the pointer, else of the first.
void AgentLine::openMenu(const QPoint& at)
{
    if (m_parts.empty())
        return;
    const Part part = m_parts[m_hovered.isEmpty() ? 0 : m_hovered.toULongLong()];
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(
        menu->addAction(icon(QStringLiteral("events")), tr("Show %1").arg(eventsText(part.events))),
        &QAction::triggered, this, [this, part] {
            if (m_show && m_show(part.values))
                m_investigation.setPage(QStringLiteral("events"));
        });
    menu->addSeparator();
    addPivotActions(menu, m_investigation, part.values);
    // Whatever changes the filter while the menu is there was chosen in it.
    connect(&m_investigation, &workspace::Investigation::filterChanged, menu,
            [this] { m_investigation.setPage(QStringLiteral("events")); });
    menu->popup(mapToGlobal(at));
}

void AgentLine::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showParts();
}

} // namespace trailloupe::ui
