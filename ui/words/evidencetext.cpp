#include "ui/words/evidencetext.h"

#include <algorithm>

namespace trailloupe::ui {

namespace {

bool hidesOrReorders(char16_t c)
{
    return (c >= 0x80 && c <= 0x9f) || c == 0x00ad || c == 0x061c || (c >= 0x200b && c <= 0x200f)
        || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff
        || (c >= 0xfff9 && c <= 0xfffb);
}

bool needsPicture(char16_t c, LineBreaks lineBreaks)
{
    if (c == u'\n' || c == u'\t')
        return lineBreaks == LineBreaks::Shown;
    return c < 0x20 || c == 0x7f || hidesOrReorders(c);
}

void appendPicture(QString& out, char16_t c)
{
    if (c < 0x20)
        out += QChar(static_cast<char16_t>(0x2400 + c));
    else if (c == 0x7f)
        out += QChar(u'\u2421');
    else
        out += QStringLiteral("\u27e8U+%1\u27e9").arg(uint(c), 4, 16, QLatin1Char('0')).toUpper();
}

} // namespace

QString visibleText(const QString& text, LineBreaks lineBreaks)
{
    const auto odd = [lineBreaks](QChar c) {
        return needsPicture(c.unicode(), lineBreaks);
    };
    const auto first = std::find_if(text.cbegin(), text.cend(), odd);
    if (first == text.cend())
        return text;
    QString out(text.cbegin(), first - text.cbegin());
    out.reserve(text.size() + 16);
    for (auto it = first; it != text.cend(); ++it) {
        if (odd(*it))
            appendPicture(out, it->unicode());
        else
            out += *it;
    }
    return out;
}

QString toolTipText(const QString& text, qsizetype limit)
{
    QString shown = visibleText(text.left(limit), LineBreaks::Kept);
    if (text.size() > limit)
        shown += QChar(u'\u2026');
    // The tag makes the tooltip rich text, and the escape makes sure that only ours is.
    return QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(shown.toHtmlEscaped());
}

} // namespace trailloupe::ui
