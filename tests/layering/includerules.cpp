#include "tests/layering/includerules.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <regex>

namespace trailloupe::layering {
namespace {

using Names = std::vector<std::string_view>;

struct Folder
{
    std::string_view name;
    Names mayInclude; // folders besides itself
};

// The table. A folder that is not here must be added before it can be used.
const std::vector<Folder>& folders()
{
    static const Names core{"model/base",      "model/store",    "model/ingest",  "model/query",
                            "model/compare",   "model/identity", "model/config",  "model/integrity",
                            "model/detection", "model/casefile", "model/timeline"};
    static const auto coreAnd = [](Names more) {
        more.insert(more.end(), core.begin(), core.end());
        return more;
    };
    static const std::vector<Folder> all{
        {"model/base", {}},
        {"model/store", {"model/base"}},
        {"model/ingest", {"model/base", "model/store"}},
        {"model/query", {"model/base", "model/store"}},
        {"model/compare", {"model/base", "model/store", "model/query"}},
        {"model/identity", {"model/base", "model/store", "model/ingest", "model/query"}},
        {"model/timeline", {"model/base", "model/store", "model/query", "model/identity"}},
        {"model/config",
         {"model/base", "model/store", "model/ingest", "model/query", "model/compare"}},
        {"model/integrity", {"model/base", "model/store", "model/ingest", "model/query"}},
        {"model/detection",
         {"model/base", "model/store", "model/ingest", "model/query", "model/identity",
          "model/config", "model/integrity"}},
        {"model/casefile",
         {"model/base", "model/store", "model/ingest", "model/query", "model/identity",
          "model/config", "model/integrity", "model/compare"}},
        {"model/archive", {"model/base", "model/ingest"}},
        {"model/workspace", coreAnd({"model/archive"})},
        {"model/items", coreAnd({"model/workspace"})},
        {"ui", coreAnd({"model/workspace", "model/items"})}, // and ui/common: see mayInclude()
        {"app/cli", coreAnd({"model/archive", "model/workspace", "model/items"})},
        {"app", coreAnd({"model/archive", "model/workspace", "model/items"})}, // and ui/*
    };
    return all;
}

bool isBelow(std::string_view path, std::string_view folder)
{
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

// The folder of the table a file is in; "ui/events" and "app" stay apart from their parts.
std::string_view folderOf(std::string_view path)
{
    const std::size_t first = path.find('/');
    if (first == std::string_view::npos)
        return {};
    const std::string_view top = path.substr(0, first);
    const std::size_t second = path.find('/', first + 1);
    if (second == std::string_view::npos)
        return top;
    return path.substr(0, second);
}

const Folder* ruleFor(std::string_view folder)
{
    const std::string_view name = isBelow(folder, "ui") ? std::string_view("ui") : folder;
    const auto& all = folders();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Folder& f) { return f.name == name; });
    return found == all.end() ? nullptr : &*found;
}

bool mayInclude(std::string_view from, std::string_view to)
{
    if (from == to)
        return true;
    // Words that the window and the command line share; they know nothing of the window.
    if (to == "ui/words")
        return from == "app/cli" || from == "app" || isBelow(from, "ui");
    if (isBelow(to, "ui"))
        return from == "app" || from == "ui/mainwindow"
            || (isBelow(from, "ui") && from != "ui/words" && to == "ui/common");
    const Folder* rule = ruleFor(from);
    return rule != nullptr
        && std::find(rule->mayInclude.begin(), rule->mayInclude.end(), to)
        != rule->mayInclude.end();
}

bool isQt(std::string_view header)
{
    return header.size() > 1 && header[0] == 'Q'
        && ((header[1] >= 'A' && header[1] <= 'Z') || header[1] == 't');
}

bool isGuiHeader(std::string_view header)
{
    static constexpr std::array modules{"QtGui", "QtWidgets", "QtSvg", "QtSvgWidgets"};
    static constexpr std::array classes{
        "QAction",    "QApplication",    "QBrush", "QClipboard",         "QColor",     "QFont",
        "QIcon",      "QGuiApplication", "QImage", "QKeySequence",       "QPainter",   "QPalette",
        "QPen",       "QPixmap",         "QStyle", "QStandardItemModel", "QUndoStack", "QWidget",
        "QMessageBox"};
    return std::any_of(modules.begin(), modules.end(),
                       [&](std::string_view m) { return isBelow(header, m); })
        || std::find(classes.begin(), classes.end(), header) != classes.end();
}

// What is wrong with an #include <…>, if anything.
std::optional<std::string> checkSystem(std::string_view folder, std::string_view header)
{
    const bool isModel = isBelow(folder, "model");
    const bool usesQtCore =
        folder == "model/archive" || folder == "model/workspace" || folder == "model/items";
    if (isModel && !usesQtCore && (isQt(header) || header.find("quazip") != std::string_view::npos))
        return "the core does not use Qt";
    if ((usesQtCore || folder == "app/cli" || folder == "ui/words") && isGuiHeader(header))
        return "QtCore only here";
    if (isModel && folder != "model/archive"
        && (header == "archive.h" || header.find("quazip") != std::string_view::npos))
        return "archives are opened in model/archive";
    return std::nullopt;
}

// What is wrong with an #include "…", if anything.
std::optional<std::string> checkProject(std::string_view folder, std::string_view header)
{
    if (header.find('/') == std::string_view::npos) {
        if (header.ends_with(".moc"))
            return std::nullopt;
        return "write the path from the source tree";
    }
    if (mayInclude(folder, folderOf(header)))
        return std::nullopt;
    return std::string(folder) + " must not include this";
}

std::string_view withoutComment(std::string_view line)
{
    return line.substr(0, line.find("//"));
}

} // namespace

std::vector<Violation> check(const std::string& path, std::string_view text)
{
    static const std::regex include(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    static const std::regex translation(R"(\b(tr|translate|QT_TR_NOOP|QT_TRANSLATE_NOOP)\s*\()");
    const std::string_view folder = folderOf(path);
    std::vector<Violation> found;
    if (ruleFor(folder) == nullptr) {
        found.push_back({path, 1, "this folder is not in the table of tests/layering"});
        return found;
    }

    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        std::smatch match;
        if (std::regex_search(line, match, include)) {
            const std::string header = match[2].str();
            const auto wrong =
                match[1].str() == "<" ? checkSystem(folder, header) : checkProject(folder, header);
            if (wrong)
                found.push_back({path, number, header + ": " + *wrong});
        } else if (isBelow(folder, "model")) {
            const std::string code(withoutComment(line));
            if (std::regex_search(code, translation))
                found.push_back({path, number, "words for people are made in ui/ and app/"});
        }
    }
    return found;
}

std::string describe(const std::vector<Violation>& violations)
{
    std::string text;
    for (const Violation& v : violations)
        text += v.file + ":" + std::to_string(v.line) + ": " + v.what + "\n";
    return text;
}

} // namespace trailloupe::layering
