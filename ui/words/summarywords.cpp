#include "ui/words/summarywords.h"

#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QCoreApplication>
#include <QHash>

namespace trailloupe::ui {
namespace {

using query::Actor;
using query::Channel;
using query::EventSummary;
using query::Outcome;

struct SummaryWords
{
    Q_DECLARE_TR_FUNCTIONS(SummaryWords)
};

QString joined(const QStringList& parts)
{
    QStringList kept;
    for (const QString& part : parts)
        if (!part.isEmpty())
            kept.append(part);
    return kept.join(SummaryWords::tr(", "));
}

QString identityWords(const Actor& actor)
{
    const std::string& type = actor.type;
    if (type == "Root")
        return SummaryWords::tr("root user of the account");
    if (type == "IAMUser")
        return SummaryWords::tr("IAM user");
    if (type == "AssumedRole" || type == "Role")
        return actor.role.empty() ? SummaryWords::tr("role session")
                                  : SummaryWords::tr("session of role %1").arg(visible(actor.role));
    if (type == "FederatedUser")
        return SummaryWords::tr("federated user");
    if (type == "SAMLUser")
        return SummaryWords::tr("SAML user");
    if (type == "WebIdentityUser")
        return SummaryWords::tr("web identity user");
    if (type == "IdentityCenterUser")
        return SummaryWords::tr("Identity Center user");
    if (type == "AWSAccount")
        return SummaryWords::tr("another AWS account");
    if (type == "AWSService")
        return SummaryWords::tr("AWS service");
    if (type == "Directory")
        return SummaryWords::tr("directory user");
    if (type == "Unknown")
        return SummaryWords::tr("identity not known to AWS");
    return type.empty() ? QString() : visible(type);
}

QString mfaWords(const Actor& actor)
{
    if (!actor.mfa)
        return {};
    return *actor.mfa ? SummaryWords::tr("MFA") : SummaryWords::tr("no MFA");
}

bool isOnlyService(const Actor& actor)
{
    return actor.name.empty() && actor.arn.empty() && !actor.invokedBy.empty();
}

// "CreateAccessKey" of service events and API calls: what kind of call it was.
QString accessWords(const query::Action& action)
{
    switch (action.eventClass) {
    case query::EventClass::Sensitive:
        return SummaryWords::tr("sensitive write");
    case query::EventClass::Other:
        return action.type == "AwsServiceEvent" ? SummaryWords::tr("service event") : QString();
    default:
        break;
    }
    if (!action.readOnly)
        return {};
    return *action.readOnly ? SummaryWords::tr("read") : SummaryWords::tr("write");
}

} // namespace

QString visible(const std::string& evidence)
{
    return visibleText(QString::fromStdString(evidence));
}

QString actorName(const EventSummary& event)
{
    const Actor& actor = event.actor;
    if (!actor.name.empty())
        return visible(actor.name);
    if (!actor.session.empty())
        return visible(actor.session);
    if (!actor.invokedBy.empty())
        return visible(actor.invokedBy);
    if (!actor.arn.empty())
        return visible(actor.arn);
    if (!actor.principalId.empty())
        return visible(actor.principalId);
    if (event.via.sourceIsService)
        return visible(event.via.sourceIp);
    if (event.action.type == "AwsServiceEvent" && !event.action.source.empty())
        return visible(event.action.source);
    if (!actor.accountId.empty())
        return SummaryWords::tr("account %1").arg(visible(actor.accountId));
    return SummaryWords::tr("nobody named");
}

QString actorWords(const EventSummary& event)
{
    const Actor& actor = event.actor;
    QStringList parts = {identityWords(actor), mfaWords(actor)};
    if (!actor.sourceIdentity.empty())
        parts.append(SummaryWords::tr("source identity %1").arg(visible(actor.sourceIdentity)));
    if (!actor.invokedBy.empty() && !isOnlyService(actor))
        parts.append(SummaryWords::tr("through %1").arg(visible(actor.invokedBy)));
    if (!actor.accountId.empty() && !event.accountId.empty() && actor.accountId != event.accountId)
        parts.append(SummaryWords::tr("of account %1").arg(visible(actor.accountId)));
    return joined(parts);
}

QString viaWords(const EventSummary& event)
{
    const query::Via& via = event.via;
    QString with;
    switch (via.channel) {
    case Channel::Console:
        with = SummaryWords::tr("in the console");
        break;
    case Channel::Cli:
    case Channel::Sdk:
    case Channel::Tool:
        with = via.agent.empty() ? QString() : SummaryWords::tr("with %1").arg(visible(via.agent));
        break;
    case Channel::Service:
    case Channel::Unknown:
        break;
    }
    const bool namesTheActor = via.sourceIp == event.actor.invokedBy;
    const QString from = via.sourceIp.empty() || namesTheActor
        ? QString()
        : SummaryWords::tr("from %1").arg(visible(via.sourceIp));
    return joined({from, with});
}

QString actionName(const EventSummary& event)
{
    return event.action.name.empty() ? SummaryWords::tr("no event name")
                                     : visible(event.action.name);
}

QString outcomeWord(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Success:
        return SummaryWords::tr("succeeded");
    case Outcome::Denied:
        return SummaryWords::tr("denied");
    case Outcome::Failed:
        return SummaryWords::tr("failed");
    }
    return {};
}

