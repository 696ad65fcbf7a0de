// SmallExport: a folder of CloudTrail log files made on the spot, for tests that need a real export
// of a known size.
//
// Event i (from 0) has eventID "00000000-0000-4000-8000-<i as 12 hex digits>", happens i seconds
// after 2026-03-10T00:00:00Z, and cycles through a few names, users, Regions and errors.
#pragma once

#include <QString>
#include <QTemporaryDir>

#include <string>

namespace trailloupe::test {

class SmallExport
{
public:
    // `files` files with `events` events each.
    explicit SmallExport(int files = 1, int events = 10);

    QString path() const { return m_dir.path(); }
    static constexpr qint64 kFirstSecond = 1'773'100'800; // 2026-03-10T00:00:00Z
    static std::string event(int number); // as JSON

    // Delivers the first file `copies` more times: much to read, quickly made.
    void deliverAgain(int copies);
    // Adds a file beside the others.
    void add(const QString& name, const std::string& bytes);

private:
    QTemporaryDir m_dir;
};

} // namespace trailloupe::test
