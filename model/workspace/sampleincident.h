// sampleIncidentDir: where the sample incident is, so that the program has something to open.
//
// Threads: any. Cost: a look at the file system.
#pragma once

#include <QString>

namespace trailloupe::workspace {

// Beside an installed program (../share/trailloupe/sample-incident), else in the source tree it was
// built from; empty when it is in neither.
QString sampleIncidentDir();

} // namespace trailloupe::workspace
