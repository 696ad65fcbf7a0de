// A document as Markdown.
#include "ui/words/document.h"

#include <QCryptographicHash>

#include <algorithm>

namespace trailloupe::words {
namespace {

// Nothing in it is markup, and no line of it begins a block.
QString escaped(const QString& text)
{
    static const QString kMarkup = QStringLiteral("\\`*_{}[]<>()#+-.!|~&$^=\"");
    QString out;
    out.reserve(text.size() + text.size() / 8);
    static const QString kQuiet = QStringLiteral(".-+()=\"!{}"); // inside a text
    bool isNumber = true; // so far: "1." begins a list
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool endsNumber = isNumber && (c == u'.' || c == u')');
        if (kMarkup.contains(c) && (i == 0 || endsNumber || !kQuiet.contains(c)))
            out += u'\\';
        out += c == u'\n' ? QChar(u' ') : c;
        isNumber = isNumber && c.isDigit();
    }
    return out;
}

// Longer than any row of such signs in the text.
QString fenceFor(const QString& text, qsizetype least)
{
    qsizetype longest = 0;
    qsizetype now = 0;
    for (const QChar c : text) {
        now = c == u'`' ? now + 1 : 0;
        longest = std::max(longest, now);
    }
    return QString(std::max(least, longest + 1), u'`');
}

QString codeSpan(const QString& text, bool isInTable)
{
    if (text.isEmpty())
        return {};
    const QString fence = fenceFor(text, 1);
    const bool needsSpace = text.startsWith(u'`') || text.endsWith(u'`')
        || (text.startsWith(u' ') && text.endsWith(u' '));
    QString inside = needsSpace ? u' ' + text + u' ' : text;
    inside.replace(u'\n', u' ');
    if (isInTable)
        inside.replace(u'|', QStringLiteral("\\|"));
    return fence + inside + fence;
}

QString runText(const Run& run, bool isInTable)
{
    QString text;
    switch (run.style) {
    case Run::Style::Code:
        text = codeSpan(run.text, isInTable);
        break;
    case Run::Style::Strong:
        text = run.text.trimmed();
        if (!text.isEmpty())
            text = QStringLiteral("**") + escaped(text) + QStringLiteral("**");
        if (run.text.endsWith(u' '))
            text += u' ';
        break;
    case Run::Style::Tag:
        text = u'[' + escaped(run.text) + u']';
        text.replace(u'[', QStringLiteral("\\["));
        break;
    default:
        text = escaped(run.text);
        break;
    }
    if (!run.target.isEmpty())
        text = u'[' + text + QStringLiteral("](#") + run.target + u')';
    return text;
}

QString runsText(const Runs& runs, bool isInTable = false)
{
    QString text;
    for (const Run& run : runs)
        text += runText(run, isInTable);
    return text;
}

QString tableText(const Block& block)
{
    QString text = QStringLiteral("|");
    QString rule = QStringLiteral("|");
    for (const QString& column : block.columns) {
        text += u' ' + escaped(column) + QStringLiteral(" |");
        rule += QStringLiteral(" --- |");
    }
    text += u'\n' + rule + u'\n';
    for (const QList<Runs>& row : block.rows) {
        text += u'|';
        for (const Runs& cell : row)
            text += u' ' + runsText(cell, true) + QStringLiteral(" |");
        text += u'\n';
    }
    return text;
}

QString factsText(const Block& block)
{
    QString text;
    for (const Block::Fact& fact : block.facts) {
        text += QStringLiteral("- ") + escaped(fact.label) + QStringLiteral(": ");
        for (qsizetype i = 0; i < fact.lines.size(); ++i)
            text += (fact.lines.size() > 1 ? QStringLiteral("\n  - ") : QString())
                + runsText(fact.lines[i]);
        text += u'\n';
    }
    return text;
}

QString noteText(const QString& note)
{
    QString text;
    for (const QString& line : note.split(u'\n')) {
        // Space before a text would make code of it.
        qsizetype indent = 0;
        while (indent < line.size() && line[indent].isSpace())
            ++indent;
        text += u'>';
        if (indent < line.size())
            text += u' ' + QString(indent, QChar(QChar::Nbsp)) + escaped(line.mid(indent))
                + QStringLiteral("  ");
        text += u'\n';
    }
    return text;
}

} // namespace

Markdown markdown(const Document& document, const QString& base)
{
    Markdown made;
    QString text = QStringLiteral("# ") + escaped(document.title) + QStringLiteral("\n\n");
    for (const Block& block : document.blocks) {
        switch (block.kind) {
        case Block::Kind::Heading:
            text += QStringLiteral("<a id=\"%1\"></a>\n\n").arg(block.anchor)
                + QString(block.level, u'#') + u' ' + runsText(block.runs) + u'\n';
            break;
        case Block::Kind::Paragraph:
            text += runsText(block.runs) + u'\n';
            break;
        case Block::Kind::Warning:
            text += QStringLiteral("**\u26A0** ") + runsText(block.runs) + u'\n';
            break;
        case Block::Kind::Note:
            text += noteText(block.text);
            break;
        case Block::Kind::Facts:
            text += factsText(block);
            break;
        case Block::Kind::Table:
            text += tableText(block);
            break;
        case Block::Kind::Code: {
            const QString fence = fenceFor(block.text, 3);
            text += QStringLiteral("<details><summary>") + block.runs.value(0).text.toHtmlEscaped()
                + QStringLiteral("</summary>\n\n") + fence + QStringLiteral("json\n") + block.text
                + u'\n' + fence + QStringLiteral("\n\n</details>\n");
            break;
        }
        case Block::Kind::Picture: {
            // By what is in it: another report of this name has its own.
            const QByteArray hash = QCryptographicHash::hash(QByteArray::fromStdString(block.svg),
                                                             QCryptographicHash::Sha256)
                                        .toHex()
                                        .left(10);
            const QString name = QStringLiteral("%1-%2.svg").arg(base, QString::fromLatin1(hash));
            made.pictures.push_back({name, block.svg});
            text += QStringLiteral("![") + runsText(block.runs) + QStringLiteral("](<")
                + QString(name).remove(u'<').remove(u'>') + QStringLiteral(">)\n");
            break;
        }
        }
        text += u'\n';
    }
    made.text = (text + escaped(document.footer) + u'\n').toStdString();
    return made;
}

} // namespace trailloupe::words
