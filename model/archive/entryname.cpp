#include "model/archive/entryname.h"

#include <cstddef>

namespace trailloupe::archive {

namespace {

bool isSeparator(char c)
{
    return c == '/' || c == '\\';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

} // namespace

bool isUnsafeName(std::string_view name)
{
    if (name.empty())
        return false;
    if (isSeparator(name[0]) || (name.size() >= 2 && name[1] == ':' && isLetter(name[0])))
        return true;
    for (std::size_t start = 0; start <= name.size();) {
        std::size_t end = start;
        while (end < name.size() && !isSeparator(name[end]))
            ++end;
        if (name.substr(start, end - start) == "..")
            return true;
        start = end + 1;
    }
    return false;
}

bool isFolderName(std::string_view name)
{
    return !name.empty() && isSeparator(name.back());
}

std::string_view lastSegment(std::string_view path)
{
    return path.substr(path.rfind('/') + 1);
}

} // namespace trailloupe::archive
