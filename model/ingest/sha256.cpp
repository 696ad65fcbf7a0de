#include "model/ingest/sha256.h"

#include <openssl/evp.h>

#include <array>

namespace trailloupe::ingest {

struct Sha256::Data
{
    EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    EVP_MD_CTX* context = EVP_MD_CTX_new();

    Data() { EVP_DigestInit_ex2(context, algorithm, nullptr); }
    ~Data()
    {
        EVP_MD_CTX_free(context);
        EVP_MD_free(algorithm);
    }
    Data(const Data&) = delete;
    Data& operator=(const Data&) = delete;
};

Sha256::Sha256()
    : m_data(std::make_unique<Data>())
{ }

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes)
{
    EVP_DigestUpdate(m_data->context, bytes.data(), bytes.size());
}

std::string Sha256::finish()
{
    static constexpr char kHex[] = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(m_data->context, digest.data(), &size);
    EVP_DigestInit_ex2(m_data->context, m_data->algorithm, nullptr);
    std::string hex;
    hex.reserve(std::size_t{size} * 2);
    for (unsigned i = 0; i < size; ++i) {
        hex += kHex[digest[i] >> 4];
        hex += kHex[digest[i] & 15];
    }
    return hex;
}

std::string Sha256::of(std::string_view bytes)
{
    Sha256 sum;
    sum.add(bytes);
    return sum.finish();
}

} // namespace trailloupe::ingest
