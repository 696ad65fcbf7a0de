// The words for causes, in English.
#include "model/config/causes.h"

namespace trailloupe::config {
namespace {

using Kind = CauseReason::Kind;

std::string at(const CauseReason& reason)
{
    std::string text = reason.value;
    if (!reason.path.empty())
        text += (text.empty() ? "at " : " at ") + reason.path;
    return text;
}

std::string explained(const CauseReason& reason)
{
    return reason.change.empty() ? std::string() : ": " + reason.change;
}

} // namespace

const char* causeConfidenceKey(CauseConfidence confidence)
{
    switch (confidence) {
    case CauseConfidence::Possible:
        return "possible";
    case CauseConfidence::Likely:
        return "likely";
    case CauseConfidence::Certain:
        return "certain";
    }
    return "";
}

const char* causeReasonKey(Kind kind)
{
    switch (kind) {
    case Kind::RelatedEvent:
        return "related-event";
    case Kind::SameArn:
        return "same-arn";
    case Kind::SameId:
        return "same-id";
    case Kind::SameName:
        return "same-name";
    case Kind::InText:
        return "in-text";
    case Kind::Created:
        return "created";
    case Kind::Deleted:
        return "deleted";
    case Kind::MadeWith:
        return "made-with";
    case Kind::ChangedValue:
        return "changed-value";
    case Kind::AnsweredValue:
        return "answered-value";
    case Kind::FittingCall:
        return "fitting-call";
    case Kind::OnlyCall:
        return "only-call";
    case Kind::Related:
        return "related";
    case Kind::OtherAccount:
        return "other-account";
    case Kind::UnknownAccount:
        return "unknown-account";
    case Kind::AmbiguousName:
        return "ambiguous-name";
    }
    return "";
}

std::string causeReasonText(const CauseReason& reason)
{
    switch (reason.kind) {
    case Kind::RelatedEvent:
        return "AWS Config names the event in relatedEvents";
    case Kind::SameArn:
        return "names its ARN: " + at(reason);
    case Kind::SameId:
        return "names its id: " + at(reason);
    case Kind::SameName:
        return "names it: " + at(reason);
    case Kind::InText:
        return "holds its id in a text " + at(reason);
    case Kind::Created:
        return "the call creates it";
    case Kind::Deleted:
        return "the call deletes it";
    case Kind::MadeWith:
        return "the call makes or deletes it along with " + at(reason) + explained(reason);
    case Kind::ChangedValue:
        return "the request has " + at(reason) + explained(reason);
    case Kind::AnsweredValue:
        return "the response has " + at(reason) + explained(reason);
    case Kind::FittingCall:
        return "such calls change " + reason.change;
    case Kind::OnlyCall:
        return "the only call about it shortly before the capture";
    case Kind::Related:
        return "names the other resource, " + at(reason) + explained(reason);
    case Kind::OtherAccount:
        return "recorded in another account, and names this one's resource";
    case Kind::UnknownAccount:
        return "the event or the item does not say its account";
    case Kind::AmbiguousName:
        return "another resource of this type had the same name then";
    }
    return {};
}

} // namespace trailloupe::config
