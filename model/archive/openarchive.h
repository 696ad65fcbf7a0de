// OpenArchive: an archive by its content, whatever it is called.
//
// Zip, and tar as it is or inside gzip, zstd, xz or bzip2. A compressed file with anything else
// inside (a plain .json.gz) is no archive; telling costs the decompression of its first 512 bytes.
// Threads: any. Errors: Unsupported (no archive), Malformed (a zip without a directory), Io,
// NotFound.
#pragma once

#include "model/ingest/source.h"

#include <memory>
#include <string>
#include <string_view>

namespace trailloupe::archive {

// Fits ingest::ArchiveOpener.
Result<std::unique_ptr<ingest::SourceTree>> openArchive(const std::string& path);

// The first 512 bytes of a file: do they head a tar member?
bool looksLikeTar(std::string_view head);
bool looksLikeZip(std::string_view head);

} // namespace trailloupe::archive
