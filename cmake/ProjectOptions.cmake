# SPDX-License-Identifier: GPL-3.0-or-later
# pilothouse_options: what every target of ours is compiled with; third-party headers stay SYSTEM.
add_library(pilothouse_options INTERFACE)
target_compile_features(pilothouse_options INTERFACE cxx_std_20)
set_target_properties(pilothouse_options PROPERTIES INTERFACE_COMPILE_OPTIONS
  "-Wall;-Wextra;-Wpedantic;-Wshadow;-Wnon-virtual-dtor;-Woverloaded-virtual;-Wno-psabi")
target_compile_definitions(pilothouse_options INTERFACE
  QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_FOREACH
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_USE_QSTRINGBUILDER
  PILOTHOUSE_VERSION="${PROJECT_VERSION}")

set(PILOTHOUSE_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")
if(PILOTHOUSE_SANITIZE)
  # With a sanitizer GCC 12 warns of values that only it takes for uninitialized.
  add_compile_options(-fsanitize=${PILOTHOUSE_SANITIZE} -fno-omit-frame-pointer -g1
    -Wno-error=maybe-uninitialized)
  add_link_options(-fsanitize=${PILOTHOUSE_SANITIZE})
endif()

find_program(PILOTHOUSE_MOLD mold)
if(PILOTHOUSE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
find_program(PILOTHOUSE_CCACHE ccache)
if(PILOTHOUSE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${PILOTHOUSE_CCACHE}")
endif()

# One static library per folder. Its include root is src/, so every include names its folder.
function(pilothouse_library name)
  cmake_parse_arguments(ARG "MOC" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE pilothouse_options ${ARG_PRIVATE})
  set_target_properties(${name} PROPERTIES AUTOMOC ${ARG_MOC})
endfunction()

# All that the thread sanitizer looks at.
add_custom_target(thread_tests)

# pilothouse_test(tst_name LABEL unit|integration|gui [threads] LIBS ... [SOURCES ...] [ARGS ...] [TIMEOUT s])
# The file tst_name.cpp beside the caller, run offscreen in UTC.
function(pilothouse_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "LABEL;LIBS;SOURCES" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${name}.cpp ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_compile_definitions(${name} PRIVATE
    PILOTHOUSE_BIN="${CMAKE_BINARY_DIR}/bin" PILOTHOUSE_SOURCE="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE pilothouse_options Qt6::Test ${ARG_LIBS})
  target_compile_options(${name} PRIVATE -include "${PROJECT_SOURCE_DIR}/tests/support/patience.h")
  add_test(NAME ${name} COMMAND ${name})
  if("threads" IN_LIST ARG_LABEL)
    add_dependencies(thread_tests ${name})
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC")
endfunction()
