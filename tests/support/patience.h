// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Before every test: what is awaited may take long on a busy machine or under a sanitizer, and
// waiting longer costs nothing where it comes at once.

#include <QTest>

#undef QTRY_VERIFY
#undef QTRY_COMPARE
#define QTRY_VERIFY(expression) QTRY_VERIFY_WITH_TIMEOUT((expression), 30'000)
#define QTRY_COMPARE(expression, expected) QTRY_COMPARE_WITH_TIMEOUT((expression), expected, 30'000)
