#include "model/ingest/sniffer.h"

#include "model/ingest/jsonscan.h"
#include "model/ingest/jsonsniffer.h"

#include <algorithm>
#include <array>
#include <string>

namespace trailloupe::ingest {
namespace {

using namespace std::string_view_literals;

bool startsWith(std::string_view text, std::string_view start)
{
    return text.substr(0, start.size()) == start;
}

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

SourceKind kindOfNothing(std::string_view path)
{
    if (!path.empty() && path.back() == '/')
        return SourceKind::FolderMarker;
    const std::string_view name = path.substr(path.rfind('/') + 1);
    return name == "ConfigWritabilityCheckFile" ? SourceKind::ConfigWritabilityCheck
                                                : SourceKind::Empty;
}

// Text in UTF-16 with every second byte, the upper one of ASCII, left out; empty when it is not
// UTF-16.
std::string narrowed(std::string_view head)
{
    const bool marked = startsWith(head, "\xFF\xFE"sv) || startsWith(head, "\xFE\xFF"sv);
    const bool unmarked = head.size() >= 4 && (head[0] == '\0') != (head[1] == '\0')
        && (head[2] == '\0') != (head[3] == '\0');
    std::string text;
    if (!marked && !unmarked)
        return text;
    const bool upperFirst = marked ? head[0] == '\xFE' : head[0] == '\0';
    for (std::size_t i = marked ? 2 : 0; i + 1 < head.size(); i += 2) {
        const char upper = head[upperFirst ? i : i + 1];
        text.push_back(upper == '\0' ? head[upperFirst ? i + 1 : i] : '?');
    }
    return text;
}

bool isArchive(std::string_view head, SourceKind& kind)
{
    if (startsWith(head, "PK\x03\x04"sv) || startsWith(head, "PK\x05\x06"sv)
        || startsWith(head, "PK\x07\x08"sv)) {
        kind = SourceKind::Zip;
        return true;
    }
    if (head.size() >= 262 && head.substr(257, 5) == "ustar") {
        kind = SourceKind::Tar;
        return true;
    }
    return false;
}

bool looksBinary(std::string_view head)
{
    static constexpr std::array kSignatures{"\x1F\x8B"sv,
                                            "\x28\xB5\x2F\xFD"sv,
                                            "PAR1"sv,
                                            "BZh"sv,
                                            "\xFD"
                                            "7zXZ"sv,
                                            "SQLite format 3"sv};
    if (std::any_of(kSignatures.begin(), kSignatures.end(),
                    [&](std::string_view signature) { return startsWith(head, signature); }))
        return true;
    const std::string_view looked = head.substr(0, 4096);
    return std::any_of(looked.begin(), looked.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\x1B';
    });
}

// Text that is no JSON: CSV of one kind or the other, or nothing we read.
SourceKind kindOfPlainText(std::string_view text, std::string_view path)
{
    if (startsWith(text, "version https://git-lfs.github.com/spec/"))
        return SourceKind::GitLfsPointer;
    const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
    if (contains(line, ",")) {
        if (contains(line, "Event name") && contains(line, "Event time")
            && contains(line, "Event ID"))
            return SourceKind::EventHistoryCsv;
        static constexpr std::array<std::string_view, 7> kColumns{
            "eventID",   "eventTime",       "eventName",   "eventSource",
            "awsRegion", "sourceIPAddress", "userIdentity"};
        const auto known =
            std::count_if(kColumns.begin(), kColumns.end(),
                          [&](std::string_view column) { return contains(line, column); });
        if (known >= 2 || contains(path, "CloudTrail-Lake/Query/"))
            return SourceKind::LakeQueryResult;
    }
    return SourceKind::OtherText;
}

// Names that only AWS gives: <account>_CloudTrail_<region>_<time>_<unique>,
// <account>_Config_<region>_ConfigHistory_<type>_<time>_<time>_<number>. Unknown for others.
SourceKind kindOfName(std::string_view path)
{
    const std::string_view name = path.substr(path.rfind('/') + 1);
    if (contains(name, "_CloudTrail_"))
        return SourceKind::CloudTrailRecords;
    if (!contains(name, "_Config_"))
        return SourceKind::Unknown;
    if (contains(name, "_ConfigHistory_"))
        return SourceKind::ConfigHistory;
    if (contains(name, "_ConfigSnapshot_"))
        return SourceKind::ConfigSnapshot;
    return contains(name, "_ChangeNotification_") ? SourceKind::ConfigNotification
                                                  : SourceKind::Unknown;
}

SourceKind kindOfContent(std::string_view text, std::string_view path)
{
    JsonScan scan(text);
    scan.skipSpace();
    const char first = scan.current();
    if (first != '{' && first != '[')
        return looksBinary(text) ? SourceKind::OtherBinary : kindOfPlainText(text, path);
    const SourceKind kind = sniffJson(text.substr(scan.offset()));
    const bool open = kind == SourceKind::OtherText
        || (kind == SourceKind::OtherJson && text.size() - scan.offset() < 64);
    // Cut or broken before it says what it is: a lost log is a failure, not a stranger.
    if (const SourceKind named = kindOfName(path); open && named != SourceKind::Unknown)
        return named;
    if (kind == SourceKind::OtherText && looksBinary(text))
        return SourceKind::OtherBinary;
    return kind;
}

} // namespace

SourceKind sniff(std::string_view head, std::string_view path)
{
    if (head.empty())
        return kindOfNothing(path);
    head = head.substr(0, kSniffBytes);
    // The common case first: {"Records":[{ …
    if (head.front() == '{' && (head.size() == 1 || head[1] != '\0'))
        return kindOfContent(head, path);
    SourceKind kind = SourceKind::Unknown;
    if (isArchive(head, kind))
        return kind;
    if (startsWith(head, "\xEF\xBB\xBF"sv))
        return kindOfContent(head.substr(3), path);
    if (const std::string text = narrowed(head); !text.empty())
        return kindOfContent(text, path);
    return kindOfContent(head, path);
}

} // namespace trailloupe::ingest
