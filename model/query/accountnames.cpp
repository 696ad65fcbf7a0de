#include "model/query/accountnames.h"

#include "model/store/segment.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace trailloupe::query {

using store::Segment;
using store::ValueKind;

namespace {

struct Naming
{
    const char* name;
    const char* account; // null: the account that the event is of
};

constexpr std::array kNamings{
    Naming{"requestParameters.accountAlias", nullptr},
    Naming{"responseElements.createAccountStatus.accountName",
           "responseElements.createAccountStatus.accountId"},
    Naming{"serviceEventDetails.createAccountStatus.accountName",
           "serviceEventDetails.createAccountStatus.accountId"},
    Naming{"serviceEventDetails.createManagedAccountStatus.account.accountName",
           "serviceEventDetails.createManagedAccountStatus.account.accountId"},
    Naming{"serviceEventDetails.updateManagedAccountStatus.account.accountName",
           "serviceEventDetails.updateManagedAccountStatus.account.accountId"},
};

bool isMasked(const std::string& name)
{
    return name.starts_with("HIDDEN_")
        || std::all_of(name.begin(), name.end(), [](char c) { return c == '*'; });
}

// Text of the first value of a path that the store may not have.
std::string textOf(const store::EventStore& events, RowId row, const char* path)
{
    std::string text;
    const auto id = events.paths().find(path);
    if (!id || events.value(row, *id, text) != ValueKind::Text)
        text.clear();
    return text;
}

// Rows whose shape has the path, in time order.
std::vector<RowId> rowsWith(const store::EventStore& events, PathId path)
{
    std::vector<std::pair<std::uint32_t, RowId>> rows;
    for (std::size_t i = 0; i < events.segments().size(); ++i) {
        const Segment& segment = *events.segments()[i];
        std::vector<bool> has;
        for (const Segment::Block& block : segment.blocks())
            has.push_back(!events.schema().shape(block.shape).leaves(path).empty());
        if (std::find(has.begin(), has.end(), true) == has.end())
            continue;
        for (std::uint32_t row = 0; row < segment.rowCount(); ++row) {
            if (has[segment.blockOf(row)])
                rows.emplace_back(
                    segment.rowTime(row),
                    RowId(static_cast<RowId::Value>(i * std::size_t{Segment::kMaxRows} + row)));
        }
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second.value() < b.second.value();
    });
    std::vector<RowId> ordered;
    for (const auto& [time, row] : rows)
        ordered.push_back(row);
    return ordered;
}

} // namespace

AccountNames::AccountNames(const store::EventStore& events)
{
    for (const Naming& naming : kNamings) {
        const auto path = events.paths().find(naming.name);
        if (!path)
            continue;
        for (const RowId row : rowsWith(events, *path)) {
            std::string name;
            if (events.value(row, *path, name) != ValueKind::Text || name.empty() || isMasked(name))
                continue;
            std::string account;
            if (naming.account) {
                account = textOf(events, row, naming.account);
            } else if (textOf(events, row, "eventName") == "CreateAccountAlias"
                       && textOf(events, row, "errorCode").empty()) {
                account = textOf(events, row, "recipientAccountId");
                if (account.empty())
                    account = textOf(events, row, "userIdentity.accountId");
            }
            if (!account.empty())
                m_names[account] = name;
        }
    }
}

const std::string& AccountNames::of(const std::string& account) const
{
    static const std::string kNone;
    const auto it = m_names.find(account);
    return it == m_names.end() ? kNone : it->second;
}

} // namespace trailloupe::query
