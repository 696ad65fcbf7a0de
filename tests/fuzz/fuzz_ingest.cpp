// One source of any content: gzip or not, JSON or not, events or not.
#include "tests/fuzz/fuzzsupport.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace trailloupe;
    fuzz::loadAndCheck(fuzz::writeEvidence("source", bytes, size), {});
    return 0;
}
