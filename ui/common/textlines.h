// TextLines: a long text as lines that are made when they are drawn; WrappedText and HexLines are
// the two kinds.
//
// Representation: the bytes, shared, and the offset at which each line starts; nothing per
// character. Positions are (line, column) with columns in QChars of line(). A line as it is shown
// has exactly as many QChars as the raw one, so that a place on screen is a place in the text.
// Threads: immutable after construction; any thread, const members.
// Cost: WrappedText O(bytes) to build, 4 bytes a line; HexLines O(1).
#pragma once

#include <QString>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::ui {

enum class Ink : std::uint8_t
{
    Plain,
    Key,
    Text,
    Number,
    Literal,
    Muted,
};

struct InkSpan
{
    int begin = 0; // QChars
    int length = 0;
    Ink ink = Ink::Plain;
    bool operator==(const InkSpan&) const = default;
};

// A piece of the text found by a search.
struct TextMatch
{
    qsizetype line = 0;
    int column = 0;
    int length = 0;
    bool operator==(const TextMatch&) const = default;
};

class TextLines
{
public:
    virtual ~TextLines() = default;
    virtual qsizetype lineCount() const = 0;
    virtual QString line(qsizetype index) const = 0; // raw, without its line end
    virtual std::vector<InkSpan> inks(qsizetype index) const = 0;
    // True where the line was broken to fit, so that no line end stands there in the text.
    virtual bool isBroken(qsizetype index) const = 0;
    virtual int widestLine() const = 0; // QChars, an upper bound
};

enum class Highlight : std::uint8_t
{
    None,
    IndentedJson, // the output of indentJson()
};

class WrappedText : public TextLines
{
public:
    using Text = std::shared_ptr<const std::string>;
    // Lines are broken after `columns` characters.  REQUIRES text->size() < 2^32 and columns > 0.
    WrappedText(Text text, int columns, Highlight highlight);

    qsizetype lineCount() const override { return static_cast<qsizetype>(m_starts.size()); }
    QString line(qsizetype index) const override;
    std::vector<InkSpan> inks(qsizetype index) const override;
    bool isBroken(qsizetype index) const override;
    int widestLine() const override { return m_columns; }

    // The match of `length` bytes at `offset`, up to the end of its line.
    TextMatch match(std::uint64_t offset, std::uint64_t length) const;

private:
    std::string_view bytes(qsizetype index) const;
    std::size_t logicalStart(qsizetype index) const;

    Text m_text;
    int m_columns;
    Highlight m_highlight;
    std::vector<std::uint32_t> m_starts;
};

// 16 bytes a line: offset, hexadecimal, characters.
class HexLines : public TextLines
{
public:
    // Offsets that are shown count from `base`.
    HexLines(std::shared_ptr<const std::string> bytes, std::uint64_t base);

    qsizetype lineCount() const override;
    QString line(qsizetype index) const override;
    std::vector<InkSpan> inks(qsizetype index) const override;
    bool isBroken(qsizetype) const override { return false; }
    int widestLine() const override;

private:
    static constexpr std::size_t kBytesPerLine = 16;

    std::shared_ptr<const std::string> m_bytes;
    std::uint64_t m_base;
    int m_offsetDigits;
};

// Every control character and every character that hides or reorders text as one visible stand-in.
QString standIns(QString raw);

// Offsets of `needle` in `text`, ASCII letters in any case, not overlapping, in order.
std::vector<std::uint64_t> findAll(std::string_view text, std::string_view needle);

} // namespace trailloupe::ui
