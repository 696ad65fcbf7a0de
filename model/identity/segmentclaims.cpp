#include "model/identity/segmentclaims.h"

#include "model/base/timestamp.h"
#include "model/query/sequences.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace trailloupe::identity {

using store::LeafKind;
using store::PathTable;
using store::Segment;
using store::Shape;
using store::ValueKind;

namespace {

constexpr std::uint32_t kRowsBetweenLooks = 1024; // at the cancel flag
constexpr std::uint32_t kUnknown = ~std::uint32_t{0};

// Steps of a sequence: the number of the field above the code of its value.
constexpr std::uint32_t kCodeBits = 26;
constexpr std::uint32_t kTrueStep = 1;
constexpr std::uint32_t kFalseStep = 2;
constexpr std::uint32_t kWordsStep = 3; // a time or a UUID: its words follow
constexpr std::uint32_t kFirstCode = 4;
constexpr std::uint32_t kJsonField = 0x3F; // the subtree that is kept as text

EventKey eventKeyOf(const std::uint8_t* uuid)
{
    EventKey id;
    std::memcpy(&id.high, uuid, sizeof id.high);
    std::memcpy(&id.low, uuid + sizeof id.high, sizeof id.low);
    return id;
}

EventKey eventKeyOf(std::string_view text)
{
    std::uint8_t uuid[Segment::kUuidWidth];
    if (store::parseUuid(text, uuid))
        return eventKeyOf(uuid);
    return {std::hash<std::string_view>()(text), text.size()};
}

} // namespace

ReadPaths::ReadPaths(const PathTable& paths)
{
    for (std::size_t i = 0; i < kFieldCount; ++i)
        fields[i] = paths.find(fieldPath(static_cast<Field>(i)));
    created = paths.find("userIdentity.sessionContext.attributes.creationDate");
    identity = paths.find("userIdentity");
    eventName = paths.find("eventName");
    eventId = paths.find("eventID");
    sharedEventId = paths.find("sharedEventID");
    recipient = paths.find("recipientAccountId");
    issuedKey = paths.find("responseElements.credentials.accessKeyId");
    issuedExpiration = paths.find("responseElements.credentials.expiration");
    assumedRoleId = paths.find("responseElements.assumedRoleUser.assumedRoleId");
    assumedRoleArn = paths.find("responseElements.assumedRoleUser.arn");
    federatedId = paths.find("responseElements.federatedUser.federatedUserId");
    federatedArn = paths.find("responseElements.federatedUser.arn");
    answeredIdentity = paths.find("responseElements.sourceIdentity");
    roleArn = paths.find("requestParameters.roleArn");
    roleSessionName = paths.find("requestParameters.roleSessionName");
    targetPrincipal = paths.find("requestParameters.targetPrincipal");
    createdKey = paths.find("responseElements.accessKey.accessKeyId");
    createdKeyUser = paths.find("responseElements.accessKey.userName");
    requestedUser = paths.find("requestParameters.userName");
    consoleLogin = paths.find("responseElements.ConsoleLogin");
    switchRole = paths.find("responseElements.SwitchRole");
    switchFrom = paths.find("additionalEventData.SwitchFrom");
    grantedRole = paths.find("serviceEventDetails.role_name");
    grantedAccount = paths.find("serviceEventDetails.account_id");
}

namespace {

class Reading
{
public:
    Reading(const store::EventStore& events, std::size_t segment, const ReadPaths& paths,
            const std::vector<std::uint64_t>& shown, SegmentClaims& into)
        : m_events(events)
        , m_segment(*events.segments()[segment])
        , m_firstRow(static_cast<std::uint32_t>(segment * Segment::kMaxRows))
        , m_paths(paths)
        , m_shown(shown)
        , m_into(into)
        , m_plans(m_segment.blocks().size())
        , m_eventIds(events, segment, paths.eventId)
        , m_sharedIds(events, segment, paths.sharedEventId)
    { }

