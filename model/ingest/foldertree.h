// FolderTree: a folder, some files, or any mixture with archives as a SourceTree.
//
// Order is that of the sorted names (bytes) of each folder, folders and files mixed; folders behind
// symbolic links come last. Each folder is listed once, however many links lead to it: the second
// visit is a refused source (SymlinkLoop). Folders that cannot be listed and things that are no
// files (sockets, pipes, devices) are refused sources too.
// Source::path is relative to what was opened, in the bytes of the file system. sizeBytes is 0: the
// listing does not ask for it.
// Memory: the names of the folders from the top to the one being listed, and some 60 bytes
// per folder seen; never the whole tree.  Cost: one openat() and the getdents() of it per folder,
// no stat per file. Errors of read(): NotFound (vanished since), Io (unreadable), Unsupported (no
// longer a file), TooLarge.
#pragma once

#include "model/ingest/source.h"

#include <memory>
#include <string>
#include <vector>

namespace trailloupe::ingest {

// Never fails: a folder that does not exist or cannot be listed is a tree with one refused source.
std::unique_ptr<SourceTree> openFolder(const std::string& path);

// Single files, in the order given. The path of each source is the file's name, or the path as
// given where two have the same name. A path that does not exist is a refused source (NotFound).
std::unique_ptr<SourceTree> openFiles(const std::vector<std::string>& paths);

// Whatever a person gives: folders, archives (opened by `openArchive`, which may be empty) and
// files. One path is opened as itself; of several, each folder and archive stands under its own
// name.
std::unique_ptr<SourceTree> openPaths(const std::vector<std::string>& paths,
                                      const ArchiveOpener& openArchive);

} // namespace trailloupe::ingest
