#include "model/identity/rowtexts.h"

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
    Texts(IdentitiesPtr identities, NamesPtr names)
        : m_identities(std::move(identities))
        , m_names(std::move(names))
    {
        const auto sessions = m_identities->sessions();
        for (auto& numbers : m_numbers)
            numbers.reserve(sessions.size());
        for (const Session& session : sessions) {
            add(Column::Actor, m_names->principal(session.actor));
            add(Column::ActorType, principalTypeKey(m_identities->principal(session.actor).type));
            add(Column::SessionOrigin, originOf(session));
            add(Column::Principal, m_names->principal(session.principal));
        }
        // A session's name is its own: names are numbered as sessions are.
        for (std::uint32_t i = 0; i < sessions.size(); ++i) {
            m_numbers[at(Column::Session)].push_back(i + 1);
            m_numbers[at(Column::SessionRoot)].push_back(sessions[i].root.value() + 1);
        }
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
            return m_names->session(SessionId(number - 1));
        return m_texts[at(column)][number - 1];
    }

    std::uint64_t memoryBytes() const override
    {
        std::uint64_t bytes = m_identities->memoryBytes() + m_names->memoryBytes();
        for (const auto& texts : m_texts) {
            for (const std::string& text : texts)
                bytes += sizeof text + text.capacity();
        }
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

    static std::string originOf(const Session& session)
    {
        if (session.reason != LinkReason::None)
            return linkReasonKey(session.reason);
        return session.missing == MissingLog::None ? "own" : "unknown";
    }

    IdentitiesPtr m_identities;
    NamesPtr m_names;
    std::array<std::vector<std::uint32_t>, kColumns> m_numbers; // by session
    std::array<std::vector<std::string>, kColumns> m_texts; // by number - 1
    std::array<std::unordered_map<std::string, std::uint32_t>, kColumns> m_known;
};

} // namespace

std::shared_ptr<const store::RowTexts> rowTexts(IdentitiesPtr identities, NamesPtr names)
{
    return std::make_shared<Texts>(std::move(identities), std::move(names));
}

Result<Identified> withIdentities(const std::shared_ptr<const store::EventStore>& events,
                                  const JobContext& context, unsigned threads)
{
    auto identities = resolve(events, context, threads);
    if (!identities)
        return identities.error();
    try {
        auto names = std::make_shared<const Names>(**identities);
        return Identified{.events = events->with(rowTexts(*identities, names)),
                          .identities = *identities,
                          .names = std::move(names)};
    } catch (const std::bad_alloc&) {
        return Error{Error::Kind::TooLarge, "out of memory", {}, Error::kNoOffset};
    }
}

} // namespace trailloupe::identity
