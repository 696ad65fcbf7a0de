// TarTree: the members of a tar archive as sources, compressed or not (gzip, zstd, xz, bzip2).
//
// A tar can only be read from its start, so that the listing hands the bytes over: a batch ends
// when it holds some 32 MiB, and members above 64 MiB come without bytes, to be read as a stream. A
// reader goes forward from where it stands, and from the start again for a member before that:
// cheap in order, one pass over the archive for a single member. Names are kept as they stand;
// those that lead out of the archive are read and said (UnsafeName). Links, devices and pipes are
// refused sources, folders are none. Where the archive ends early or is damaged, the member it
// happens in keeps what could be read (CorruptEntry), and a last, refused source says where. Errors
// of read(): Malformed, TooLarge, Unsupported, Io, NotFound. Threads: as of every SourceTree.
#pragma once

#include "model/ingest/source.h"

#include <memory>
#include <string>

namespace trailloupe::archive {

// REQUIRES: the file was found to be a tar. Fails only where it cannot be opened.
Result<std::unique_ptr<ingest::SourceTree>> openTar(const std::string& path);

} // namespace trailloupe::archive
