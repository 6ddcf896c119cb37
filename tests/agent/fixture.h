// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <string>

namespace pilothouse::agent {

// A root directory with just the files that a test puts there.
class Fixture {
public:
    [[nodiscard]] std::filesystem::path root() const { return m_directory.path().toStdString(); }

    void write(const std::string &path, const std::string &text) const
    {
        const auto file = root() / path;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }
    void remove(const std::string &path) const { std::filesystem::remove_all(root() / path); }

private:
    QTemporaryDir m_directory;
};

} // namespace pilothouse::agent
