#include "ui/common/markmenu.h"

#include "model/items/notesmodel.h"
#include "ui/common/dialogs.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QCoreApplication>
#include <QMenu>

#include <algorithm>

namespace trailloupe::ui {

using casefile::Mark;
using casefile::Tag;
using workspace::Casebook;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Marks", text);
}

QString menuText(const std::string& name)
{
    return visibleText(QString::fromStdString(name)).replace(u'&', QStringLiteral("&&"));
}

void sayTooMany(QWidget* window)
{
    dialogs::tell(window, tr("Too many at once"),
                  tr("More than %1 events are selected, which is the most that can be marked at "
                     "once. Nothing was marked.")
                      .arg(countText(Casebook::kMostAtOnce)));
}

void setTag(QWidget* window, Casebook& casebook, const std::vector<Casebook::EntryId>& of,
            const std::string& name, bool isTagged)
{
    if (!casebook.setTagged(of, name, isTagged) && of.size() > Casebook::kMostAtOnce)
        sayTooMany(window);
}

bool allOf(const Casebook& casebook, const std::vector<Casebook::EntryId>& of,
           const std::function<bool(const Mark&)>& has)
{
    return !of.empty()
        && std::ranges::all_of(of, [&](auto id) { return has(casebook.entry(id).mark); });
}

// One that no tag has, as long as there is one.
int freeColor(const Casebook& casebook)
{
    for (int color = 0; color < casefile::kTagColors; ++color) {
        if (std::ranges::find(casebook.tags(), color, &Tag::color) == casebook.tags().end())
            return color;
    }
    return static_cast<int>(casebook.tags().size()) % casefile::kTagColors;
}

void addNewTag(QMenu* menu, Casebook& casebook, const MarkedEntries& entries)
{
    QWidget* window = menu->parentWidget();
    QObject::connect(menu->addAction(tr("New tag…")), &QAction::triggered, &casebook,
                     [window, &casebook, entries] {
                         dialogs::askText(
                             window, tr("New tag"), tr("Name of the tag"), {},
                             [window, &casebook, entries](const QString& text) {
                                 std::string name = text.trimmed().toStdString();
                                 if (name.empty() || name.size() > casefile::kMaxTagBytes)
                                     return;
                                 const auto& tags = casebook.tags();
                                 if (std::ranges::find(tags, name, &Tag::name) == tags.end())
                                     casebook.addTag({name, freeColor(casebook)});
                                 setTag(window, casebook, entries(), name, true);
                             });
                     });
}

} // namespace

void toggleStar(QWidget* window, Casebook& casebook, const std::vector<Casebook::EntryId>& of)
{
    const bool areStarred = allOf(casebook, of, [](const Mark& mark) { return mark.isStarred; });
    if (!casebook.setStarred(of, !areStarred) && of.size() > Casebook::kMostAtOnce)
        sayTooMany(window);
}

void fillTagMenu(QMenu* menu, Casebook& casebook, const MarkedEntries& entries)
{
    menu->clear();
    const auto of = entries();
    for (const Tag& tag : casebook.tags()) {
        QAction* action =
            menu->addAction(tagIcon(tag.color, themeColors(menu->palette())), menuText(tag.name));
        action->setCheckable(true);
        action->setChecked(
            allOf(casebook, of, [&tag](const Mark& mark) { return mark.tags.contains(tag.name); }));
        QObject::connect(
            action, &QAction::triggered, &casebook,
            [window = menu->parentWidget(), &casebook, entries, name = tag.name](bool isTagged) {
                setTag(window, casebook, entries(), name, isTagged);
            });
    }
    if (!casebook.tags().empty())
        menu->addSeparator();
    addNewTag(menu, casebook, entries);
    if (casebook.tags().empty())
        return;
    QMenu* remove = menu->addMenu(tr("Remove tag from the case"));
    for (const Tag& tag : casebook.tags()) {
        QObject::connect(remove->addAction(menuText(tag.name)), &QAction::triggered, &casebook,
                         [&casebook, name = tag.name] { casebook.removeTag(name); });
    }
}

void addMarkActions(QMenu* menu, Casebook& casebook, const MarkedEntries& entries,
                    const std::function<void()>& note)
{
    const auto of = entries();
    const bool areStarred = allOf(casebook, of, [](const Mark& mark) { return mark.isStarred; });
    QWidget* window = menu->parentWidget();
    QObject::connect(menu->addAction(areStarred ? tr("Take the star away") : tr("Star")),
                     &QAction::triggered, &casebook,
                     [window, &casebook, entries] { toggleStar(window, casebook, entries()); });
    fillTagMenu(menu->addMenu(tr("Tag")), casebook, entries);
    QObject::connect(menu->addAction(tr("Note…")), &QAction::triggered, &casebook, note);
}

CaseMark caseMarkOf(const Mark& mark, const Casebook& casebook)
{
    return {.isStarred = mark.isStarred,
            .hasNote = !mark.note.empty(),
            .tagColors = items::tagColors(mark, casebook.tags())};
}

QString markText(const Mark& mark)
{
    QStringList lines;
    if (mark.isStarred)
        lines.append(tr("Starred"));
    QStringList tags;
    for (const std::string& tag : mark.tags)
        tags.append(QString::fromStdString(tag));
    if (!tags.isEmpty())
        lines.append(tr("Tagged: %1").arg(tags.join(QStringLiteral(", "))));
    if (!mark.note.empty())
        lines.append(QString::fromStdString(mark.note));
    return lines.join(u'\n');
}

} // namespace trailloupe::ui
