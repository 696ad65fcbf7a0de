// Runs the built program for scripts, as a script would, and the events that its tests give it.
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QStringList>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace trailloupe::test {

using Json = nlohmann::ordered_json;

struct Run
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

inline Run run(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral(TRAILLOUPE_CLI), arguments);
    Run result;
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit) {
        result.err = "did not end: " + process.errorString().toUtf8();
        return result;
    }
    result.code = process.exitCode();
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}

inline Json oneEvent(const std::string& id, const std::string& time, const std::string& name)
{
    return Json{{"eventVersion", "1.08"},
                {"userIdentity", {{"type", "IAMUser"}, {"userName", "alice"}}},
                {"eventTime", time},
                {"eventSource", "iam.amazonaws.com"},
                {"eventName", name},
                {"awsRegion", "us-east-1"},
                {"requestParameters", {{"userName", "=1+1,\"x\""}, {"count", 7}}},
                {"eventID", id},
                {"readOnly", false},
                {"recipientAccountId", "111122223333"}};
}

inline std::string records(const std::vector<Json>& events)
{
    return Json{{"Records", events}}.dump();
}

} // namespace trailloupe::test