    bool run(const JobContext& context)
    {
        const std::uint32_t rows = m_segment.rowCount();
        m_into.claimOfRow.resize(rows);
        for (std::uint32_t row = 0; row < rows; ++row) {
            if (row % kRowsBetweenLooks == 0 && context.cancelled())
                return false;
            if (!m_shown.empty() && (m_shown[row / 64] >> (row % 64) & 1) == 0) {
                m_into.claimOfRow[row] = SegmentClaims::kNoClaim;
                continue;
            }
            const Plan& plan = planOf(m_segment.blockOf(row));
            const std::uint32_t claim = claimOf(row, plan);
            m_into.claimOfRow[row] = claim;
            if (!(plan.isSpecial && readSpecial(row, plan, claim))
                && !(m_into.isForeign[claim] && readForeign(row)))
                m_into.tallies[claim].addEvent(timeOf(row));
        }
        return true;
    }

private:
    struct Varying
    {
        const Segment::Column* column = nullptr;
        std::uint32_t step = 0;
        bool isUuid = false;
        bool isTime = false;
    };
    struct Plan
    {
        bool isMade = false;
        bool issues = false;
        bool signsIn = false;
        bool grants = false;
        bool isSpecial = false; // any of these
        std::uint32_t start = query::Sequences::kEmpty;
        std::vector<Varying> varying;
    };

    RowId rowId(std::uint32_t row) const { return RowId(m_firstRow + row); }
    std::int64_t timeOf(std::uint32_t row) const
    {
        const std::uint32_t time = m_segment.rowTime(row);
        return time ? std::int64_t{time} : kNoTime;
    }

    const Plan& planOf(std::uint32_t block)
    {
        Plan& plan = m_plans[block];
        if (!plan.isMade)
            make(m_segment.blocks()[block], plan);
        return plan;
    }

    void make(const Segment::Block& block, Plan& plan)
    {
        plan.isMade = true;
        const Shape& shape = m_events.schema().shape(block.shape);
        for (std::uint32_t field = 0; field < kFieldCount; ++field)
            addLeaf(block, shape, m_paths.fields[field], field, plan);
        addLeaf(block, shape, m_paths.created, kFieldCount, plan);
        // Where something is kept as text, its text decides.
        if (shape.hasJson()) {
            addLeaf(block, shape, m_paths.identity, kJsonField, plan);
            addLeaf(block, shape, PathTable::root(), kJsonField, plan);
            if (const auto identity = m_paths.identity) {
                for (std::uint32_t i = 0; i < shape.columns().size(); ++i) {
                    const Shape::Column& column = shape.columns()[i];
                    if (column.kind == LeafKind::Json
                        && m_events.paths().parent(column.path) == *identity)
                        addColumn(m_segment.column(block, i), kJsonField, column.kind, plan);
                }
            }
        }
        const auto has = [&](const ReadPaths::Path& path) {
            return path && (shape.hasJson() || !shape.leaves(*path).empty());
        };
        plan.issues =
            has(m_paths.issuedKey) || has(m_paths.assumedRoleId) || has(m_paths.createdKey);
        plan.signsIn = has(m_paths.consoleLogin) || has(m_paths.switchRole);
        plan.grants = has(m_paths.grantedRole) && has(m_paths.grantedAccount);
        plan.isSpecial = plan.issues || plan.signsIn || plan.grants;
    }

    void addLeaf(const Segment::Block& block, const Shape& shape, const ReadPaths::Path& path,
                 std::uint32_t field, Plan& plan)
    {
        if (!path)
            return;
        const auto leaves = shape.leaves(*path);
        if (leaves.empty())
            return;
        const Shape::Leaf& leaf = leaves.front();
        if (leaf.kind == LeafKind::True || leaf.kind == LeafKind::False)
            plan.start = m_sequences.then(
                plan.start,
                field << kCodeBits | (leaf.kind == LeafKind::True ? kTrueStep : kFalseStep));
        else if (hasColumn(leaf.kind))
            addColumn(m_segment.column(block, leaf.column), field, leaf.kind, plan);
    }

    void addColumn(const Segment::Column& column, std::uint32_t field, LeafKind kind, Plan& plan)
    {
        const std::uint32_t step = field << kCodeBits;
        if (column.width == 0 && hasDictionary(kind))
            plan.start = m_sequences.then(plan.start, step + column.base + kFirstCode);
        else
            plan.varying.push_back({&column, step, kind == LeafKind::Uuid, kind == LeafKind::Time});
    }

