#include "model/identity/names.h"

#include "model/base/timestamp.h"

#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace trailloupe::identity {
namespace {

std::string_view shortName(const Principal& principal)
{
    return principal.name.empty() ? principal.arn : principal.name;
}

std::unordered_map<std::string, std::uint32_t> counted(const std::vector<std::string>& names)
{
    std::unordered_map<std::string, std::uint32_t> count;
    for (const std::string& name : names)
        ++count[name];
    return count;
}

// Names that come again get a number that makes them one of a kind. Those that do not come again
// keep theirs.
class Numbering
{
public:
    explicit Numbering(const std::vector<std::string>& names)
        : m_taken(names.begin(), names.end())
    { }

    void number(std::string& name)
    {
        std::uint32_t& before = m_before[name];
        if (before++ == 0)
            return;
        std::string numbered;
        do
            numbered = name + " #" + std::to_string(before++);
        while (!m_taken.insert(numbered).second);
        --before;
        name = std::move(numbered);
    }

private:
    std::unordered_set<std::string> m_taken;
    std::unordered_map<std::string, std::uint32_t> m_before;
};

void numberEqualOnes(std::vector<std::string>& names)
{
    Numbering numbering(names);
    for (std::string& name : names)
        numbering.number(name);
}

} // namespace

Names::Names(const Identities& identities)
{
    namePrincipals(identities);
    nameSessions(identities);
}

void Names::namePrincipals(const Identities& identities)
{
    const auto principals = identities.principals();
    m_principals.reserve(principals.size());
    for (const Principal& principal : principals)
        m_principals.emplace_back(shortName(principal));
    // What tells those of one name apart, one after the other until it does.
    using Text = std::string_view (*)(const Principal&);
    const Text idOrAccount = [](const Principal& of) {
        return of.uniqueId.empty() ? of.account : of.uniqueId;
    };
    const Text account = [](const Principal& of) {
        return of.uniqueId.empty() ? std::string_view() : of.account;
    };
    const Text type = [](const Principal& of) {
        return std::string_view(principalTypeKey(of.type));
    };
    for (const Text more : {idOrAccount, account, type}) {
        const auto count = counted(m_principals);
        for (std::size_t i = 0; i < principals.size(); ++i) {
            std::string& name = m_principals[i];
            const std::string_view text = more(principals[i]);
            if ((count.at(name) > 1 || name.empty()) && !text.empty() && text != name)
                name.append(name.empty() ? "(" : " (").append(text).append(")");
        }
    }
    numberEqualOnes(m_principals);
    for (std::size_t i = 0; i < principals.size(); ++i) {
        if (principals[i].type == PrincipalType::None)
            m_principals[i].clear();
    }
}

void Names::nameSessions(const Identities& identities)
{
    m_sessions.reserve(identities.sessions().size());
    for (const Session& session : identities.sessions()) {
        std::string name(session.accessKey);
        if (name.empty()) {
            name = shortName(identities.principal(session.principal));
            if (!session.name.empty())
                name.append("/").append(session.name);
            if (session.kind == SessionKind::SignIn)
                name += " sign-in";
            else if (session.kind == SessionKind::NoKey)
                name += name.empty() ? "no key" : " without key";
            if (session.created != kNoTime)
                name.append(" ").append(formatEventTime(session.created));
        }
        m_sessions.push_back(std::move(name));
    }
    numberEqualOnes(m_sessions);
}

std::uint64_t Names::memoryBytes() const
{
    std::uint64_t bytes = 0;
    for (const auto* names : {&m_principals, &m_sessions}) {
        for (const std::string& name : *names)
            bytes += sizeof name + name.capacity();
    }
    return bytes;
}

} // namespace trailloupe::identity
