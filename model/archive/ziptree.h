// ZipTree: the entries of a zip archive as sources.
//
// Representation: no table. The locator of a source is where its directory record stands, so that
// opening it is one step however many entries there are, and a zip of any size is listed in
// constant memory. A reader has a handle of its own. Names are kept as they stand; those that lead
// out of the archive are read and said (UnsafeName). Entries of the same name are sources of their
// own; folder entries without content are none. Encrypted entries and those compressed by a method
// other than deflate are refused. Errors of read(): Malformed (corrupt entry; what could be read is
// kept), TooLarge (by what is inflated, the sizes in the directory are only hints), Unsupported,
// Io, NotFound. Threads: as of every SourceTree. Cost: one directory record read per entry listed,
// two per read.
#pragma once

#include "model/ingest/source.h"

#include <memory>
#include <string>

namespace trailloupe::archive {

// Malformed where there is no directory at the end of the file.
Result<std::unique_ptr<ingest::SourceTree>> openZip(const std::string& path);

} // namespace trailloupe::archive
