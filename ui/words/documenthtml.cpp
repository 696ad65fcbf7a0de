// A document as HTML.
#include "ui/words/document.h"

#include <QByteArray>

namespace trailloupe::words {
namespace {

// The colours are those of the window, light and dark.
constexpr const char* kStyle = R"(
:root { color-scheme: light dark; --text: #17202b; --muted: #54606f; --base: #fff; --raised: #f3f5f8;
  --border: #d3dae3; --accent: #1b5fae; --warning: #8a5300; --added: #0b6e56; --missing: #b23418;
  --changed: #8a5300; }
@media screen and (prefers-color-scheme: dark) { :root { --text: #e3e8ee; --muted: #a0acba;
  --base: #14181e; --raised: #222832; --border: #363e4a; --accent: #82b6f2; --warning: #ecb45a;
  --added: #5fc9a8; --missing: #f59a7d; --changed: #ecb45a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 64rem; background: var(--base);
  color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK JP",
  sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-bottom: .25rem;
  border-bottom: 1px solid var(--border); }
h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; padding-top: .75rem;
  border-top: 1px solid var(--border); }
h2 + h3 { border-top: none; margin-top: 0; padding-top: 0; }
h4 { font-size: .95rem; margin: 1.25rem 0 .35rem; color: var(--muted); }
h1, h2, h3, h4, p, dd, td, .note { overflow-wrap: anywhere; }
p { margin: .5rem 0; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
code, pre { font: .86em/1.45 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; }
.quiet { color: var(--muted); font-weight: normal; }
.tag { display: inline-block; padding: 0 .5em; border-radius: 1em; border: 1px solid; font-size: .82em;
  font-weight: 600; }
.tag0 { color: #a03f20; } .tag1 { color: #8a5300; } .tag2 { color: #3f7320; } .tag3 { color: #0b6674; }
.tag4 { color: #86307f; } .tag5 { color: #54606f; }
@media screen and (prefers-color-scheme: dark) { .tag0 { color: #e88a68; } .tag1 { color: #e2a94b; }
  .tag2 { color: #93c46a; } .tag3 { color: #55c0cf; } .tag4 { color: #cf8fca; } .tag5 { color: #97a3b1; } }
.added { color: var(--added); } .missing { color: var(--missing); } .changed { color: var(--changed); }
.warning { border-left: 3px solid var(--warning); padding: .4rem .8rem; background: var(--raised); }
.note { white-space: pre-wrap; border-left: 3px solid var(--accent); padding: .5rem .9rem;
  background: var(--raised); margin: .6rem 0; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem; margin: .6rem 0; }
dt { color: var(--muted); } dd { margin: 0; } dd > div { margin: 0; }
.wide { overflow-x: auto; margin: .6rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .93em; }
th { text-align: left; color: var(--muted); font-weight: 600; }
th, td { padding: .3rem .6rem; vertical-align: top; border-bottom: 1px solid var(--border); }
td:nth-child(-n+2) { overflow-wrap: break-word; }
details { margin: .6rem 0; } summary { cursor: pointer; color: var(--accent); }
pre { margin: .5rem 0; padding: .75rem; background: var(--raised); overflow-x: auto; max-height: 30rem; }
figure { margin: .8rem 0; } figure img { max-width: 100%; height: auto; background: #fff;
  border: 1px solid var(--border); }
figcaption, footer { color: var(--muted); font-size: .9em; }
footer { margin-top: 3rem; }
@page { margin: 16mm; }
@page wide { size: landscape; margin: 10mm; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } h2, h3, h4 { break-after: avoid; }
  tr, dl > *, figure, .note { break-inside: avoid; } thead { display: table-header-group; }
  .wide { overflow: visible; } .many { page: wide; } .many table { font-size: 7pt; }
  .many th, .many td { padding: .2rem .3rem; } a { color: inherit; } pre { white-space: pre-wrap; max-height: none;
  overflow-wrap: anywhere; } details:not([open]) { display: none; } }
)";

constexpr int kMostUpright = 6; // columns

QString escaped(const QString& text)
{
    return text.toHtmlEscaped();
}

QString runHtml(const Run& run)
{
    static constexpr const char* kClasses[] = {"",    "",        "quiet", "",
                                               "tag", "changed", "added", "missing"};
    QString text = escaped(run.text);
    switch (run.style) {
    case Run::Style::Plain:
        break;
    case Run::Style::Strong:
        text = QStringLiteral("<strong>") + text + QStringLiteral("</strong>");
        break;
    case Run::Style::Code:
        text = QStringLiteral("<code>") + text + QStringLiteral("</code>");
        break;
    case Run::Style::Tag:
        text = QStringLiteral("<span class=\"tag tag%1\">").arg(run.color) + text
            + QStringLiteral("</span>");
        break;
    case Run::Style::Quiet:
    case Run::Style::Changed:
    case Run::Style::Added:
    case Run::Style::Missing:
        text = QStringLiteral("<span class=\"%1\">")
                   .arg(QLatin1String(kClasses[static_cast<int>(run.style)]))
            + text + QStringLiteral("</span>");
        break;
    }
    if (!run.target.isEmpty())
        text = QStringLiteral("<a href=\"#") + escaped(run.target) + QStringLiteral("\">") + text
            + QStringLiteral("</a>");
    return text;
}

QString runsHtml(const Runs& runs)
{
    QString html;
    for (const Run& run : runs)
        html += runHtml(run);
    return html;
}

QString tableHtml(const Block& block)
{
    // On paper a wide table has a page that lies on its side.
    const bool isWide = block.columns.size() > kMostUpright;
    QString html = isWide ? QStringLiteral("<div class=\"wide many\"><table>\n<thead><tr>")
                          : QStringLiteral("<div class=\"wide\"><table>\n<thead><tr>");
    for (const QString& column : block.columns)
        html += QStringLiteral("<th scope=\"col\">") + escaped(column) + QStringLiteral("</th>");
    html += QStringLiteral("</tr></thead>\n<tbody>\n");
    for (const QList<Runs>& row : block.rows) {
        html += QStringLiteral("<tr>");
        for (const Runs& cell : row)
            html += QStringLiteral("<td>") + runsHtml(cell) + QStringLiteral("</td>");
        html += QStringLiteral("</tr>\n");
    }
    return html + QStringLiteral("</tbody></table></div>\n");
}

QString factsHtml(const Block& block)
{
    QString html = QStringLiteral("<dl>\n");
    for (const Block::Fact& fact : block.facts) {
        html += QStringLiteral("<dt>") + escaped(fact.label) + QStringLiteral("</dt><dd>");
        for (const Runs& line : fact.lines)
            html += QStringLiteral("<div>") + runsHtml(line) + QStringLiteral("</div>");
        html += QStringLiteral("</dd>\n");
    }
    return html + QStringLiteral("</dl>\n");
}

QString pictureHtml(const Block& block)
{
    const QByteArray svg = QByteArray::fromStdString(block.svg).toBase64();
    const QString caption = runsHtml(block.runs);
    QString words;
    for (const Run& run : block.runs)
        words += run.text;
    return QStringLiteral("<figure><img alt=\"") + escaped(words)
        + QStringLiteral("\" src=\"data:image/svg+xml;base64,") + QString::fromLatin1(svg)
        + QStringLiteral("\"><figcaption>") + caption + QStringLiteral("</figcaption></figure>\n");
}

QString blockHtml(const Block& block)
{
    switch (block.kind) {
    case Block::Kind::Heading:
        return QStringLiteral("<h%1 id=\"").arg(block.level) + escaped(block.anchor)
            + QStringLiteral("\">") + runsHtml(block.runs)
            + QStringLiteral("</h%1>\n").arg(block.level);
    case Block::Kind::Paragraph:
        return QStringLiteral("<p>") + runsHtml(block.runs) + QStringLiteral("</p>\n");
    case Block::Kind::Warning:
        return QStringLiteral("<p class=\"warning\">") + runsHtml(block.runs)
            + QStringLiteral("</p>\n");
    case Block::Kind::Note:
        return QStringLiteral("<div class=\"note\">") + escaped(block.text)
            + QStringLiteral("</div>\n");
    case Block::Kind::Facts:
        return factsHtml(block);
    case Block::Kind::Table:
        return tableHtml(block);
    case Block::Kind::Code:
        return QStringLiteral("<details><summary>") + runsHtml(block.runs)
            + QStringLiteral("</summary><pre>") + escaped(block.text)
            + QStringLiteral("</pre></details>\n");
    case Block::Kind::Picture:
        return pictureHtml(block);
    }
    return {};
}

} // namespace

std::string html(const Document& document)
{
    // A browser that obeys it runs nothing and asks for nothing, whatever is in the document.
    QString html =
        QStringLiteral("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "img-src data:; style-src 'unsafe-inline'\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<title>")
        + escaped(document.title) + QStringLiteral("</title>\n<style>")
        + QString::fromLatin1(kStyle) + QStringLiteral("</style>\n</head>\n<body>\n<h1>")
        + escaped(document.title) + QStringLiteral("</h1>\n");
    for (const Block& block : document.blocks)
        html += blockHtml(block);
    html += QStringLiteral("<footer>") + escaped(document.footer)
        + QStringLiteral("</footer>\n</body>\n</html>\n");
    return html.toStdString();
}

} // namespace trailloupe::words
