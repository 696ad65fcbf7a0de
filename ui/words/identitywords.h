// IdentityWords: who was behind the events, in words: what a principal and a session are, why a
// session stands where it does, and which log would show what the export does not.
//
// The window and the command line say the same. Evidence in the words is made fit for the place by
// a function of the caller.
// Threads: any, as the function; const members.
#pragma once

#include "model/identity/identities.h"

#include <QCoreApplication>
#include <QString>

#include <functional>
#include <string_view>

namespace trailloupe::words {

class IdentityWords
{
    Q_DECLARE_TR_FUNCTIONS(trailloupe::words::IdentityWords)

public:
    using Evidence = std::function<QString(std::string_view)>;

    // REQUIRES that the identities outlive this.
    IdentityWords(const identity::Identities& identities, Evidence evidence)
        : m_identities(identities)
        , m_evidence(std::move(evidence))
    { }

    // "IAMUser alice".
    QString principal(identity::PrincipalId id) const;
    enum class Owner
    {
        WhereNeeded, // not where it stands below its own principal and has no name
        Always,
        Never, // it stands below its own principal
    };
    // "key AKIA… of Role admin/alice".
    QString session(const identity::Session& session, Owner owner = Owner::WhereNeeded) const;
    // What a principal's number of events is of, by Subject::Scope: "events made with its
    // credentials" of a role, else "events that it was behind".
    QString countedFor(identity::PrincipalId id) const;
    static QString reason(identity::LinkReason reason);
    static QString confidence(identity::Confidence confidence);
    // Which log would show where the session comes from; empty where none is missing.
    QString missing(const identity::Session& session) const;
    // Why it stands below its parent and how sure that is; empty without a link.
    static QString link(const identity::Session& session);
    // That the origin is unknown, or its event not in the export, and what would show it.
    QString gap(const identity::Session& session) const;
    QString origin(const identity::Session& session) const; // both
    // The same as short as can be: "unknown: AssumeRole* in 111122223333" names the log that would
    // show it.
    QString briefOrigin(const identity::Session& session) const;
    static QString kind(identity::SessionKind kind);

private:
    QString briefMissing(const identity::Session& session) const;

    const identity::Identities& m_identities;
    Evidence m_evidence;
};

} // namespace trailloupe::words
