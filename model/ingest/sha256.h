// Sha256: the SHA-256 of bytes, whole or piece by piece.
//
// Threads: one owner.  Cost: OpenSSL's, about 1 to 2 GB/s with the processor's SHA instructions.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace trailloupe::ingest {

class Sha256
{
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::string_view bytes);
    // Lowercase hex of everything added since the last call (or construction); starts anew.
    std::string finish();

    static std::string of(std::string_view bytes);

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace trailloupe::ingest