    // The claim of a row: rows with equal members of userIdentity have the same.
    std::uint32_t claimOf(std::uint32_t row, const Plan& plan)
    {
        std::uint32_t sequence = plan.start;
        const std::uint32_t index = m_segment.indexInBlock(row);
        for (const Varying& varying : plan.varying) {
            if (varying.isUuid) {
                std::uint32_t words[4];
                std::memcpy(words, m_segment.uuid(*varying.column, index), sizeof words);
                sequence = m_sequences.then(sequence, varying.step + kWordsStep);
                for (const std::uint32_t word : words)
                    sequence = m_sequences.then(sequence, word);
                continue;
            }
            const std::uint32_t code = m_segment.code(*varying.column, index, row);
            if (varying.isTime) {
                sequence = m_sequences.then(sequence, varying.step + kWordsStep);
                sequence = m_sequences.then(sequence, code);
            } else {
                sequence = m_sequences.then(sequence, varying.step + code + kFirstCode);
            }
        }
        if (sequence >= m_claimOfSequence.size())
            m_claimOfSequence.resize(std::max(std::size_t{64}, std::size_t{sequence} * 2),
                                     kUnknown);
        std::uint32_t& claim = m_claimOfSequence[sequence];
        if (claim == kUnknown)
            claim = readClaim(row);
        return claim;
    }

    std::uint32_t readClaim(std::uint32_t row)
    {
        Claim claim;
        for (std::size_t field = 0; field < kFieldCount; ++field) {
            claim.texts[field] = text(row, m_paths.fields[field]);
            claim.hasIdentity = claim.hasIdentity
                || (static_cast<Field>(field) != Field::SignInName && !claim.texts[field].empty());
        }
        if (const auto created = m_paths.created;
            created && m_events.value(rowId(row), *created, m_scratch) == ValueKind::Text) {
            claim.hasIdentity = true;
            if (const auto time = parseTimestamp(m_scratch))
                claim.created = time->seconds();
        }
        m_into.isForeign.push_back(claim[Field::Type] == "AWSAccount");
        m_into.claims.push_back(claim);
        m_into.tallies.emplace_back();
        return static_cast<std::uint32_t>(m_into.claims.size() - 1);
    }

    // The first text of a path; empty for what is none. Texts that the store does not have as such
    // are kept.
    std::string_view text(std::uint32_t row, const ReadPaths::Path& path)
    {
        if (!path)
            return {};
        const Segment::Block& block = m_segment.blocks()[m_segment.blockOf(row)];
        const Shape& shape = m_events.schema().shape(block.shape);
        const auto leaves = shape.leaves(*path);
        if (leaves.empty() && !shape.hasJson())
            return {};
        if (!leaves.empty() && leaves.front().kind <= LeafKind::Number) {
            const Segment::Column& column = m_segment.column(block, leaves.front().column);
            return m_segment.dictionaryValue(
                m_segment.dictionaries()[column.dictionary],
                m_segment.code(column, m_segment.indexInBlock(row), row));
        }
        switch (m_events.value(rowId(row), *path, m_scratch)) {
        case ValueKind::Text:
        case ValueKind::Number:
        case ValueKind::True:
        case ValueKind::False:
            break;
        default:
            return {};
        }
        if (m_scratch.empty())
            return {};
        return m_into.texts.emplace_back(m_scratch);
    }

    std::string_view keep(std::string built) { return m_into.texts.emplace_back(std::move(built)); }

    // True when the row is not tallied as its claim's.
    bool readSpecial(std::uint32_t row, const Plan& plan, std::uint32_t claim)
    {
        if (plan.issues)
            readIssue(row, claim);
        if (plan.grants)
            readGrant(row, claim);
        return plan.signsIn && readSignIn(row);
    }

