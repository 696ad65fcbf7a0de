#include "model/workspace/outputfile.h"

#include <QFileInfo>

namespace trailloupe::workspace {

OutputFile::OutputFile(const QString& path)
    : m_file(path)
{ }

Result<void> OutputFile::open()
{
    // A device or a pipe would be replaced by a file of its name.
    const QFileInfo there(m_file.fileName());
    if (there.exists() && !there.isFile())
        return Error{.kind = Error::Kind::Io,
                     .detail = "not a regular file",
                     .source = m_file.fileName().toStdString()};
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return failed();
    return {};
}

Result<void> OutputFile::write(std::string_view bytes)
{
    // A full disk takes a part, and says that it is full when it is given the rest.
    while (!bytes.empty()) {
        const qint64 taken = m_file.write(bytes.data(), static_cast<qint64>(bytes.size()));
        if (taken <= 0)
            return failed();
        bytes.remove_prefix(static_cast<std::size_t>(taken));
    }
    return {};
}

Result<void> OutputFile::commit()
{
    if (!m_file.commit())
        return failed();
    return {};
}

Error OutputFile::failed() const
{
    return {.kind = Error::Kind::Io,
            .detail = m_file.errorString().toStdString(),
            .source = m_file.fileName().toStdString()};
}

} // namespace trailloupe::workspace
