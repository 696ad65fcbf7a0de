#include "ui/querybar/viewsmenu.h"

#include "ui/common/dialogs.h"
#include "ui/common/errortext.h"
#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"
#include "ui/words/evidencetext.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace trailloupe::ui {

using workspace::BuiltInView;
using workspace::SavedView;

namespace {

constexpr std::size_t kMostTargets = 8; // of the selected event

struct Title
{
    std::string_view id;
    const char* words;
};

constexpr std::array kTitles{
    Title{"changes", QT_TRANSLATE_NOOP("Views", "What was changed?")},
    Title{"denied", QT_TRANSLATE_NOOP("Views", "What was denied?")},
    Title{"root", QT_TRANSLATE_NOOP("Views", "What did root do?")},
    Title{"signins", QT_TRANSLATE_NOOP("Views", "Who signed in to the console?")},
    Title{"iam", QT_TRANSLATE_NOOP("Views", "Who changed who may do what?")},
    Title{"keys", QT_TRANSLATE_NOOP("Views", "Where did keys and sessions come from?")},
    Title{"coverup", QT_TRANSLATE_NOOP("Views", "Who reduced what can be seen?")},
    Title{"sharing", QT_TRANSLATE_NOOP("Views", "What was opened to others?")},
    Title{"destroyed", QT_TRANSLATE_NOOP("Views", "What was destroyed?")},
    Title{"4.1", QT_TRANSLATE_NOOP("Views", "4.1  Unauthorised API calls")},
    Title{"4.2", QT_TRANSLATE_NOOP("Views", "4.2  Console sign-in without MFA")},
    Title{"4.3", QT_TRANSLATE_NOOP("Views", "4.3  Use of root")},
    Title{"4.4", QT_TRANSLATE_NOOP("Views", "4.4  IAM policy changes")},
    Title{"4.5", QT_TRANSLATE_NOOP("Views", "4.5  CloudTrail configuration changes")},
    Title{"4.6", QT_TRANSLATE_NOOP("Views", "4.6  Console sign-in failures")},
    Title{"4.7", QT_TRANSLATE_NOOP("Views", "4.7  KMS keys disabled or to be deleted")},
    Title{"4.8", QT_TRANSLATE_NOOP("Views", "4.8  S3 bucket policy changes")},
    Title{"4.9", QT_TRANSLATE_NOOP("Views", "4.9  AWS Config changes")},
    Title{"4.10", QT_TRANSLATE_NOOP("Views", "4.10  Security group changes")},
    Title{"4.11", QT_TRANSLATE_NOOP("Views", "4.11  Network ACL changes")},
    Title{"4.12", QT_TRANSLATE_NOOP("Views", "4.12  Network gateway changes")},
    Title{"4.13", QT_TRANSLATE_NOOP("Views", "4.13  Route table changes")},
    Title{"4.14", QT_TRANSLATE_NOOP("Views", "4.14  VPC changes")},
    Title{"4.15", QT_TRANSLATE_NOOP("Views", "4.15  Organizations changes")},
};

QString menuText(const QString& text)
{
    return visibleText(text).replace(u'&', QStringLiteral("&&"));
}

} // namespace

QString builtInViewTitle(const BuiltInView& view)
{
    for (const Title& title : kTitles) {
        if (title.id == view.id)
            return QCoreApplication::translate("Views", title.words);
    }
    return QString::fromUtf8(view.id);
}

ViewsMenu::ViewsMenu(const workspace::Workspace& workspace, workspace::Investigation& investigation,
                     workspace::SavedViews& views, QWidget* window)
    : QMenu(tr("&Views"), window)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_views(views)
{
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &ViewsMenu::fill);
    fill();
}

void ViewsMenu::fill()
{
    clear();
    m_views.refresh(); // another window may have saved one
    connect(addAction(ui::icon(QStringLiteral("preset")), tr("&Save This View…")),
            &QAction::triggered, this, &ViewsMenu::save);
    addSeparator();
    addProblem();
    for (const SavedView& view : m_views.views()) {
        QAction* action = addAction(menuText(view.name));
        action->setToolTip(toolTipText(visibleText(view.filter.text)));
        connect(action, &QAction::triggered, this, [this, view] { show(view); });
    }
    if (!m_views.views().empty()) {
        QMenu* remove = addMenu(tr("&Remove"));
        for (const SavedView& view : m_views.views()) {
            connect(remove->addAction(menuText(view.name)), &QAction::triggered, this,
                    [this, name = view.name] {
                        if (const auto error = m_views.remove(name))
                            tellProblem(*error);
                    });
        }
        addSeparator();
    }
    addBuiltIn(this, BuiltInView::Group::Question);
    addSeparator();
    addAboutSelection();
    addSeparator();
    QMenu* cis = addMenu(tr("&CIS Benchmark, as Filter Patterns"));
    cis->setToolTipsVisible(true);
    addBuiltIn(cis, BuiltInView::Group::Cis);
}

