# Shell functions of ./run, ./check and .ci/run; sourced, with $root set to the source tree.
# Each does nothing when its work is already done.
set -euo pipefail

say() { printf '%s: %s\n' "$(basename "$0")" "$*"; }
fail() { say "$*" >&2; exit 2; }

# install_packages LIST...: the Debian packages named in packaging/LIST-packages.txt.
install_packages() {
    local missing=() package sudo=() log="$root/build/packages.log"
    command -v dpkg-query >/dev/null || { say "no Debian packages here, hoping all is installed"; return; }
    while read -r package; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done < <(cd "$root/packaging" && cat "${@/%/-packages.txt}")
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "run as root once, or install sudo: packages are missing"
        sudo=(sudo)
    fi
    mkdir -p "$root/build"
    # A source list that cannot be refreshed does no harm when the packages come from another one.
    "${sudo[@]}" apt-get update >"$log" 2>&1 || true
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        "${missing[@]}" >>"$log" 2>&1 || { tail -n 20 "$log" >&2; fail "packages could not be installed"; }
}

# The compiler cache gives the same answer for every checkout and build folder.
use_ccache() {
    export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros
    export CMAKE_BUILD_PARALLEL_LEVEL="${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}"
}

# build PRESET TARGET...: configures when needed, then builds the targets ("all" for everything).
build() {
    local preset=$1 log="$root/build/$1.log" werror=${TRAILLOUPE_WERROR:-OFF}
    local cache="$root/build/$1/CMakeCache.txt"
    shift
    mkdir -p "$root/build"
    if ! [ -f "$root/build/$preset/build.ninja" ] || ! grep -q "^TRAILLOUPE_WERROR:.*=$werror$" "$cache"; then
        say "configuring $preset"
        (cd "$root" && cmake --preset "$preset" -DTRAILLOUPE_WERROR="$werror") >"$log" 2>&1 \
            || { tail -n 30 "$log" >&2; fail "configuring failed, see $log"; }
    fi
    say "building $preset"
    (cd "$root" && cmake --build --preset "$preset" --target "$@") >"$log" 2>&1 \
        || { grep -E -A 20 'FAILED|error' "$log" | head -n 80 >&2; fail "building failed, see $log"; }
}
