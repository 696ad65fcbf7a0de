// ResourcesWorld: the Resources page by itself over an export, and what is typed and clicked in it.
#pragma once

#include "tests/ui/support/uiworld.h"
#include "ui/common/filteredit.h"
#include "ui/resources/resourcelist.h"
#include "ui/resources/resourcespage.h"
#include "ui/resources/resourcetable.h"
#include "ui/resources/typechooser.h"

#include <QGuiApplication>
#include <QHeaderView>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <optional>

namespace trailloupe::test {

struct ResourcesWorld
{
    using Kind = config::InventoryColumn::Kind;

    explicit ResourcesWorld(const QString& path = {},
                            UiWorld::Settings settings = UiWorld::Settings::Cleared)
        : world(settings)
        , page(*world.workspace, *world.investigation, *world.jobs)
    {
        page.resize(1100, 600);
        page.show();
        page.activateWindow();
        opened = path.isEmpty() || world.openAndWait(path);
        active = QTest::qWaitForWindowActive(&page) && settle();
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return world.jobs->isIdle(); }, 10'000);
    }
    ui::ResourceList& list() { return *page.list(); }
    ui::ResourceTable& table() { return *list().table(); }
    items::ResourceTableModel& model() { return list().model(); }
    // Ids in the order of the table.
    QString ids()
    {
        QStringList ids;
        for (int row = 0; row < model().rowCount(); ++row)
            ids.append(model().cellText(row, {Kind::Id, {}}));
        return ids.join(u' ');
    }
    bool search(const QString& text)
    {
        list().searchLine()->setFocus();
        list().searchLine()->selectAll();
        QTest::keyClick(list().searchLine(), Qt::Key_Delete);
        QTest::keyClicks(list().searchLine(), text);
        QTest::keyClick(list().searchLine(), Qt::Key_Escape); // the suggestions
        list().searchLine()->setFocus();
        QTest::keyClick(list().searchLine(), Qt::Key_Return);
        return settle();
    }
    config::ResourceNo called(const char* id)
    {
        return world.workspace->resources()->withId(id).front();
    }
    std::optional<config::ResourceNo> selected() { return world.investigation->selectedResource(); }
    QPoint cellAt(int row, int column)
    {
        return table().visualRect(model().index(row, column)).center();
    }
    void clickRow(int row)
    {
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, cellAt(row, 0));
    }
    int columnOf(Kind kind)
    {
        const auto& columns = model().columns();
        return int(std::ranges::find(columns, kind, &config::InventoryColumn::kind)
                   - columns.begin());
    }
    bool clickTitle(Kind kind)
    {
        QHeaderView* header = table().horizontalHeader();
        const int at = header->sectionViewportPosition(columnOf(kind)) + 12;
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, {at, header->height() / 2});
        return settle();
    }

    UiWorld world;
    ui::ResourcesPage page;
    bool opened = false;
    bool active = false;
};

inline void showTypes(ui::TypeChooser& types)
{
    // What the offscreen platform has to say about a popup.
    if (QGuiApplication::platformName() == QStringLiteral("offscreen")) {
        for (const char* words : {"plugin does not support raise", "support grabbing"})
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QString::fromUtf8(words)));
    }
    types.showTypes();
}

} // namespace trailloupe::test