// Own views that are not there are missed; that they cannot be read is said where they would be.
void ViewsMenu::addProblem()
{
    if (!m_views.problem())
        return;
    const Error& problem = *m_views.problem();
    QAction* action = addAction(ui::icon(QStringLiteral("warning")),
                                problem.kind == Error::Kind::Unsupported
                                    ? tr("Own views were saved by a newer version of Trailloupe")
                                    : tr("Own views cannot be read"));
    action->setEnabled(false);
    action->setToolTip(toolTipText(visibleText(m_views.file()) + u'\n' + errorText(problem)));
    addSeparator();
}

// Who changed what the selected event touched, and what became of the keys that it names.
void ViewsMenu::addAboutSelection()
{
    using Kind = workspace::FollowTarget::Kind;
    const auto row = m_investigation.selectedRow();
    std::vector<workspace::FollowTarget> targets;
    if (row)
        targets = workspace::followTargets(m_workspace.evidence().store, *row);
    std::erase_if(targets, [](const workspace::FollowTarget& target) {
        return target.kind != Kind::KeyLife && target.kind != Kind::Changes;
    });
    if (targets.empty()) {
        addAction(row ? tr("The selected event names no key and no resource")
                      : tr("Select an event to ask about its key and its resources"))
            ->setEnabled(false);
        return;
    }
    for (const auto& target : std::span(targets).first(std::min(targets.size(), kMostTargets))) {
        QAction* action = addAction(followWords(this, target));
        action->setToolTip(toolTipText(visibleText(target.condition)));
        connect(action, &QAction::triggered, this, [this, target] {
            workspace::follow(m_investigation, target);
            Q_EMIT shown();
        });
    }
    if (targets.size() > kMostTargets)
        addAction(
            tr("%1 more: see “Follow” in the menu of the event").arg(targets.size() - kMostTargets))
            ->setEnabled(false);
}

void ViewsMenu::addBuiltIn(QMenu* menu, BuiltInView::Group group)
{
    for (const BuiltInView& view : workspace::builtInViews()) {
        if (view.group != group)
            continue;
        QAction* action = menu->addAction(menuText(builtInViewTitle(view)));
        action->setToolTip(toolTipText(QString::fromUtf8(view.filter)));
        connect(action, &QAction::triggered, this, [this, &view] {
            // It answers about what was opened, whatever was clicked before; pins stay.
            SavedView made{.filter = workspace::pinnedOf(m_investigation.filter())};
            made.filter.text = QString::fromUtf8(view.filter);
            show(made);
        });
    }
}

void ViewsMenu::show(const SavedView& view)
{
    if (!workspace::show(m_investigation, view))
        return dialogs::tell(window(), tr("Views"),
                             tr("The filter of “%1” cannot be read by this version. It is kept as "
                                "it is.")
                                 .arg(visibleText(view.name)),
                             view.filter.text);
    Q_EMIT shown();
}

void ViewsMenu::save()
{
    m_views.refresh();
    if (m_views.problem())
        return tellProblem(*m_views.problem());
    dialogs::askText(parentWidget(), tr("Save this view"),
                     tr("Name of this filter, with its columns, order and zone"), {},
                     [this](const QString& name) {
                         if (!name.trimmed().isEmpty())
                             saveAs(name.trimmed());
                     });
}

void ViewsMenu::saveAs(const QString& name)
{
    const auto store = [this, view = workspace::viewOf(m_investigation, name)] {
        if (const auto error = m_views.save(view))
            tellProblem(*error);
    };
    m_views.refresh();
    if (!m_views.contains(name))
        return store();
    dialogs::confirm(parentWidget(), tr("Save this view"),
                     tr("There is a view “%1” already. Replace it?").arg(visibleText(name)),
                     tr("Replace"), store);
}

void ViewsMenu::tellProblem(const Error& error)
{
    dialogs::tell(parentWidget(), tr("Views"),
                  tr("Views could not be saved. The file stays as it is: %1")
                      .arg(visibleText(m_views.file())),
                  errorText(error));
}

} // namespace trailloupe::ui
