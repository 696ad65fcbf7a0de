// QueryBarWorld: the filter line by itself over a small export, and what is typed into it.
#pragma once

#include "tests/support/smallexport.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/filteredit.h"
#include "ui/querybar/querybar.h"

#include <QTest>
#include <QToolButton>

namespace trailloupe::test {

struct QueryBarWorld : UiWorld
{
    explicit QueryBarWorld(int events = 20)
        : small(1, events)
        , bar(*workspace, *investigation, *filtering, *catalog)
    {
        bar.resize(1000, 80);
        bar.show();
        opened = openAndWait(small.path());
        bar.focusEdit();
    }
    void type(const QString& text)
    {
        bar.edit()->clear();
        QTest::keyClicks(bar.edit(), text);
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return jobs->isIdle() && !filtering->isRunning(); },
                               10'000);
    }
    QToolButton* button(const QString& accessibleName)
    {
        for (auto* b : bar.findChildren<QToolButton*>()) {
            if (b->accessibleName() == accessibleName && !b->isHidden())
                return b;
        }
        return nullptr;
    }
    QString inForce() const { return investigation->filter().text; }

    SmallExport small;
    ui::QueryBar bar;
    bool opened = false;
};

} // namespace trailloupe::test
