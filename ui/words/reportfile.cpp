#include "ui/words/reportfile.h"

#include "model/workspace/outputfile.h"

#include <QDir>
#include <QFileInfo>

namespace trailloupe::words {
namespace {

Result<void> writeFile(const QString& path, const std::string& bytes)
{
    workspace::OutputFile file(path);
    auto done = file.open();
    if (done)
        done = file.write(bytes);
    return done ? file.commit() : done;
}

} // namespace

std::optional<ReportForm> reportFormOf(const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QStringLiteral("html") || suffix == QStringLiteral("htm"))
        return ReportForm::Html;
    if (suffix == QStringLiteral("md") || suffix == QStringLiteral("markdown"))
        return ReportForm::Markdown;
    return std::nullopt;
}

Result<void> writeReport(const Document& document, ReportForm form, const QString& path)
{
    if (form == ReportForm::Html)
        return writeFile(path, html(document));
    const QFileInfo file(path);
    const Markdown made = markdown(document, file.completeBaseName());
    // The pictures first: a report that is there has all that it names.
    for (const Markdown::Picture& picture : made.pictures) {
        if (auto done = writeFile(file.dir().filePath(picture.name), picture.svg); !done)
            return done;
    }
    return writeFile(path, made.text);
}

} // namespace trailloupe::words
