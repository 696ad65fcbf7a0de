// RuleEvents: events as CloudTrail writes them, for cases of rules. Text has ' for ".
#pragma once

#include "tests/model/detection/rulecases.h"
#include "tests/support/storebuilding.h"

#include <string>
#include <vector>

namespace trailloupe::test {

using Found = std::vector<std::string>;

constexpr const char* kDenied = ",'errorCode':'AccessDenied'";

// An event of alice. `more` begins with a comma.
inline std::string by(const std::string& identity, const std::string& source,
                      const std::string& name, const std::string& more)
{
    return quoted("{'eventVersion':'1.08','eventID':'1','eventTime':'2026-03-12T02:00:00Z',"
                  "'eventType':'AwsApiCall','eventSource':'"
                  + source + ".amazonaws.com','eventName':'" + name + "','userIdentity':{"
                  + identity + "}" + more + "}");
}

inline std::string event(const std::string& source, const std::string& name,
                         const std::string& more = {})
{
    return by("'type':'IAMUser','userName':'alice','accessKeyId':'AKIAEXAMPLE'", source, name,
              more);
}

inline std::string asking(const std::string& request)
{
    return ",'requestParameters':{" + request + "}";
}

} // namespace trailloupe::test
