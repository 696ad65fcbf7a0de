// One text of any content as a filter: of the bar and as a CloudWatch pattern. What is read is
// written in every language, and what is written there for us reads again.
#include "model/query/barquery.h"
#include "model/query/conditioncost.h"
#include "model/query/conversion.h"
#include "model/query/filterpattern.h"
#include "model/query/messagematcher.h"
#include "model/query/risks.h"

#include <cstdlib>
#include <string_view>

namespace {

using namespace trailloupe::query;

constexpr std::string_view kEvent =
    R"({"eventTime":"2026-03-12T02:11:07Z","eventName":"GetCallerIdentity","n":5,"a":[1,"x",null]})";

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void writeEverywhere(const Predicate& predicate)
{
    for (const TextForm form : {TextForm::Bar, TextForm::FilterPattern, TextForm::LogsInsights,
                                TextForm::Athena, TextForm::Jq}) {
        const Conversion made = convert(predicate, form, {1773281467});
        require(made.text || !made.losses.empty());
        if (!made.text)
            continue;
        if (form == TextForm::Bar) {
            const BarQuery again = parseBar(*made.text);
            require(again.predicate != nullptr);
        } else if (form == TextForm::FilterPattern) {
            const FilterPattern again = parseFilterPattern(*made.text);
            require(again.predicate || again.error->code <= PatternError::Code::TooDeep);
        }
    }
    if (const auto matcher = MessageMatcher::compile(predicate)) {
        matcher->matches(kEvent);
        matcher->matches("127.0.0.1 - [a b] \"c d\" 404");
    }
}

void printAndRead(const Predicate& predicate)
{
    const auto text = printBar(predicate);
    if (!text)
        return;
    const BarQuery again = parseBar(*text);
    require(again.predicate && again.predicate->key() == predicate.key());
}

// What is said about it stands in the text, and what is offered can be read.
void lookForRisks(std::string_view text, const BarQuery& bar)
{
    for (const Risk& risk : risksOf(text, bar.terms, *bar.predicate, nullptr)) {
        require(risk.where.end() <= text.size());
        require(!riskText(risk).empty());
        if (!risk.fix)
            continue;
        require(risk.fix->where.end() <= text.size());
        std::string fixed(text);
        fixed.replace(risk.fix->where.offset, risk.fix->where.length, risk.fix->text);
        require(fixed.size() > kMaxBarText || parseBar(fixed).predicate);
    }
    for (const ConditionCost& cost : conditionCosts(bar.predicate))
        require(*wayText(cost.way) != '\0');
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    static_cast<void>(detectLanguage(text));
    const BarQuery bar = parseBar(text);
    require((bar.predicate != nullptr) != bar.error.has_value());
    if (bar.predicate) {
        printAndRead(*bar.predicate);
        writeEverywhere(*bar.predicate);
        lookForRisks(text, bar);
    }
    const FilterPattern pattern = parseFilterPattern(text);
    require((pattern.predicate != nullptr) != pattern.error.has_value());
    if (pattern.predicate)
        writeEverywhere(*pattern.predicate);
    return 0;
}
