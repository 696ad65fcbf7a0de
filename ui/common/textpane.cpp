#include "ui/common/textpane.h"

#include "model/workspace/jobrunner.h"
#include "ui/common/searchline.h"
#include "ui/common/textview.h"
#include "ui/words/numbertext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace trailloupe::ui {
namespace {

constexpr int kLongTextColumns = 160;

} // namespace

TextPane::TextPane(workspace::JobRunner& jobs, const QString& slot, QWidget* parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_slot(slot)
    , m_view(new TextView(this))
    , m_bar(new QWidget(this))
    , m_search(new SearchLine(tr("Search this text"), m_bar))
    , m_count(new QLabel(m_bar))
    , m_previous(new QToolButton(m_bar))
    , m_next(new QToolButton(m_bar))
{
    m_count->setTextFormat(Qt::PlainText);
    m_previous->setArrowType(Qt::UpArrow);
    m_previous->setToolTip(tr("Previous match (Shift+Enter)"));
    m_previous->setAccessibleName(tr("Previous match"));
    m_next->setArrowType(Qt::DownArrow);
    m_next->setToolTip(tr("Next match (Enter)"));
    m_next->setAccessibleName(tr("Next match"));

    auto* bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(8, 6, 8, 6);
    bar->setSpacing(4);
    bar->addWidget(m_search, 1);
    bar->addWidget(m_count);
    bar->addWidget(m_previous);
    bar->addWidget(m_next);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_view, 1);

    connect(m_search, &SearchLine::textChanged, this, &TextPane::find);
    connect(m_search, &SearchLine::nextRequested, this, &TextPane::findNext);
    connect(m_next, &QToolButton::clicked, this, &TextPane::findNext);
    connect(m_previous, &QToolButton::clicked, this, &TextPane::findPrevious);
    connect(m_view, &TextView::visibleColumnsChanged, this, [this] {
        if (m_text && m_text->size() <= kInlineBytes)
            wrap();
    });
    connect(m_search, &SearchLine::previousRequested, this, &TextPane::findPrevious);
    showMatches({});
}

void TextPane::addTool(QWidget* tool)
{
    static_cast<QHBoxLayout*>(m_bar->layout())->addWidget(tool);
}

void TextPane::setSearchVisible(bool visible)
{
    m_bar->setVisible(visible);
}

void TextPane::setText(std::shared_ptr<const std::string> text, Highlight highlight)
{
    m_jobs.cancel(m_slot + QStringLiteral(".wrap"));
    m_text = std::move(text);
    m_highlight = highlight;
    m_wrapped.reset();
    m_found.clear();
    m_view->setLines(nullptr);
    m_search->setEnabled(true);
    wrap();
}

void TextPane::setLines(std::shared_ptr<const TextLines> lines)
{
    clear();
    m_search->setEnabled(false);
    m_view->setLines(std::move(lines));
}

void TextPane::clear()
{
    m_jobs.cancel(m_slot + QStringLiteral(".wrap"));
    m_jobs.cancel(m_slot + QStringLiteral(".find"));
    m_text.reset();
    m_wrapped.reset();
    m_view->setLines(nullptr);
    showMatches({});
}

void TextPane::wrap()
{
    if (!m_text)
        return;
    if (m_text->size() <= kInlineBytes) {
        adopt(std::make_shared<const WrappedText>(m_text, m_view->visibleColumns(), m_highlight));
        return;
    }
    using Wrapped = std::shared_ptr<const WrappedText>;
    m_jobs.start(
        m_slot + QStringLiteral(".wrap"), this,
        [text = m_text, highlight = m_highlight](const JobContext&) -> Result<Wrapped> {
            return Wrapped(std::make_shared<const WrappedText>(text, kLongTextColumns, highlight));
        },
        [this, text = m_text](Result<Wrapped> wrapped) {
            if (wrapped.ok() && text == m_text)
                adopt(*wrapped);
        });
}

void TextPane::adopt(std::shared_ptr<const WrappedText> wrapped)
{
    const bool again = m_wrapped != nullptr;
    m_wrapped = std::move(wrapped);
    m_view->setLines(m_wrapped);
    if (again)
        rebuildMatches();
    else
        find();
}

void TextPane::find()
{
    const QString slot = m_slot + QStringLiteral(".find");
    m_jobs.cancel(slot);
    m_needle = m_search->text().toStdString();
    if (!m_wrapped || m_needle.empty()) {
        showMatches({});
        return;
    }
    if (m_text->size() <= kInlineBytes) {
        showMatches(findAll(*m_text, m_needle));
        return;
    }
    using Offsets = std::vector<std::uint64_t>;
    m_jobs.start(
        slot, this,
        [text = m_text, needle = m_needle](const JobContext&) -> Result<Offsets> {
            return findAll(*text, needle);
        },
        [this, text = m_text](Result<Offsets> offsets) {
            if (offsets.ok() && text == m_text)
                showMatches(std::move(offsets).value());
        });
}

void TextPane::showMatches(std::vector<std::uint64_t> offsets)
{
    m_found = std::move(offsets);
    m_current = 0;
    rebuildMatches();
    if (!m_matches.empty())
        goTo(0);
}

void TextPane::rebuildMatches()
{
    m_matches.clear();
    if (m_wrapped) {
        m_matches.reserve(m_found.size());
        for (std::uint64_t offset : m_found)
            m_matches.push_back(m_wrapped->match(offset, m_needle.size()));
    }
    m_view->setMatches(m_matches, m_current);
    m_count->setText(matchText());
    m_count->setVisible(!m_search->text().isEmpty());
    m_next->setEnabled(!m_matches.empty());
    m_previous->setEnabled(!m_matches.empty());
}

QString TextPane::matchText() const
{
    if (m_matches.empty())
        return m_search->text().isEmpty() ? QString() : tr("no match");
    return tr("%1 of %2").arg(countText(m_current + 1), countText(m_matches.size()));
}

void TextPane::goTo(std::size_t match)
{
    m_current = match;
    m_view->setMatches(m_matches, m_current);
    m_view->scrollTo(m_matches[match]);
    m_count->setText(matchText());
}

void TextPane::findNext()
{
    if (!m_matches.empty())
        goTo((m_current + 1) % m_matches.size());
}

void TextPane::findPrevious()
{
    if (!m_matches.empty())
        goTo((m_current + m_matches.size() - 1) % m_matches.size());
}

} // namespace trailloupe::ui
