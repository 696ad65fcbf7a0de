// EntryName: what the name of an archive entry says before anything is read.
//
// Nothing is ever written by such a name, so that a hostile one harms nobody; it is evidence and is
// said. Threads: pure functions.
#pragma once

#include <string_view>

namespace trailloupe::archive {

// Leads out of the folder that the archive would be unpacked in: absolute, with a drive letter, or
// with a ".." between separators ('/' or '\').
bool isUnsafeName(std::string_view name);

// What zip and tar call a folder: ends with a separator.
bool isFolderName(std::string_view name);

// The last segment of a path.
std::string_view lastSegment(std::string_view path);

} // namespace trailloupe::archive
