#include "model/identity/subject.h"

#include "model/query/barquery.h"
#include "model/query/fieldscan.h"

namespace trailloupe::identity {

using query::Derived;
using Scope = Subject::Scope;

namespace {

// A session and all below it, of any depth: no recursion.
std::vector<SessionId> withBelow(const Identities& identities, SessionId top)
{
    std::vector<SessionId> all{top};
    for (std::size_t at = 0; at < all.size(); ++at) {
        const auto children = identities.children(all[at]);
        all.insert(all.end(), children.begin(), children.end());
    }
    return all;
}

// As many as a filter may hold.
void addSessions(const Identities& identities, const Names& names, SessionId top,
                 SubjectCondition& condition)
{
    std::size_t bytes = 0;
    for (const SessionId id : withBelow(identities, top)) {
        if (identities.session(id).events == 0 && id != top)
            continue;
        bytes += names.session(id).size();
        if (bytes > query::kMaxBarText) {
            condition.isWhole = false;
            return;
        }
        condition.values.push_back(names.session(id));
    }
}

} // namespace

Subject subjectOf(const Identities& identities, PrincipalId id)
{
    const bool isRole = identities.principal(id).type == PrincipalType::Role;
    return {isRole ? Scope::Credentials : Scope::Actor, id, {}};
}

std::vector<bool> sessionsOf(const Identities& identities, const Subject& subject)
{
    const auto sessions = identities.sessions();
    std::vector<bool> chosen(sessions.size());
    if (subject.scope == Scope::Session) {
        chosen[subject.session.index()] = true;
    } else if (subject.scope == Scope::SessionAndBelow) {
        for (const SessionId id : withBelow(identities, subject.session))
            chosen[id.index()] = true;
    } else {
        for (std::size_t i = 0; i < sessions.size(); ++i)
            chosen[i] = (subject.scope == Scope::Actor ? sessions[i].actor : sessions[i].principal)
                == subject.principal;
    }
    return chosen;
}

std::shared_ptr<const query::RowSet> rowsOf(const Identities& identities, const Subject& subject)
{
    const std::vector<bool> chosen = sessionsOf(identities, subject);
    const auto segments = identities.events()->segments();
    std::vector<std::shared_ptr<const query::RowBits>> bits;
    bits.reserve(segments.size());
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto sessions = identities.sessionsOfSegment(i);
        auto rows = std::make_shared<query::RowBits>((sessions.size() + 63) / 64);
        for (std::uint32_t row = 0; row < sessions.size(); ++row) {
            const SessionId id(sessions[row]);
            if (id.isValid() && chosen[id.index()])
                query::setBit(*rows, row);
        }
        bits.push_back(std::move(rows));
    }
    return std::make_shared<const query::RowSet>(std::move(bits));
}

SubjectCondition conditionOf(const Identities& identities, const Names& names,
                             const Subject& subject)
{
    const auto field = [](Derived derived) {
        return query::Field{derived, {}};
    };
    SubjectCondition condition;
    switch (subject.scope) {
    case Scope::Actor:
    case Scope::Credentials:
        condition.field =
            field(subject.scope == Scope::Actor ? Derived::Actor : Derived::Principal);
        if (!names.principal(subject.principal).empty())
            condition.values = {names.principal(subject.principal)};
        break;
    case Scope::SessionAndBelow:
        if (!identities.session(subject.session).parent.isValid()) {
            // The same in fewer words.
            condition = {field(Derived::SessionRoot), {names.session(subject.session)}};
            break;
        }
        condition.field = field(Derived::Session);
        addSessions(identities, names, subject.session, condition);
        break;
    case Scope::Session:
        condition = {field(Derived::Session), {names.session(subject.session)}};
        break;
    }
    return condition;
}

} // namespace trailloupe::identity
