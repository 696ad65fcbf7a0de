#include "ui/welcome/welcomepage.h"

#include "ui/common/icons.h"
#include "ui/common/recentexports.h"
#include "ui/common/theme.h"

#include <QCommandLinkButton>
#include <QDir>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace trailloupe::ui {

namespace {

constexpr int kColumnWidth = 360; // both fit a window of 800
constexpr int kColumnGap = 40;

QLabel* heading(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    QFont bold = label->font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    return label;
}

} // namespace

WelcomePage::WelcomePage(QWidget* parent)
    : QWidget(parent)
    , m_logo(new QLabel(this))
    , m_tagline(new QLabel(tr("Read what happened in a bucket export. Nothing leaves this "
                              "computer, nothing is changed."),
                           this))
    , m_recentBox(new QWidget(this))
{
    setAccessibleName(tr("Welcome"));
    auto* name = new QLabel(QStringLiteral("Trailloupe"), this);
    QFont large = name->font();
    large.setPointSizeF(large.pointSizeF() * 2.1);
    large.setWeight(QFont::DemiBold);
    name->setFont(large);
    m_tagline->setWordWrap(true);
    makeQuiet(m_tagline);

    auto* title = new QHBoxLayout;
    title->setSpacing(18);
    title->addWidget(m_logo, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(name);
    words->addWidget(m_tagline);
    title->addLayout(words, 1);

    m_recent = new QVBoxLayout(m_recentBox);
    m_recent->setContentsMargins(0, 0, 0, 0);
    m_recent->setSpacing(2);

    auto* right = new QVBoxLayout;
    right->setSpacing(10);
    right->addWidget(m_recentBox);
    right->addWidget(makeReads());
    right->addStretch();

    auto* columns = new QHBoxLayout;
    columns->setSpacing(kColumnGap);
    columns->addWidget(makeActions(), 0, Qt::AlignTop);
    columns->addLayout(right);

    auto* content = new QWidget(this);
    content->setFixedWidth(2 * kColumnWidth + kColumnGap);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(30);
    inner->addLayout(title);
    inner->addLayout(columns);

    auto* outer = new QVBoxLayout(this);
    outer->addStretch(2);
    outer->addWidget(content, 0, Qt::AlignHCenter);
    outer->addStretch(3);
    refreshRecent();
    m_logo->setPixmap(applicationIcon().pixmap(QSize(64, 64), devicePixelRatioF()));
}

QWidget* WelcomePage::makeActions()
{
    auto* box = new QWidget(this);
    box->setFixedWidth(kColumnWidth);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    const auto add = [&](const QString& text, const QString& description, const QString& iconName,
                         void (WelcomePage::*requested)()) {
        auto* button = new QCommandLinkButton(text, description, box);
        button->setIcon(icon(iconName));
        button->setIconSize(QSize(24, 24));
        connect(button, &QCommandLinkButton::clicked, this, requested);
        layout->addWidget(button);
        return button;
    };
    add(tr("Open folder…"), tr("A bucket export as it is: AWSLogs/… in any depth"),
        QStringLiteral("open-folder"), &WelcomePage::openFolderRequested);
    add(tr("Open files…"), tr("A zip or tar, or one or more log files"),
        QStringLiteral("open-file"), &WelcomePage::openFilesRequested);
    m_sample =
        add(tr("Open the sample incident"), tr("A leaked key, from reconnaissance to StopLogging"),
            QStringLiteral("sample"), &WelcomePage::openSampleRequested);
    auto* drop = new QLabel(tr("Or drop files and folders anywhere on this window."), box);
    makeQuiet(drop);
    drop->setContentsMargins(12, 10, 0, 0);
    drop->setWordWrap(true);
    layout->addWidget(drop);
    return box;
}

QWidget* WelcomePage::makeReads()
{
    auto* box = new QWidget(this);
    box->setFixedWidth(kColumnWidth);
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->addRow(heading(tr("What it reads"), box));
    const auto add = [&](const QString& what, const QString& how) {
        auto* value = new QLabel(how, box);
        value->setWordWrap(true);
        makeQuiet(value);
        auto* label = new QLabel(what, box);
        label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
        form->addRow(label, value);
    };
    add(tr("CloudTrail"), tr("log files of trails, JSON lines, single events"));
    add(tr("Downloads"), tr("Event history CSV and JSON, lookup-events output"));
    add(tr("Deliveries"), tr("CloudWatch Logs payloads, EventBridge and SNS envelopes"));
    add(tr("Containers"), tr("folders, zip, tar, gzip; millions of small files"));
    add(tr("Anything else"), tr("is named in the ledger, never dropped silently"));
    return box;
}

void WelcomePage::setSampleAvailable(bool available)
{
    m_sample->setVisible(available);
}

void WelcomePage::refreshRecent()
{
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto entries = recentexports::list();
    m_recentBox->setVisible(!entries.isEmpty());
    m_recentBox->setFixedWidth(kColumnWidth);
    if (entries.isEmpty())
        return;
    m_recent->addWidget(heading(tr("Recent"), m_recentBox));
    for (const QStringList& paths : entries.first(std::min<qsizetype>(entries.size(), 5))) {
        auto* button = new QToolButton(m_recentBox);
        button->setText(button->fontMetrics().elidedText(recentexports::label(paths),
                                                         Qt::ElideMiddle, kColumnWidth - 40));
        button->setIcon(icon(QStringLiteral("clock")));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setToolTip(QDir::toNativeSeparators(paths.join(u'\n')));
        button->setAccessibleName(tr("Open %1").arg(recentexports::label(paths)));
        button->setCursor(Qt::PointingHandCursor);
        button->setFocusPolicy(Qt::StrongFocus);
        connect(button, &QToolButton::clicked, this,
                [this, paths] { Q_EMIT openPathsRequested(paths); });
        m_recent->addWidget(button);
    }
    m_recent->addSpacing(14);
}

} // namespace trailloupe::ui
