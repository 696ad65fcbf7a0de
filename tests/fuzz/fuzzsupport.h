// fuzzsupport: what every fuzz target does with evidence that was made up by a fuzzer.
//
// Whatever the bytes are: nothing crashes, memory stays bounded, the ledger reconciles, the store
// keeps its invariants, and every event that is shown can be written out and read again.
#pragma once

#include "model/ingest/source.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace trailloupe::fuzz {

// Writes the bytes as a file of that name into a scratch folder of this process; its path.
std::string writeEvidence(const char* name, const std::uint8_t* bytes, std::size_t size);

// Loads the path on one thread with small limits and checks all of the above; aborts when one of
// them does not hold.
void loadAndCheck(const std::string& path, const ingest::ArchiveOpener& openArchive);

} // namespace trailloupe::fuzz
