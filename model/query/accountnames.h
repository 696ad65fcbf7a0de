// AccountNames: names of accounts, as far as the events of a store say them.
//
// Taken from: CreateAccountAlias that succeeded (requestParameters.accountAlias), and accounts made
// by Organizations or Control Tower (accountName beside accountId in the response or in the service
// event). The last one named stays, also after its alias was deleted. Names that AWS masks are
// none.
// Threads: immutable; any thread.
// Cost: the constructor looks at every shape, and at the rows of those that can name an account.
#pragma once

#include "model/store/eventstore.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace trailloupe::query {

class AccountNames
{
public:
    explicit AccountNames(const store::EventStore& events);

    // "" where no event names the account.
    const std::string& of(const std::string& account) const;
    std::size_t size() const { return m_names.size(); }

private:
    std::unordered_map<std::string, std::string> m_names;
};

} // namespace trailloupe::query
