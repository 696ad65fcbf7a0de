#include "model/casefile/casenotes.h"

namespace trailloupe::casefile {

std::string Subject::key() const
{
    switch (kind) {
    case Kind::Event:
        return "event:" + sha256;
    case Kind::Session:
        return "session:" + session;
    case Kind::Span:
        break;
    }
    return "span:" + std::to_string(from.value_or(0)) + ".." + std::to_string(to.value_or(0));
}

} // namespace trailloupe::casefile
