// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/journal/fileplanjournal.h"

#include "placement/journal/entryjson.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace pilothouse {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kMaxFile = 256 << 20;
constexpr const char *kEnding = ".plan.json";

tl::unexpected<Error> failed(const fs::path &path)
{
    const ErrorCode code = errno == ENOSPC  ? ErrorCode::DiskFull
        : errno == EACCES || errno == EROFS ? ErrorCode::ReadOnly
                                            : ErrorCode::Io;
    return fail(code, path.string() + ": " + std::strerror(errno));
}

bool writeAll(int file, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t size = ::write(file, text.data(), text.size());
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

bool flushFolder(const fs::path &folder)
{
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool flushed = file >= 0 && fsync(file) == 0;
    if (file >= 0)
        close(file);
    return flushed;
}

Result<void> replaceFile(const fs::path &path, std::string_view text)
{
    const fs::path aside = path.string() + ".new";
    const int file = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return failed(aside);
    const bool written = writeAll(file, text) && fsync(file) == 0;
    close(file);
    if (!written || std::rename(aside.c_str(), path.c_str()) != 0
        || !flushFolder(path.parent_path()))
        return failed(path);
    return {};
}

// An id that is no plain word would lead elsewhere.
bool isPlain(const std::string &id)
{
    return !id.empty() && id.size() < 128 && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

// The middle of an id is the process that began the plan.
bool runsElsewhere(const std::string &id)
{
    const std::size_t from = id.find('-');
    const int process = from == std::string::npos ? 0 : std::atoi(id.c_str() + from + 1);
    return process > 0 && process != getpid() && kill(process, 0) == 0;
}

} // namespace

FilePlanJournal::FilePlanJournal(fs::path folder)
    : m_folder(std::move(folder))
{
}

Result<std::shared_ptr<FilePlanJournal>> FilePlanJournal::open(const fs::path &folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::ReadOnly, folder.string() + ": " + error.message());
    std::shared_ptr<FilePlanJournal> journal(new FilePlanJournal(folder));
    for (const fs::directory_entry &at : fs::directory_iterator(folder, error)) {
        if (!at.path().filename().string().ends_with(kEnding) || at.file_size(error) > kMaxFile)
            continue;
        std::ifstream file(at.path(), std::ios::binary);
        const std::string text((std::istreambuf_iterator<char>(file)), {});
        if (auto entry = entryFromJson(text);
            entry && isPlain(entry->id) && !runsElsewhere(entry->id))
            journal->m_unfinished.push_back(std::move(*entry));
    }
    std::ranges::sort(journal->m_unfinished, {}, &JournalEntry::began);
    journal->m_thread =
        std::jthread([at = journal.get()](const std::stop_token &stop) { at->work(stop); });
    return journal;
}

FilePlanJournal::~FilePlanJournal()
{
    close();
}

void FilePlanJournal::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void FilePlanJournal::write(JournalEntry entry, std::function<void(Result<void>)> done)
{
    const bool taken = order([this, entry = std::move(entry), done] {
        done(isPlain(entry.id) ? replaceFile(m_folder / (entry.id + kEnding), entryToJson(entry))
                               : fail(ErrorCode::InvalidArgument, "a plan has no id"));
    });
    if (!taken)
        done(fail(ErrorCode::Cancelled, "this program ends"));
}

void FilePlanJournal::forget(const std::string &id)
{
    (void)order([this, id] { // closed: it is found again and offered again
        std::error_code ignored; // it is found again at the next start, and offered again
        if (isPlain(id) && fs::remove(m_folder / (id + kEnding), ignored))
            (void)flushFolder(m_folder);
    });
}

bool FilePlanJournal::order(std::function<void()> work)
{
    const std::lock_guard lock(m_mutex);
    if (m_closed)
        return false;
    m_orders.push_back(std::move(work));
    m_wake.notify_one();
    return true;
}

void FilePlanJournal::work(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, stop, [this] { return !m_orders.empty(); });
        if (m_orders.empty())
            return;
        const auto next = std::move(m_orders.front());
        m_orders.pop_front();
        lock.unlock();
        next();
        lock.lock();
    }
}

} // namespace pilothouse
