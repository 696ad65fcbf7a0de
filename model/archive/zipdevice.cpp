#include "model/archive/zipdevice.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace trailloupe::archive {

namespace {

constexpr qint64 kWindowBytes = 64 << 10;

ssize_t readAt(int fd, char* into, std::size_t capacity, qint64 at)
{
    for (;;) {
        const ssize_t got = ::pread(fd, into, capacity, at);
        if (got >= 0 || errno != EINTR)
            return got;
    }
}

} // namespace

ZipDevice::ZipDevice(ingest::StoredFile file)
    : m_handle(std::move(file.handle))
    , m_sizeBytes(static_cast<qint64>(file.sizeBytes))
{
    QIODevice::open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 ZipDevice::readData(char* into, qint64 capacity)
{
    qint64 done = 0;
    while (done < capacity) {
        const qint64 at = pos() + done;
        const Window* window = windowAt(at);
        if (!window)
            return done > 0 ? done : -1;
        const qint64 now = std::min(capacity - done, window->start + window->length - at);
        if (now <= 0)
            break; // the end of the file
        std::memcpy(into + done, window->bytes.data() + (at - window->start),
                    static_cast<std::size_t>(now));
        done += now;
    }
    return done;
}

// Nothing where the system cannot read.
ZipDevice::Window* ZipDevice::windowAt(qint64 at)
{
    Window* window = nullptr;
    for (Window& candidate : m_windows)
        if (candidate.holds(at))
            window = &candidate;
    if (!window) {
        window = m_windows[0].lastUse <= m_windows[1].lastUse ? &m_windows[0] : &m_windows[1];
        window->bytes.resize(static_cast<std::size_t>(kWindowBytes));
        const ssize_t got = readAt(m_handle.fd(), window->bytes.data(), window->bytes.size(), at);
        window->start = at;
        window->length = std::max<ssize_t>(got, 0);
        if (got < 0)
            return nullptr;
    }
    window->lastUse = ++m_uses;
    return window;
}

} // namespace trailloupe::archive
