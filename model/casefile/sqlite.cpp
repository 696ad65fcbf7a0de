#include "model/casefile/sqlite.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace trailloupe::casefile {
namespace {

constexpr int kMaxTextBytes = 16 << 20; // of any value or statement

Error errorOf(sqlite3* database, int code)
{
    Error error;
    error.detail = database ? sqlite3_errmsg(database) : sqlite3_errstr(code);
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        error.kind = Error::Kind::Conflict;
        return error;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
    case SQLITE_CONSTRAINT:
    case SQLITE_ERROR: // a table or column that is not there
        error.kind = Error::Kind::Malformed;
        return error;
    case SQLITE_NOMEM:
        error.kind = Error::Kind::TooLarge;
        return error;
    case SQLITE_FULL:
        error.detail = std::strerror(ENOSPC);
        break;
    default:
        if (const int system = database ? sqlite3_system_errno(database) : 0; system != 0)
            error.detail = std::strerror(system);
        break;
    }
    error.kind = Error::Kind::Io;
    return error;
}

} // namespace

Statement::Statement(sqlite3* database, sqlite3_stmt* statement)
    : m_database(database)
    , m_statement(statement)
{ }

void Statement::Finish::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

void Statement::bind(int place, std::int64_t value)
{
    sqlite3_bind_int64(m_statement.get(), place, value);
}

void Statement::bind(int place, std::string_view text)
{
    sqlite3_bind_text64(m_statement.get(), place, text.data() ? text.data() : "", text.size(),
                        SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::bindNull(int place)
{
    sqlite3_bind_null(m_statement.get(), place);
}

Result<bool> Statement::step()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    return errorOf(m_database, code);
}

Result<void> Statement::run()
{
    for (;;) {
        const auto row = step();
        if (!row) {
            sqlite3_reset(m_statement.get());
            return row.error();
        }
        if (!*row)
            break;
    }
    sqlite3_reset(m_statement.get());
    sqlite3_clear_bindings(m_statement.get());
    return {};
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

std::string Statement::text(int column) const
{
    const auto* bytes =
        reinterpret_cast<const char*>(sqlite3_column_text(m_statement.get(), column));
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return bytes ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

void Database::Close::operator()(sqlite3* database) const
{
    sqlite3_close(database);
}

Result<Database> Database::open(const std::string& path, Mode mode)
{
    const int flags = mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY
        : mode == Mode::ReadWrite            ? SQLITE_OPEN_READWRITE
                                             : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &opened, flags | SQLITE_OPEN_EXRESCODE, nullptr);
    Database database(opened); // closes it in any case
    if (code != SQLITE_OK) {
        Error error = errorOf(opened, code);
        error.source = path;
        return error;
    }
    sqlite3_busy_timeout(opened, kBusyTimeoutMs);
    sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, kMaxTextBytes);
    sqlite3_limit(opened, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    if (auto set = database.run("PRAGMA cell_size_check=ON; PRAGMA foreign_keys=ON;"
                                "PRAGMA synchronous=FULL");
        !set) {
        Error error = set.error();
        error.source = path;
        return error;
    }
    return database;
}

Result<Statement> Database::prepare(std::string_view sql)
{
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(m_database.get(), sql.data(), static_cast<int>(sql.size()),
                                        &statement, nullptr);
    if (code != SQLITE_OK)
        return errorOf(m_database.get(), code);
    return Statement(m_database.get(), statement);
}

Result<void> Database::run(std::string_view sql)
{
    const std::string text(sql);
    const int code = sqlite3_exec(m_database.get(), text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return errorOf(m_database.get(), code);
    return {};
}

Result<std::int64_t> Database::integer(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return statement.error();
    const auto row = statement->step();
    if (!row)
        return row.error();
    return *row ? statement->integer(0) : std::int64_t{0};
}

bool Database::isReadOnly() const
{
    return sqlite3_db_readonly(m_database.get(), "main") == 1;
}

Result<void> Database::copyTo(const std::string& path)
{
    auto target = open(path, Mode::Create);
    return target ? copyTo(*target) : target.error();
}

Result<Database> Database::inMemory()
{
    auto target = open(":memory:", Mode::Create);
    if (!target)
        return target;
    if (auto copied = copyTo(*target); !copied)
        return copied.error();
    return target;
}

Result<void> Database::copyTo(Database& target)
{
    sqlite3* database = target.m_database.get();
    sqlite3_backup* backup = sqlite3_backup_init(database, "main", m_database.get(), "main");
    if (!backup)
        return errorOf(database, sqlite3_errcode(database));
    sqlite3_backup_step(backup, -1);
    const int code = sqlite3_backup_finish(backup);
    if (code != SQLITE_OK)
        return errorOf(database, code);
    return {};
}

Result<Transaction> Transaction::begin(Database& database)
{
    if (auto begun = database.run("BEGIN IMMEDIATE"); !begun)
        return begun.error();
    return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
{ }

Transaction::~Transaction()
{
    if (m_database)
        (void)m_database->run("ROLLBACK");
}

Result<void> Transaction::commit()
{
    if (auto committed = m_database->run("COMMIT"); !committed)
        return committed;
    m_database = nullptr;
    return {};
}

} // namespace trailloupe::casefile
