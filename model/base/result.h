// Result<T>: a value, or the Error that kept it from being made. (g++ 12 has no std::expected in
// C++20.)
//
// Threads: a value type.  Errors: value() REQUIRES ok(), error() REQUIRES !ok(); both assert.
#pragma once

#include "model/base/error.h"

#include <cassert>
#include <type_traits>
#include <utility>
#include <variant>

namespace trailloupe {

template<typename T>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    { }
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    { }

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() &
    {
        assert(ok());
        return *std::get_if<0>(&m_state);
    }
    const T& value() const&
    {
        assert(ok());
        return *std::get_if<0>(&m_state);
    }
    T&& value() &&
    {
        assert(ok());
        return std::move(*std::get_if<0>(&m_state));
    }
    const Error& error() const
    {
        assert(!ok());
        return *std::get_if<1>(&m_state);
    }

    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }

    // f(T) -> Result<U>, called only when there is a value.
    template<typename F>
    auto andThen(F&& f) && -> std::invoke_result_t<F, T>
    {
        if (!ok())
            return error();
        return std::forward<F>(f)(std::move(*this).value());
    }

private:
    std::variant<T, Error> m_state;
};

template<>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
        , m_failed(true)
    { }

    bool ok() const { return !m_failed; }
    explicit operator bool() const { return ok(); }
    const Error& error() const
    {
        assert(!ok());
        return m_error;
    }

private:
    Error m_error;
    bool m_failed = false;
};

} // namespace trailloupe
