// summarywords: an EventSummary in words that people read.
//
// Names from the evidence come out with visibleText(); they are plain text, never markup.
// Threads: GUI thread (tr()).
#pragma once

#include "model/query/decodedvalue.h"
#include "model/query/eventsummary.h"

#include <QString>
#include <QStringList>

namespace trailloupe::ui {

// "alice", "root", "an anonymous caller", "ec2.amazonaws.com"
QString actorName(const query::EventSummary& event);
// "IAM user, MFA", "session of role Admin, no MFA, invoked by cloudformation.amazonaws.com"
QString actorWords(const query::EventSummary& event);
// "from 203.0.113.9 with aws-cli/2.12.0"
QString viaWords(const query::EventSummary& event);
QString actionName(const query::EventSummary& event);
// "IAM, write, denied"
QString actionWords(const query::EventSummary& event);
// "user bob", "nothing named"
QString targetName(const query::EventSummary& event);
// "IAM user, and 2 more: …"
QString targetWords(const query::EventSummary& event);
// All of it in one line, for screen readers and tooltips.
QString sentence(const query::EventSummary& event);

QString outcomeWord(query::Outcome outcome);
// "IAM" of "iam.amazonaws.com": AWS's own spelling where we know it, else the word as it stands.
QString serviceName(const std::string& eventSource);
// "IAM user" of "AWS::IAM::User"
QString resourceTypeWords(const std::string& type);
// "URL-encoded JSON"
QString wrappingWords(const std::vector<query::Wrapping>& how);

QString visible(const std::string& evidence);

} // namespace trailloupe::ui
