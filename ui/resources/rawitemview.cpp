#include "ui/resources/rawitemview.h"

#include "ui/common/sourcebytesview.h"
#include "ui/common/textpane.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace trailloupe::ui {

RawItemView::RawItemView(workspace::Workspace& workspace, workspace::ConfigTimeline& timeline,
                         workspace::JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_timeline(timeline)
    , m_showJson(new QToolButton(this))
    , m_showSource(new QToolButton(this))
    , m_stack(new QStackedWidget(this))
    , m_json(new TextPane(jobs, QStringLiteral("resource.json"), m_stack))
    , m_source(new SourceBytesView(jobs, QStringLiteral("resource.source"), m_stack))
{
    auto* group = new QButtonGroup(this);
    for (QToolButton* button : {m_showJson, m_showSource}) {
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        group->addButton(button);
    }
    m_showJson->setText(tr("JSON"));
    m_showJson->setToolTip(tr("The item as the program reads it: names as AWS's interfaces spell "
                              "them, JSON in text taken out of it"));
    m_showSource->setText(tr("Source bytes"));
    m_showSource->setToolTip(tr("Where the item stands in the evidence, and its bytes there"));
    m_showJson->setChecked(true);
    m_stack->addWidget(m_json);
    m_stack->addWidget(m_source);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 6, 8, 2);
    buttons->setSpacing(4);
    buttons->addWidget(m_showJson);
    buttons->addWidget(m_showSource);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(buttons);
    layout->addWidget(m_stack, 1);
    connect(m_showJson, &QToolButton::clicked, this, [this] { showSource(false); });
    connect(m_showSource, &QToolButton::clicked, this, [this] { showSource(true); });
    connect(&timeline, &workspace::ConfigTimeline::detailChanged, this, &RawItemView::fill);
    fill();
}

void RawItemView::showSource(bool source)
{
    m_stack->setCurrentWidget(source ? static_cast<QWidget*>(m_source) : m_json);
}

void RawItemView::fill()
{
    const auto& detail = m_timeline.detail();
    if (!detail) {
        m_json->clear();
        m_source->clear();
    } else if (!m_timeline.isLoading()) {
        m_json->setText(detail->indented, Highlight::IndentedJson);
        m_source->setOccurrences(detail->occurrences, m_workspace.evidence());
    }
}

void RawItemView::copyJson()
{
    if (m_timeline.detail())
        QGuiApplication::clipboard()->setText(
            QString::fromStdString(*m_timeline.detail()->indented));
}

} // namespace trailloupe::ui
