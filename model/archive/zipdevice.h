// ZipDevice: a file that is read in many small pieces at two places, as a QIODevice.
//
// Reading a zip goes back and forth between its directory and its entries, some bytes at a time.
// QFile throws its buffer away at each step back; this keeps one window on each of the two places.
// Threads: one owner. Cost: 128 KiB; one pread() per 64 KiB read in order.
#pragma once

#include "model/ingest/storedfile.h"

#include <QIODevice>

#include <array>
#include <cstdint>
#include <string>

namespace trailloupe::archive {

class ZipDevice : public QIODevice
{
public:
    // Is open for reading when it has been made.
    explicit ZipDevice(ingest::StoredFile file);

    qint64 size() const override { return m_sizeBytes; }
    // False, and no more words, for the places outside of the file that a damaged zip names.
    bool seek(qint64 to) override { return to >= 0 && to <= m_sizeBytes && QIODevice::seek(to); }

protected:
    qint64 readData(char* into, qint64 capacity) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    struct Window
    {
        std::string bytes; // room for a window
        qint64 start = 0;
        qint64 length = 0;
        std::uint64_t lastUse = 0;

        bool holds(qint64 at) const { return at >= start && at < start + length; }
    };

    Window* windowAt(qint64 at);

    ingest::FileHandle m_handle;
    qint64 m_sizeBytes = 0;
    std::uint64_t m_uses = 0;
    std::array<Window, 2> m_windows;
};

} // namespace trailloupe::archive
