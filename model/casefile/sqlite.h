// Database and Statement: SQLite with Result<T>, as far as the case file needs it.
//
// Threads: one at a time; not shared.  Errors: Io with what the system says where it says why
// (disk full, read-only), Conflict when another program holds the file for longer than
// kBusyTimeoutMs, Malformed when it is no database or a broken one.
#pragma once

#include "model/base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace trailloupe::casefile {

constexpr int kBusyTimeoutMs = 5000;

class Database;

// Bound by place from 1, read by column from 0.
class Statement
{
public:
    void bind(int place, std::int64_t value);
    void bind(int place, std::string_view text);
    void bindNull(int place);
    // True: there is a row.
    Result<bool> step();
    // Runs it to its end, for the next values.
    Result<void> run();

    std::int64_t integer(int column) const;
    std::string text(int column) const;
    bool isNull(int column) const;

private:
    friend class Database;
    struct Finish
    {
        void operator()(sqlite3_stmt* statement) const;
    };
    Statement(sqlite3* database, sqlite3_stmt* statement);

    sqlite3* m_database;
    std::unique_ptr<sqlite3_stmt, Finish> m_statement;
};

class Database
{
public:
    enum class Mode
    {
        ReadOnly,
        ReadWrite, // the file must be there
        Create,
    };
    // The path is UTF-8. Nothing in the file can run anything: no trusted schema, defensive mode.
    static Result<Database> open(const std::string& path, Mode mode);

    Result<Statement> prepare(std::string_view sql);
    Result<void> run(std::string_view sql); // one or several statements without rows
    Result<std::int64_t> integer(std::string_view sql); // the first value of the first row
    bool isReadOnly() const;
    // All of it, as it is now, in place of what the path holds.
    Result<void> copyTo(const std::string& path);
    // The same in memory.
    Result<Database> inMemory();

private:
    struct Close
    {
        void operator()(sqlite3* database) const;
    };
    explicit Database(sqlite3* database)
        : m_database(database)
    { }
    Result<void> copyTo(Database& target);

    std::unique_ptr<sqlite3, Close> m_database;
};

// Ends with a rollback unless it was committed.
class Transaction
{
public:
    static Result<Transaction> begin(Database& database); // waits for other writers
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    Result<void> commit();

private:
    explicit Transaction(Database& database)
        : m_database(&database)
    { }
    Database* m_database;
};

} // namespace trailloupe::casefile
