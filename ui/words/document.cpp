#include "ui/words/document.h"

#include <utility>

namespace trailloupe::words {

void Document::heading(int level, const QString& anchor, const Runs& runs)
{
    Block block{.kind = Block::Kind::Heading, .level = level, .anchor = anchor, .runs = runs};
    blocks.push_back(std::move(block));
}

void Document::paragraph(const Runs& runs)
{
    blocks.push_back({.kind = Block::Kind::Paragraph, .runs = runs});
}

void Document::warning(const QString& text)
{
    blocks.push_back({.kind = Block::Kind::Warning, .runs = {{text}}});
}

void Document::note(const QString& text)
{
    blocks.push_back({.kind = Block::Kind::Note, .text = text});
}

void Document::facts(const QList<Block::Fact>& facts)
{
    if (!facts.isEmpty())
        blocks.push_back({.kind = Block::Kind::Facts, .facts = facts});
}

void Document::table(const QStringList& columns, const QList<QList<Runs>>& rows)
{
    blocks.push_back({.kind = Block::Kind::Table, .columns = columns, .rows = rows});
}

void Document::code(const QString& caption, const QString& text)
{
    blocks.push_back({.kind = Block::Kind::Code, .runs = {{caption}}, .text = text});
}

void Document::picture(const std::string& svg, const Runs& caption)
{
    blocks.push_back({.kind = Block::Kind::Picture, .runs = caption, .svg = svg});
}

} // namespace trailloupe::words
