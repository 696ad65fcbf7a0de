// make_sample_incident OUT: writes the sample incident into the folder OUT.
// make_sample_incident --steps | --items: prints a table of docs/sample-incident.md.
#include "tests/support/incident/incident.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string_view>

using namespace trailloupe::incident;

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("usage: make_sample_incident OUT | --steps | --items\n", stderr);
        return 2;
    }
    const Incident incident = makeIncident();
    if (std::string_view(argv[1]) == "--steps") {
        std::fputs(stepsAsMarkdown(incident.steps).c_str(), stdout);
        return 0;
    }
    if (std::string_view(argv[1]) == "--items") {
        std::fputs(itemsAsMarkdown(incident.items).c_str(), stdout);
        return 0;
    }
    const std::filesystem::path out(argv[1]);
    std::size_t bytes = 0;
    for (const auto& [path, file] : incident.files) {
        std::filesystem::create_directories((out / path).parent_path());
        std::ofstream stream(out / path, std::ios::binary);
        stream.write(file.bytes.data(), static_cast<std::streamsize>(file.bytes.size()));
        if (!stream.flush()) {
            std::fprintf(stderr, "cannot write %s\n", (out / path).c_str());
            return 2;
        }
        bytes += file.bytes.size();
    }
    std::printf("%zu events and %zu items in %zu files, %zu bytes\n", incident.events.size(),
                incident.items.size(), incident.files.size(), bytes);
    return 0;
}
