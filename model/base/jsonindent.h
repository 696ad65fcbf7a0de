// indentJson(): JSON text for reading: one member or element a line, the content untouched.
//
// Works on tokens, not on a tree: strings and numbers are copied as they stand, empty containers
// stay on their line, and text that is no JSON comes out whole. Characters that would change the
// direction of the text around them are written as \uXXXX escapes inside strings.
// Threads: pure function.
// Cost: O(text), no recursion; indentation stops growing at kMaxIndentDepth, so that deep nesting
// does not square the output.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace trailloupe {

constexpr int kIndentSpaces = 2;
constexpr int kMaxIndentDepth = 64;

std::string indentJson(std::string_view json);

// The length in bytes of a character that steers text direction or joins invisibly (U+200B..200F,
// U+202A..202E, U+2060..2064, U+2066..2069, U+FEFF) at `at`, or 0; `codePoint` says which it is.
std::size_t invisibleControlAt(std::string_view utf8, std::size_t at, unsigned& codePoint);

} // namespace trailloupe
