#include "model/base/error.h"

namespace trailloupe {

const char* errorKindName(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::Io:
        return "io";
    case Error::Kind::Malformed:
        return "malformed";
    case Error::Kind::TooLarge:
        return "too large";
    case Error::Kind::Unsupported:
        return "unsupported";
    case Error::Kind::NotFound:
        return "not found";
    case Error::Kind::Conflict:
        return "conflict";
    case Error::Kind::Internal:
        return "internal";
    case Error::Kind::Cancelled:
        return "cancelled";
    }
    return "internal";
}

} // namespace trailloupe
