// TextPane: a TextView with a search line and, where the text is wrapped, lines that follow the
// width.
//
// Texts up to kInlineBytes are wrapped and searched at once; longer ones in jobs, and keep the
// width they were wrapped for. Threads: GUI thread only; jobs in the slots "<slot>.wrap" and
// "<slot>.find".
#pragma once

#include "ui/common/textlines.h"

#include <QWidget>

#include <memory>
#include <vector>

class QLabel;
class QToolButton;

namespace trailloupe::workspace {
class JobRunner;
}

namespace trailloupe::ui {

class SearchLine;
class TextView;

class TextPane : public QWidget
{
    Q_OBJECT
public:
    static constexpr std::size_t kInlineBytes = 1 << 20;

    TextPane(workspace::JobRunner& jobs, const QString& slot, QWidget* parent = nullptr);

    void setText(std::shared_ptr<const std::string> text, Highlight highlight);
    // Lines that are not wrapped and not searched: a hex dump.
    void setLines(std::shared_ptr<const TextLines> lines);
    void clear();

    TextView* view() const { return m_view; }
    SearchLine* searchLine() const { return m_search; }
    QString matchText() const; // "3 of 17"
    void setSearchVisible(bool visible);
    // The row of the search line, for buttons of the owner.
    void addTool(QWidget* tool);

    void findNext();
    void findPrevious();

private:
    struct Found
    {
        std::vector<std::uint64_t> offsets;
    };
    void wrap();
    void adopt(std::shared_ptr<const WrappedText> wrapped);
    void find();
    void showMatches(std::vector<std::uint64_t> offsets);
    void goTo(std::size_t match);
    void rebuildMatches();

    workspace::JobRunner& m_jobs;
    QString m_slot;
    TextView* m_view;
    QWidget* m_bar;
    SearchLine* m_search;
    QLabel* m_count;
    QToolButton* m_previous;
    QToolButton* m_next;
    std::shared_ptr<const std::string> m_text;
    std::shared_ptr<const WrappedText> m_wrapped;
    Highlight m_highlight = Highlight::None;
    std::string m_needle;
    std::vector<std::uint64_t> m_found; // offsets
    std::vector<TextMatch> m_matches;
    std::size_t m_current = 0;
};

} // namespace trailloupe::ui
