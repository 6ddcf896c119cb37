// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sqlite/sqlite.h"
#include "telemetry/history/bytes.h"

namespace pilothouse::history {

using sqlite::Database;
using sqlite::Statement;
using sqlite::Transaction;

} // namespace pilothouse::history
