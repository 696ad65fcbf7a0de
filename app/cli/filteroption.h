// --filter: the rows of an export that a command is about.
//
// Threads: main thread only.
#pragma once

#include "app/cli/command.h"
#include "app/cli/reading.h"
#include "model/query/evaluator.h"
#include "model/query/predicate.h"

#include <memory>
#include <optional>
#include <vector>

namespace trailloupe::cli {

void addFilterOption(QCommandLineParser& parser); // and the language
void addLanguageOption(QCommandLineParser& parser);

// The condition that --filter asks for; everything without one. An exit code when it cannot be
// read: the place and the reason are said on stderr.
std::optional<int> parseFilter(const Command& command, const QCommandLineParser& parser,
                               query::PredicatePtr& predicate);
// The same for a text from elsewhere.
std::optional<int> readFilter(const Command& command, const QCommandLineParser& parser,
                              const QString& text, query::PredicatePtr& predicate);
// The fields that --field names. An exit code, with a message, when one is none.
std::optional<int> parseFields(const Command& command, const QCommandLineParser& parser,
                               std::vector<query::Field>& fields);
// What --filter says; empty without it.
QString filterTextOf(const QCommandLineParser& parser);
// Whether the text is a CloudWatch filter pattern: by --language, else by its looks.
bool isPatternText(const QCommandLineParser& parser, const QString& text);

// The exports of a command, and which of their rows fulfil a filter.
struct FilteredExports
{
    Reading reading;
    std::shared_ptr<query::Evaluator> evaluator;
    query::RowSetPtr rows;

    const std::shared_ptr<const store::EventStore>& events() const
    {
        return reading.evidence.store;
    }
};
// Nothing, said on stderr, when they could not be read or filtered. Fields of the filter that no
// event has are said there too.
std::optional<FilteredExports> readFiltered(const Command& command,
                                            const query::PredicatePtr& predicate);

// Says on stderr which of the condition's fields no event has; `row` is what the store holds.
void noteMissingFields(const std::shared_ptr<const store::EventStore>& events,
                       const query::PredicatePtr& predicate, std::string_view row = "event");
// Says on stderr which of the fields no event has, with the nearest names.
void noteMissingFields(const std::shared_ptr<const store::EventStore>& events,
                       const std::vector<query::Field>& fields);

} // namespace trailloupe::cli
