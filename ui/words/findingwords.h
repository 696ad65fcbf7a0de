// findingwords: how grave a finding is, and what a rule is called, in the person's language.
//
// Words of the built-in rules are translated by their English text; those of others are their own.
// Threads: any.
#pragma once

#include "model/detection/rule.h"

#include <QString>

namespace trailloupe::ui {

QString severityText(detection::Severity severity); // "Critical"
QString ruleTitle(const detection::Rule& rule);
QString ruleWhy(const detection::Rule& rule);
QString findingText(const detection::Rule& rule); // "Critical: CloudTrail logging stopped"

} // namespace trailloupe::ui
