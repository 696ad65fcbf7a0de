#include "ui/resources/resourceexport.h"

#include "model/base/csvtext.h"
#include "model/base/timestamp.h"
#include "model/workspace/outputfile.h"
#include "ui/resources/inventorywords.h"
#include "ui/words/timetext.h"

#include <optional>

namespace trailloupe::ui {
namespace {

using config::InventoryColumn;
using config::InventoryRow;
using items::ResourceTableModel;

constexpr std::size_t kStep = 256; // rows between two looks at the context
constexpr std::size_t kPiece = 64 * 1024; // written at once

class Writing
{
public:
    Writing(const ResourceRows& rows, ResourceForm form)
        : m_rows(rows)
        , m_form(form)
        , m_facts(rows.inventory->resources(), rows.inventory->asOfNs())
        , m_words(inventorywords::tableWords(rows.zone))
    {
        if (form == ResourceForm::Csv)
            m_words.time = [time = TimeText(rows.zone)](std::int64_t ns) {
                return time.iso(Timestamp::fromNs(ns).seconds());
            };
        m_words.count = {}; // numbers as programs read them
    }

    std::string head() const
    {
        std::string line;
        for (const InventoryColumn& column : m_rows.columns) {
            line += line.empty() ? "" : ",";
            appendCsvCell(inventorywords::title(column).toStdString(), true, line);
        }
        return line;
    }

    std::string line(const InventoryRow& row) const
    {
        std::string text;
        if (m_form == ResourceForm::Json) {
            if (const auto item = m_facts.described(row))
                m_rows.inventory->resources()->store()->json(*item, text);
            return text;
        }
        bool isFirst = true;
        for (const InventoryColumn& column : m_rows.columns) {
            if (!isFirst)
                text += m_form == ResourceForm::Csv ? ',' : '\t';
            isFirst = false;
            QString cell = ResourceTableModel::textOf(m_facts, m_words, row, column);
            if (m_form == ResourceForm::Csv)
                appendCsvCell(cell.toStdString(), true, text);
            else
                text += cell.replace(u'\t', u' ').replace(u'\n', u' ').toStdString();
        }
        return text;
    }

private:
    const ResourceRows& m_rows;
    ResourceForm m_form;
    config::InventoryFacts m_facts;
    ResourceTableModel::Words m_words;
};

// Each line to `sink`, whose error ends it.
template<typename Sink>
Result<void> eachLine(const ResourceRows& rows, ResourceForm form, const JobContext& context,
                      const Sink& sink)
{
    const Writing writing(rows, form);
    if (form == ResourceForm::Csv) {
        if (auto done = sink(writing.head()); !done)
            return done.error();
    }
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
        if (i % kStep == 0) {
            context.report({i, rows.rows.size(), "writing"});
            if (context.cancelled())
                return Error{.kind = Error::Kind::Cancelled};
        }
        const auto row = static_cast<std::size_t>(rows.rows[i]);
        if (auto done = sink(writing.line(rows.inventory->rows()[row])); !done)
            return done.error();
    }
    return {};
}

} // namespace

Result<std::string> resourcesAsText(const ResourceRows& rows, ResourceForm form,
                                    const JobContext& context)
{
    std::string text;
    const auto done =
        eachLine(rows, form, context, [&text](const std::string& line) -> Result<void> {
            if (text.size() + line.size() > ResourceRows::kMostText)
                return Error{.kind = Error::Kind::TooLarge, .detail = "too much for a clipboard"};
            text += (text.empty() ? "" : "\n") + line;
            return {};
        });
    if (!done)
        return done.error();
    return text;
}

Result<std::uint64_t> writeResources(const ResourceRows& rows, const QString& path,
                                     const JobContext& context)
{
    workspace::OutputFile file(path);
    if (auto opened = file.open(); !opened)
        return opened.error();
    std::string piece;
    const auto done =
        eachLine(rows, ResourceForm::Csv, context, [&](const std::string& line) -> Result<void> {
            piece += line + "\r\n";
            if (piece.size() < kPiece)
                return {};
            auto written = file.write(piece);
            piece.clear();
            return written;
        });
    if (!done)
        return done.error();
    if (auto written = file.write(piece); !written)
        return written.error();
    if (auto kept = file.commit(); !kept)
        return kept.error();
    return static_cast<std::uint64_t>(rows.rows.size());
}

} // namespace trailloupe::ui
