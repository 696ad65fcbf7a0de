#include "model/identity/rowtexts.h"

#include "model/base/timestamp.h"
#include "model/identity/resolve.h"

#include <array>
#include <new>
#include <unordered_map>
#include <utility>
#include <vector>

namespace trailloupe::identity {
namespace {

class Texts : public store::RowTexts
{
public:
    explicit Texts(IdentitiesPtr identities)
        : m_identities(std::move(identities))
    {
        nameActors();
        nameSessions();
        const auto sessions = m_identities->sessions();
        for (auto& numbers : m_numbers)
            numbers.reserve(sessions.size());
        for (const Session& session : sessions) {
            add(Column::Actor, m_actors[session.actor.index()]);
            add(Column::ActorType, principalTypeKey(m_identities->principal(session.actor).type));
            add(Column::SessionOrigin, originOf(session));
        }
        // A session's name is its own: names are numbered as sessions are.
        for (std::uint32_t i = 0; i < sessions.size(); ++i) {
            m_numbers[at(Column::Session)].push_back(i + 1);
            m_numbers[at(Column::SessionRoot)].push_back(sessions[i].root.value() + 1);
        }
        m_actors = {};
    }

    std::uint32_t number(Column column, RowId row) const override
    {
        const SessionId id = m_identities->sessionOf(row);
        return id.isValid() ? m_numbers[at(column)][id.index()] : 0;
    }

    std::string_view text(Column column, std::uint32_t number) const override
    {
        if (number == 0)
            return {};
        if (column == Column::Session || column == Column::SessionRoot)
            return m_sessions[number - 1];
        return m_texts[at(column)][number - 1];
    }

    std::uint64_t memoryBytes() const override
    {
        std::uint64_t bytes = m_identities->memoryBytes();
        const auto addTexts = [&](const std::vector<std::string>& texts) {
            for (const std::string& text : texts)
                bytes += sizeof text + text.capacity();
        };
        addTexts(m_sessions);
        for (const auto& texts : m_texts)
            addTexts(texts);
        for (const auto& numbers : m_numbers)
            bytes += numbers.capacity() * sizeof(std::uint32_t);
        return bytes;
    }

private:
    static std::size_t at(Column column) { return static_cast<std::size_t>(column); }

    void add(Column column, const std::string& text)
    {
        auto& texts = m_texts[at(column)];
        const auto [it, isNew] =
            m_known[at(column)].try_emplace(text, static_cast<std::uint32_t>(texts.size() + 1));
        if (isNew)
            texts.push_back(text);
        m_numbers[at(column)].push_back(it->second);
    }

    // A name says who it is; of several with one name, the id or the account has to.
    void nameActors()
    {
        std::unordered_map<std::string_view, std::uint32_t> count;
        for (const Principal& principal : m_identities->principals())
            ++count[nameOf(principal)];
        for (const Principal& principal : m_identities->principals()) {
            std::string name(nameOf(principal));
            if (principal.type == PrincipalType::None) {
                name.clear();
            } else if (count[nameOf(principal)] > 1 || name.empty()) {
                const std::string_view more =
                    principal.uniqueId.empty() ? principal.account : principal.uniqueId;
                if (!more.empty() && more != name)
                    name.append(name.empty() ? "" : " ").append("(").append(more).append(")");
            }
            m_actors.push_back(std::move(name));
        }
    }

    static std::string_view nameOf(const Principal& principal)
    {
        if (!principal.name.empty())
            return principal.name;
        return principal.arn;
    }

    static std::string originOf(const Session& session)
    {
        if (session.reason != LinkReason::None)
            return linkReasonKey(session.reason);
        return session.missing == MissingLog::None ? "own" : "unknown";
    }

    // The key where it is the only one with that key, else whose session it is and since when.
    void nameSessions()
    {
        std::unordered_map<std::string, std::uint32_t> known;
        for (const Session& session : m_identities->sessions()) {
            std::string name(session.accessKey);
            if (name.empty()) {
                name = nameOf(m_identities->principal(session.principal));
                if (!session.name.empty())
                    name.append("/").append(session.name);
                if (session.kind == SessionKind::SignIn)
                    name += " sign-in";
                else if (session.kind == SessionKind::NoKey)
                    name += name.empty() ? "no key" : " without key";
                if (session.created != kNoTime)
                    name.append(" ").append(formatEventTime(session.created));
            }
            const std::uint32_t before = known[name]++;
            if (before > 0)
                name += " #" + std::to_string(before + 1);
            m_sessions.push_back(std::move(name));
        }
    }

    IdentitiesPtr m_identities;
    std::array<std::vector<std::uint32_t>, kColumns> m_numbers; // by session
    std::array<std::vector<std::string>, kColumns> m_texts; // by number - 1
    std::array<std::unordered_map<std::string, std::uint32_t>, kColumns> m_known;
    std::vector<std::string> m_sessions;
    std::vector<std::string> m_actors; // by principal, while this is made
};

} // namespace

std::shared_ptr<const store::RowTexts> rowTexts(IdentitiesPtr identities)
{
    return std::make_shared<Texts>(std::move(identities));
}

Result<Identified> withIdentities(const std::shared_ptr<const store::EventStore>& events,
                                  const JobContext& context, unsigned threads)
{
    auto identities = resolve(events, context, threads);
    if (!identities)
        return identities.error();
    try {
        return Identified{.events = events->with(rowTexts(*identities)), .identities = *identities};
    } catch (const std::bad_alloc&) {
        return Error{Error::Kind::TooLarge, "out of memory", {}, Error::kNoOffset};
    }
}

} // namespace trailloupe::identity
