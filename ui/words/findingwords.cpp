#include "ui/words/findingwords.h"

#include <QCoreApplication>

namespace trailloupe::ui {

using detection::Rule;
using detection::Severity;

namespace {

struct FindingWords
{
    Q_DECLARE_TR_FUNCTIONS(FindingWords)
};

QString ofRule(const std::string& text)
{
    return QCoreApplication::translate("Rules", text.c_str());
}

} // namespace

QString severityText(Severity severity)
{
    switch (severity) {
    case Severity::Critical:
        return FindingWords::tr("Critical");
    case Severity::High:
        return FindingWords::tr("High");
    case Severity::Medium:
        return FindingWords::tr("Medium");
    case Severity::Low:
        break;
    }
    return FindingWords::tr("Low");
}

QString ruleTitle(const Rule& rule)
{
    return ofRule(rule.title);
}

QString ruleWhy(const Rule& rule)
{
    return ofRule(rule.why);
}

QString findingText(const Rule& rule)
{
    return FindingWords::tr("%1: %2").arg(severityText(rule.severity), ruleTitle(rule));
}

} // namespace trailloupe::ui