QString actionWords(const EventSummary& event)
{
    return joined({serviceName(event.action.source), accessWords(event.action),
                   outcomeWord(event.action.outcome)});
}

QString serviceName(const std::string& eventSource)
{
    // Services whose names are not just their endpoint in capitals.
    static const QHash<QString, QString> kNames = {
        {QStringLiteral("cloudtrail"), QStringLiteral("CloudTrail")},
        {QStringLiteral("cloudformation"), QStringLiteral("CloudFormation")},
        {QStringLiteral("cloudfront"), QStringLiteral("CloudFront")},
        {QStringLiteral("monitoring"), QStringLiteral("CloudWatch")},
        {QStringLiteral("logs"), QStringLiteral("CloudWatch Logs")},
        {QStringLiteral("lambda"), QStringLiteral("Lambda")},
        {QStringLiteral("dynamodb"), QStringLiteral("DynamoDB")},
        {QStringLiteral("config"), QStringLiteral("Config")},
        {QStringLiteral("guardduty"), QStringLiteral("GuardDuty")},
        {QStringLiteral("secretsmanager"), QStringLiteral("Secrets Manager")},
        {QStringLiteral("organizations"), QStringLiteral("Organizations")},
        {QStringLiteral("signin"), QStringLiteral("Sign-in")},
        {QStringLiteral("elasticloadbalancing"), QStringLiteral("Elastic Load Balancing")},
        {QStringLiteral("autoscaling"), QStringLiteral("Auto Scaling")},
        {QStringLiteral("route53"), QStringLiteral("Route 53")},
    };
    const QString source = visible(eventSource);
    const QString word = source.section(u'.', 0, 0);
    const auto known = kNames.constFind(word);
    if (known != kNames.constEnd())
        return *known;
    constexpr qsizetype kAbbreviation = 4; // iam, ec2, s3, sts, kms, rds, ssm, sqs, sns, ecr
    return word.size() <= kAbbreviation ? word.toUpper() : word;
}

QString resourceTypeWords(const std::string& type)
{
    const QStringList parts = visible(type).split(QStringLiteral("::"));
    if (parts.size() != 3 || parts.first() != QLatin1String("AWS"))
        return parts.join(QStringLiteral("::"));
    return parts.at(1) + u' ' + parts.at(2);
}

QString targetName(const EventSummary& event)
{
    if (event.targets.empty())
        return SummaryWords::tr("no resource named");
    return visible(event.targets.front().name);
}

QString targetWords(const EventSummary& event)
{
    if (event.targets.empty())
        return {};
    const QString type = resourceTypeWords(event.targets.front().type);
    const auto more = event.targets.size() - 1;
    if (more == 0)
        return type;
    const QString others =
        SummaryWords::tr("%n more name(s) below", nullptr, static_cast<int>(more));
    return joined({type, others});
}

QString sentence(const EventSummary& event)
{
    const auto withWords = [](const QString& name, const QString& words) {
        return words.isEmpty() ? name : SummaryWords::tr("%1 (%2)").arg(name, words);
    };
    QString text = withWords(actorName(event), actorWords(event)) + QStringLiteral(" \u2192 ")
        + withWords(actionName(event), actionWords(event));
    if (!event.targets.empty())
        text += QStringLiteral(" \u2192 ") + withWords(targetName(event), targetWords(event));
    return text;
}

QString wrappingWords(const std::vector<query::Wrapping>& how)
{
    QStringList words;
    for (query::Wrapping wrapping : how) {
        switch (wrapping) {
        case query::Wrapping::UrlEncoded:
            words.append(SummaryWords::tr("URL-encoded"));
            break;
        case query::Wrapping::Base64:
            words.append(SummaryWords::tr("base64"));
            break;
        case query::Wrapping::Gzip:
            words.append(SummaryWords::tr("gzip"));
            break;
        case query::Wrapping::Json:
            words.append(SummaryWords::tr("JSON"));
            break;
        case query::Wrapping::EpochSeconds:
            words.append(SummaryWords::tr("seconds since 1970"));
            break;
        case query::Wrapping::EpochMilliseconds:
            words.append(SummaryWords::tr("milliseconds since 1970"));
            break;
        }
    }
    return words.join(QStringLiteral(" \u203a "));
}

} // namespace trailloupe::ui