    void readIssue(std::uint32_t row, std::uint32_t caller)
    {
        Issue issue;
        issue.row = rowId(row);
        issue.time = timeOf(row);
        const std::string_view key = text(row, m_paths.issuedKey);
        const std::string_view createdKey = text(row, m_paths.createdKey);
        const std::string_view name = text(row, m_paths.eventName);
        if (!createdKey.empty())
            readCreatedKey(row, caller, createdKey, issue);
        else if (name.starts_with("AssumeRole") && name != "AssumeRoot")
            readAssumedRole(row, key, issue);
        else if (name == "GetSessionToken")
            readToken(caller, key, issue);
        else if (name == "GetFederationToken")
            readFederation(row, caller, key, issue);
        else if (name == "AssumeRoot")
            readAssumedRoot(row, key, issue);
        else
            issue.issued[Field::AccessKeyId] = key;
        // Nothing was issued, or nothing that can be found again.
        if (issue.kind == Issue::Kind::Other ? !isUsableKey(key)
                                             : issue.issued[Field::AccountId].empty()
                    && !isUsableKey(issue.issued[Field::AccessKeyId]))
            return;
        issue.issued.hasIdentity = true;
        issue.issued.created = issue.time;
        issue.expires = parseExpiration(text(row, m_paths.issuedExpiration));
        issue.eventId = m_eventIds.key(row).value_or(EventKey());
        m_into.issues.push_back(issue);
    }

    void readAssumedRole(std::uint32_t row, std::string_view key, Issue& issue)
    {
        issue.kind = Issue::Kind::Role;
        Claim& issued = issue.issued;
        issued[Field::Type] = "AssumedRole";
        issued[Field::AccessKeyId] = key;
        issued[Field::UniqueId] = text(row, m_paths.assumedRoleId);
        issued[Field::Arn] = text(row, m_paths.assumedRoleArn);
        issued[Field::SourceIdentity] = text(row, m_paths.answeredIdentity);
        if (roleOf(issued[Field::Arn]).role.empty()) {
            const std::string_view asked = text(row, m_paths.roleArn);
            const RoleAndSession role = roleOf(asked);
            const std::string_view name = text(row, m_paths.roleSessionName);
            if (!role.role.empty() && !name.empty()) {
                std::string arn = "arn:aws:sts::";
                arn.append(role.account).append(":assumed-role/");
                arn.append(role.role).append("/").append(name);
                issued[Field::Arn] = keep(std::move(arn));
                issued[Field::IssuerArn] = asked;
            }
        }
        issued[Field::AccountId] = roleOf(issued[Field::Arn]).account;
    }

    void readToken(std::uint32_t caller, std::string_view key, Issue& issue)
    {
        issue.kind = Issue::Kind::Token;
        issue.issued = m_into.claims[caller];
        issue.issued[Field::AccessKeyId] = isUsableKey(key) ? key : std::string_view();
    }

    void readFederation(std::uint32_t row, std::uint32_t caller, std::string_view key, Issue& issue)
    {
        issue.kind = Issue::Kind::Federation;
        const Claim& by = m_into.claims[caller];
        Claim& issued = issue.issued;
        issued[Field::Type] = "FederatedUser";
        issued[Field::UniqueId] = text(row, m_paths.federatedId);
        issued[Field::Arn] = text(row, m_paths.federatedArn);
        issued[Field::AccountId] = splitArn(issued[Field::Arn]).account;
        if (issued[Field::AccountId].empty())
            issued[Field::AccountId] = by[Field::AccountId];
        issued[Field::IssuerArn] = by[Field::Arn];
        issued[Field::IssuerId] = by[Field::UniqueId];
        issued[Field::IssuerType] = by[Field::Type];
        issued[Field::AccessKeyId] = key;
    }

    void readAssumedRoot(std::uint32_t row, std::string_view key, Issue& issue)
    {
        issue.kind = Issue::Kind::Root;
        Claim& issued = issue.issued;
        issued[Field::Type] = "Root";
        const std::string_view target = text(row, m_paths.targetPrincipal);
        const std::string_view account = splitArn(target).account;
        issued[Field::AccountId] = account.empty() ? target : account;
        issued[Field::AssumedRoot] = "true";
        issued[Field::AccessKeyId] = key;
    }

