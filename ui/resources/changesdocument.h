// ChangesDocument: what changed between two states of a resource and why, as a document: the causes
// with their reasons, then the changes by section, with the parts that differ visible.
//
// Text from evidence goes in as characters, never as markup. What is long is cut and one click
// away; what is much comes kStep changes at a time; both say how much there is. Anchors:
// "event:<row>" goes to an event, "whole:<change>" shows all of a long change, "more:" the next
// changes, "noise:" those that change by themselves, "events:" the events. Threads: GUI thread
// only. Cost: O(what is shown).
#pragma once

#include "model/workspace/configtimeline.h"
#include "ui/common/theme.h"

#include <QByteArray>
#include <QString>
#include <QTextCursor>

#include <functional>
#include <set>

class QTextDocument;

namespace trailloupe::ui {

struct ChangesShown
{
    static constexpr std::size_t kStep = 200; // changes
    std::size_t most = kStep;
    bool showsNoise = false;
    std::set<std::size_t> whole; // changes that are shown to their last character
};

class ChangesDocument
{
public:
    static constexpr qsizetype kLongValue = 400; // characters

    // REQUIRES that they outlive this.
    ChangesDocument(const workspace::ConfigTimeline& timeline, const QByteArray& zone,
                    const ThemeColors& colors)
        : m_timeline(timeline)
        , m_zone(zone)
        , m_colors(colors)
    { }

    // Replaces what is in the document.
    void write(QTextDocument& document, const ChangesShown& shown);
    // All of it as plain text, for a ticket.
    QString text() const;

private:
    using Pair = workspace::ConfigTimeline::Pair;
    using Explained = workspace::ConfigTimeline::Explained;

    QString heading() const;
    QString verdict() const; // instead of changes; empty where there are some
    QString causeHead(const config::Cause& cause) const; // "CreateBucket"
    QString causeFacts(const config::Cause& cause) const; // "by alice, 38 s before the capture"
    bool isUnchanged(const Explained& explained) const;
    QString searchedWords(const Explained& explained) const;
    QString missingWords(const config::ItemCauses& causes) const;
    QString moment(std::int64_t ns) const;
    QString capturedOf(std::uint32_t block) const;
    QString capturedWithZone(std::uint32_t block) const;

    void beginParagraph(int indent, int above = 0);
    void put(const QString& text, const QTextCharFormat& format);
    void putLink(const QString& text, const QString& anchor);
    void putTitle(const QString& text);
    void putCauses();
    void putCause(const config::Cause& cause);
    void putTried(const Explained& explained);
    void putChanges(const config::ItemDiff& diff, const ChangesShown& shown);
    void putChange(const config::Change& change, std::size_t number, bool isWhole);
    void putValue(const std::string& value, const std::string& other, bool isBefore, bool isWhole,
                  std::size_t number);

    QTextCharFormat plain() const;
    QTextCharFormat muted() const;

    const workspace::ConfigTimeline& m_timeline;
    const QByteArray& m_zone;
    const ThemeColors& m_colors;
    QTextCursor m_cursor;
    bool m_isEmpty = true;
};

} // namespace trailloupe::ui
