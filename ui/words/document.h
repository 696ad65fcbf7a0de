// Document: a text in blocks (headings, facts, tables, pictures) that is the same as HTML and as
// Markdown.
//
// Representation: value types. Texts are plain: whatever is in them, they are no markup of either
// form. What comes from evidence is made visible before it goes in (base/visibletext.h).
// Threads: any.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <string>
#include <vector>

namespace trailloupe::words {

struct Run
{
    enum class Style
    {
        Plain,
        Strong,
        Quiet,
        Code, // ids, paths, values
        Tag, // of a case, in one of its colours
        Changed, // in a comparison; a mark stands before it
        Added,
        Missing,
    };
    QString text;
    Style style = Style::Plain;
    int color = 0; // of a Tag, [0, casefile::kTagColors)
    QString target; // a heading of the document that it leads to; may be empty
};
using Runs = QList<Run>;

struct Block
{
    enum class Kind
    {
        Heading, // of a level from 1, with an anchor
        Paragraph,
        Warning,
        Note, // what a person wrote: lines as they are
        Facts, // a label and some lines each
        Table,
        Code, // long; under a title, which opens it where that is possible
        Picture, // an SVG, its caption in runs
    };
    struct Fact
    {
        QString label;
        QList<Runs> lines;
    };

    Kind kind = Kind::Paragraph;
    int level = 1;
    QString anchor;
    Runs runs;
    QString text; // of a Note or Code
    QList<Fact> facts;
    QStringList columns; // of a Table
    QList<QList<Runs>> rows;
    std::string svg;
};

struct Document
{
    QString title;
    QString footer;
    std::vector<Block> blocks;

    void heading(int level, const QString& anchor, const Runs& runs);
    void paragraph(const Runs& runs);
    void warning(const QString& text);
    void note(const QString& text);
    void facts(const QList<Block::Fact>& facts); // nothing without one
    void table(const QStringList& columns, const QList<QList<Runs>>& rows);
    void code(const QString& caption, const QString& text);
    void picture(const std::string& svg, const Runs& caption);
};

// One file without scripts or anything from elsewhere; light and dark, for paper too.
std::string html(const Document& document);

// GitHub's Markdown. Its pictures are files of their own, to be written beside it under their
// names: `base` and the begin of their SHA-256, so that no name ever stands for another picture.
struct Markdown
{
    struct Picture
    {
        QString name;
        std::string svg;
    };
    std::string text;
    std::vector<Picture> pictures;
};
Markdown markdown(const Document& document, const QString& base);

} // namespace trailloupe::words
