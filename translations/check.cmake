# Fails when a text is not translated in one of the FILES. Run with
#   cmake -DLUPDATE=… -DSOURCE_DIR=… -DWORK_DIR=… -DFILES=… -P check.cmake
foreach(file IN LISTS FILES)
    cmake_path(GET file FILENAME name)
    file(REMOVE "${WORK_DIR}/${name}")
    file(COPY "${file}" DESTINATION "${WORK_DIR}")
    execute_process(
        COMMAND "${LUPDATE}" -I "${SOURCE_DIR}" -no-obsolete -locations none -pluralonly ui app -ts "${WORK_DIR}/${name}"
        WORKING_DIRECTORY "${SOURCE_DIR}" COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET ERROR_QUIET)
    file(READ "${WORK_DIR}/${name}" text)
    if(text MATCHES "<source>([^<]*)</source>[ \n]*<translation type=\"unfinished\"")
        message(FATAL_ERROR "${name} lacks words for: ${CMAKE_MATCH_1}\nBuild update_translations and fill them in.")
    endif()
endforeach()
