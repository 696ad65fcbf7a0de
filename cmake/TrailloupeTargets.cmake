# Target functions: every library, test and benchmark of the project is made by one of these.

add_library(trailloupe_options INTERFACE)
target_compile_features(trailloupe_options INTERFACE cxx_std_20)
target_include_directories(trailloupe_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(trailloupe_options INTERFACE -fvisibility=hidden -fvisibility-inlines-hidden)
target_compile_definitions(trailloupe_options INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
if(TRAILLOUPE_SANITIZE)
    target_compile_options(trailloupe_options INTERFACE -fsanitize=${TRAILLOUPE_SANITIZE} -fno-omit-frame-pointer
                                                        -fno-sanitize-recover=all)
    # A null that is used ends the program anyway, and these two checks cost a third of the compile time.
    if(TRAILLOUPE_SANITIZE MATCHES undefined)
        target_compile_options(trailloupe_options INTERFACE -fno-sanitize=null,vptr)
    endif()
    target_link_options(trailloupe_options INTERFACE -fsanitize=${TRAILLOUPE_SANITIZE})
endif()
find_program(TRAILLOUPE_LLD ld.lld)
if(TRAILLOUPE_LLD)
    target_link_options(trailloupe_options INTERFACE -fuse-ld=lld)
endif()

add_library(trailloupe_warnings INTERFACE)
target_compile_options(trailloupe_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                                     -Wnon-virtual-dtor -Wno-missing-field-initializers
                                                     $<$<BOOL:${TRAILLOUPE_WERROR}>:-Werror>)

set(CMAKE_AUTOMOC_MOC_OPTIONS --include "${PROJECT_SOURCE_DIR}/cmake/mocfixes.h")

# Only targets that link this one may use Qt at all.
add_library(trailloupe_qt_options INTERFACE)
target_compile_definitions(
    trailloupe_qt_options
    INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH
              QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400)

# AUTOMOC that also notices headers added by the CMakeLists.txt of a folder below the target's own: by
# itself (CMake 3.25) it looks again only when the target's own CMakeLists.txt has changed.
function(trailloupe_use_automoc name)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    file(REMOVE "${CMAKE_CURRENT_BINARY_DIR}/${name}_autogen/timestamp")
endfunction()

# What nearly every file of a target includes, compiled once.  The files still include what they use: the preset
# core-only compiles without it.
set(trailloupe_std_headers <algorithm> <array> <atomic> <cstdint> <cstring> <functional> <map> <memory> <mutex> <optional>
                           <span> <string> <string_view> <thread> <unordered_map> <utility> <variant> <vector>)
set(trailloupe_qt_headers <QAbstractItemModel> <QByteArray> <QCoreApplication> <QHash> <QObject> <QString> <QStringList> <QTimer>)
set(trailloupe_widget_headers <QAction> <QApplication> <QBoxLayout> <QHeaderView> <QLabel> <QMenu> <QPainter> <QSettings>
                              <QStyledItemDelegate> <QTableView> <QToolButton> <QWidget>)
# Test programs, and what makes their exports, run for a second: compiling them is what costs time.
set(trailloupe_test_compile_options -O0 -g1)
set(trailloupe_test_headers <QSignalSpy> <QTest> <nlohmann/json.hpp>)

# trailloupe_add_library(NAME [QT] LIBS …): a static library; folders below it add sources with target_sources().
function(trailloupe_add_library name)
    cmake_parse_arguments(arg "QT" "" "LIBS" ${ARGN})
    add_library(${name} STATIC)
    target_link_libraries(${name} PUBLIC trailloupe_options ${arg_LIBS} PRIVATE trailloupe_warnings)
    target_precompile_headers(${name} PRIVATE ${trailloupe_std_headers})
    set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF LINKER_LANGUAGE CXX)
    if(arg_QT)
        target_precompile_headers(${name} PRIVATE ${trailloupe_qt_headers})
        target_link_libraries(${name} PUBLIC trailloupe_qt_options)
        trailloupe_use_automoc(${name})
    endif()
endfunction()

# The headers of the tests are compiled twice: for what links the window, and for what does not.
function(trailloupe_use_test_headers name libs)
    if(libs MATCHES "Qt6::")
        return() # other definitions than the headers were compiled with
    endif()
    set(kind test)
    set(headers ${trailloupe_std_headers} ${trailloupe_qt_headers} ${trailloupe_test_headers})
    if(trailloupe_ui IN_LIST libs)
        set(kind ui_test)
        list(APPEND headers ${trailloupe_widget_headers})
    endif()
    if(NOT TARGET trailloupe_${kind}_headers)
        file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/empty.cpp" CONTENT "")
        add_library(trailloupe_${kind}_headers OBJECT "${PROJECT_BINARY_DIR}/empty.cpp")
        target_link_libraries(trailloupe_${kind}_headers PRIVATE ${libs} trailloupe_test_support trailloupe_warnings)
        target_compile_options(trailloupe_${kind}_headers PRIVATE ${trailloupe_test_compile_options})
        target_precompile_headers(trailloupe_${kind}_headers PRIVATE ${headers})
        set_target_properties(trailloupe_${kind}_headers PROPERTIES CXX_EXTENSIONS OFF)
    endif()
    target_precompile_headers(${name} REUSE_FROM trailloupe_${kind}_headers)
endfunction()

# trailloupe_check_headers(NAME): the target check_headers compiles each header of the library by itself, with the
# precompiled headers at hand.  CMake's own check does it without them, for five times the price: see core-only.
function(trailloupe_check_headers name)
    get_target_property(headers ${name} HEADER_SET)
    set(sources)
    foreach(header IN LISTS headers)
        file(RELATIVE_PATH header "${PROJECT_SOURCE_DIR}" "${header}")
        string(REPLACE "/" "_" source "${header}")
        set(source "${CMAKE_CURRENT_BINARY_DIR}/headers/${source}.cpp")
        file(CONFIGURE OUTPUT "${source}" CONTENT "#include \"${header}\"\n")
        list(APPEND sources "${source}")
    endforeach()
    add_library(${name}_headers OBJECT EXCLUDE_FROM_ALL ${sources})
    target_link_libraries(${name}_headers PRIVATE ${name} trailloupe_warnings)
    set_target_properties(${name}_headers PROPERTIES CXX_EXTENSIONS OFF)
    target_precompile_headers(${name}_headers REUSE_FROM ${name})
    if(NOT TARGET check_headers)
        add_custom_target(check_headers)
    endif()
    add_dependencies(check_headers ${name}_headers)
endfunction()

# NAME.moc of NAME.cpp, and nothing else: a tenth of what AUTOMOC costs for each of so many programs.
function(trailloupe_use_moc name)
    set(moc "${CMAKE_CURRENT_BINARY_DIR}/${name}_moc/${name}.moc")
    file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/${name}_moc")
    add_custom_command(
        OUTPUT "${moc}"
        COMMAND Qt6::moc "${CMAKE_CURRENT_SOURCE_DIR}/${name}.cpp" -o "${moc}"
        DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${name}.cpp"
        VERBATIM)
    set_property(SOURCE ${name}.cpp APPEND PROPERTY OBJECT_DEPENDS "${moc}")
    target_include_directories(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/${name}_moc")
endfunction()

# trailloupe_add_test(NAME LABEL labels… [GUI] [SOURCES …] [LIBS …]): one Qt Test program from NAME.cpp.
# All programs with a label are built by the target <label>_tests.
function(trailloupe_add_test name)
    cmake_parse_arguments(arg "GUI" "" "LABEL;SOURCES;LIBS" ${ARGN})
    if(NOT TRAILLOUPE_BUILD_TESTS)
        return()
    endif()
    add_executable(${name} ${name}.cpp ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE ${arg_LIBS} trailloupe_test_support trailloupe_qt_options trailloupe_warnings
                                          Qt6::Test)
    target_compile_options(${name} PRIVATE ${trailloupe_test_compile_options})
    trailloupe_use_test_headers(${name} "${arg_LIBS}")
    trailloupe_use_moc(${name})
    set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABEL}" ENVIRONMENT "QT_QPA_PLATFORM=offscreen;TZ=UTC"
                                            TIMEOUT 300)
    foreach(label IN LISTS arg_LABEL)
        if(NOT TARGET ${label}_tests)
            add_custom_target(${label}_tests)
        endif()
        add_dependencies(${label}_tests ${name})
    endforeach()
endfunction()

# trailloupe_add_bench(NAME LIBS …): a command-line program that prints one line of JSON.
function(trailloupe_add_bench name)
    cmake_parse_arguments(arg "" "" "SOURCES;LIBS" ${ARGN})
    add_executable(${name} ${name}.cpp ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE ${arg_LIBS} trailloupe_warnings)
    set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF)
endfunction()
