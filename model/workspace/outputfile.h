// OutputFile: a file that replaces what was there, or is never seen.
//
// Nothing is kept unless commit() succeeds; until then what was there stays. What is written goes
// to the system at once, for a buffer that does not fit any more cannot say why.
//
// Threads: one at a time.  Errors: Io, with the system's words and the path; what is there and no
// regular file (a folder, a device, a pipe) is left as it is.
#pragma once

#include "model/base/result.h"

#include <QSaveFile>

#include <string_view>

namespace trailloupe::workspace {

class OutputFile
{
public:
    explicit OutputFile(const QString& path);

    Result<void> open();
    Result<void> write(std::string_view bytes); // all of them; best in pieces of 16 KiB or more
    Result<void> commit();

private:
    Error failed() const;

    QSaveFile m_file;
};

} // namespace trailloupe::workspace