    void readCreatedKey(std::uint32_t row, std::uint32_t caller, std::string_view key, Issue& issue)
    {
        issue.kind = Issue::Kind::LongTermKey;
        Claim& issued = issue.issued;
        issued[Field::Type] = "IAMUser";
        issued[Field::UserName] = text(row, m_paths.createdKeyUser);
        if (issued[Field::UserName].empty())
            issued[Field::UserName] = text(row, m_paths.requestedUser);
        issued[Field::AccountId] = text(row, m_paths.recipient);
        if (issued[Field::AccountId].empty())
            issued[Field::AccountId] = m_into.claims[caller][Field::AccountId];
        issued[Field::AccessKeyId] = key;
    }

    void readGrant(std::uint32_t row, std::uint32_t caller)
    {
        RoleGrant grant;
        grant.row = rowId(row);
        grant.time = timeOf(row);
        grant.account = text(row, m_paths.grantedAccount);
        grant.permissionSet = text(row, m_paths.grantedRole);
        grant.userName = m_into.claims[caller][Field::UserName];
        if (!grant.account.empty() && !grant.permissionSet.empty())
            m_into.grants.push_back(grant);
    }

    bool readSignIn(std::uint32_t row)
    {
        SignIn signIn;
        signIn.isSwitch = text(row, m_paths.switchRole) == "Success";
        if (!signIn.isSwitch && text(row, m_paths.consoleLogin) != "Success")
            return false;
        signIn.row = rowId(row);
        signIn.time = timeOf(row);
        signIn.eventId = m_eventIds.key(row).value_or(EventKey());
        if (signIn.isSwitch)
            signIn.switchedFrom = text(row, m_paths.switchFrom);
        m_into.signIns.push_back(signIn);
        return true;
    }

    bool readForeign(std::uint32_t row)
    {
        const auto shared = m_sharedIds.key(row);
        if (shared)
            m_into.foreign.push_back({rowId(row), timeOf(row), *shared});
        return shared.has_value();
    }

    const store::EventStore& m_events;
    const Segment& m_segment;
    const std::uint32_t m_firstRow;
    const ReadPaths& m_paths;
    const std::vector<std::uint64_t>& m_shown;
    SegmentClaims& m_into;
    std::vector<Plan> m_plans; // by block
    EventKeyReader m_eventIds;
    EventKeyReader m_sharedIds;
    query::Sequences m_sequences;
    std::vector<std::uint32_t> m_claimOfSequence;
    std::string m_scratch;
};

} // namespace

std::optional<SegmentClaims> readSegment(const store::EventStore& events, std::size_t segment,
                                         const ReadPaths& paths,
                                         const std::vector<std::uint64_t>& shown,
                                         const JobContext& context)
{
    SegmentClaims claims;
    if (!Reading(events, segment, paths, shown, claims).run(context))
        return std::nullopt;
    return claims;
}

EventKeyReader::EventKeyReader(const store::EventStore& events, std::size_t segment,
                               const std::optional<PathId>& path)
    : m_segment(*events.segments()[segment])
    , m_columns(m_segment.blocks().size())
{
    if (!path)
        return;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const Segment::Block& block = m_segment.blocks()[i];
        const auto leaves = events.schema().shape(block.shape).leaves(*path);
        if (!leaves.empty()
            && (leaves.front().kind == LeafKind::Uuid || leaves.front().kind == LeafKind::Text))
            m_columns[i] = &m_segment.column(block, leaves.front().column);
    }
}

std::optional<EventKey> EventKeyReader::key(std::uint32_t row) const
{
    const Segment::Column* column = m_columns[m_segment.blockOf(row)];
    if (!column)
        return std::nullopt;
    const std::uint32_t index = m_segment.indexInBlock(row);
    if (column->width == Segment::kUuidWidth)
        return eventKeyOf(m_segment.uuid(*column, index));
    const std::string_view text = m_segment.dictionaryValue(
        m_segment.dictionaries()[column->dictionary], m_segment.code(*column, index, row));
    return text.empty() ? std::nullopt : std::optional(eventKeyOf(text));
}

} // namespace trailloupe::identity
