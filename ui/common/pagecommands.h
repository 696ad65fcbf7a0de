// PageCommands: what the menus of the window ask of the page that is shown.
//
// A page that can do some of it implements this beside QWidget; the window finds it with
// dynamic_cast. Every command has a default that does nothing.
//
// Threads: GUI thread only.
#pragma once

#include "model/base/strongid.h"

#include <QString>

#include <cstddef>
#include <optional>
#include <vector>

namespace trailloupe::ui {

class PageCommands
{
public:
    enum class CopyForm
    {
        Cells, // tab-separated text
        Json, // whole rows, one JSON text a line
        Csv, // whole rows, safe to open in a spreadsheet
    };

    virtual ~PageCommands() = default;

    virtual bool canCopy(CopyForm) const { return false; }
    virtual void copy(CopyForm) { }
    virtual bool canExport() const { return false; }
    virtual void exportEvents() { }
    // Those that commands about events are about, at most `most` of them.
    virtual std::vector<RowId> chosenEvents(std::size_t) const { return {}; }
    // Where "follow" leads from what is highlighted, where that is no event: a page of a session,
    // or none and why. Nothing: to the session of the event that is chosen.
    struct FollowTo
    {
        QString page; // Investigation::page(); empty: nowhere
        QString why;
    };
    virtual std::optional<FollowTo> followTo() const { return std::nullopt; }
    virtual bool hasColumns() const { return false; }
    virtual void chooseColumns() { }
    virtual void addPathColumn() { }
    virtual bool hasColors() const { return false; }
    virtual void editColors() { }
    virtual void focusSearch() { }
};

} // namespace trailloupe::ui
