// A zip archive of any content.
#include "model/archive/openarchive.h"
#include "tests/fuzz/fuzzsupport.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace trailloupe;
    fuzz::loadAndCheck(fuzz::writeEvidence("export.zip", bytes, size), archive::openArchive);
    return 0;
}
