// FileList: single files as a SourceTree, in the order given.
//
// Threads and errors as of every SourceTree. Cost: one stat() per file.
#pragma once

#include "model/base/error.h"
#include "model/ingest/source.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::ingest {

struct ListedFile
{
    std::string path; // absolute
    std::string shownAs; // inside the export
    std::optional<Error> refused; // already known to be unreadable (a broken archive)
};

std::unique_ptr<SourceTree> openFileList(std::vector<ListedFile> files);

// The name of each file, or the path as given where two have the same name.
std::vector<std::string> shownNames(const std::vector<std::string>& paths);

} // namespace trailloupe::ingest
