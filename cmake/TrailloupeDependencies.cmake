# Everything the project needs, all from Debian packages; the package names are in packaging/build-packages.txt.
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(simdjson REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(libdeflate REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(libarchive REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(libcrypto REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
find_path(XXHASH_INCLUDE_DIR xxhash.h REQUIRED)

set(trailloupe_qt_components Core Concurrent)
if(TRAILLOUPE_BUILD_UI)
    list(APPEND trailloupe_qt_components Gui Widgets Svg)
endif()
if(TRAILLOUPE_BUILD_TESTS)
    list(APPEND trailloupe_qt_components Test)
endif()
find_package(Qt6 6.4 REQUIRED COMPONENTS ${trailloupe_qt_components})
find_package(QuaZip-Qt6 REQUIRED)

if(TRAILLOUPE_BUILD_TESTS)
    find_package(nlohmann_json REQUIRED)
    # Without the definitions that name each test's own folder (QFINDTESTDATA): with them no two tests could share
    # a precompiled header.
    set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
endif()

include(FeatureSummary)
set_package_properties(simdjson PROPERTIES PURPOSE "Finds the structure of JSON text")
set_package_properties(ZLIB PROPERTIES PURPOSE "Inflates truncated, multi-member and very large gzip streams")
set_package_properties(QuaZip-Qt6 PROPERTIES PURPOSE "Reads zip exports")
set_package_properties(nlohmann_json PROPERTIES PURPOSE "Slow oracle in the tests")
