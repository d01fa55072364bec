#include "store/testing/postgres_cluster.h"

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "core/messages.h"
#include "store/store.h"

namespace leye::store::testing {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> broken(const std::string& message) {
  return fail("store.unreachable", "test cluster", {{"message", message}});
}

/// The newest installed version.
Result<fs::path> find_binaries() {
  fs::path newest;
  std::error_code error;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", error))
    if (fs::exists(version.path() / "bin/initdb") &&
        (newest.empty() || std::atoi(version.path().filename().c_str()) >
                               std::atoi(newest.parent_path().filename().c_str())))
      newest = version.path() / "bin";
  if (newest.empty()) return broken("PostgreSQL is not installed (apt package postgresql)");
  return newest;
}

/// Starts `command` as somebody PostgreSQL accepts, silent, and dying with us.
pid_t spawn(const std::vector<std::string>& command, const fs::path& log) {
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const passwd* user = ::getuid() == 0 ? ::getpwnam("postgres") : nullptr;
  const pid_t child = ::fork();
  if (child != 0) return child;
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  ::dup2(file, 1);
  ::dup2(file, 2);
  // A group of its own, so that the whole server can be killed at once and ^C is ours to handle.
  ::setpgid(0, 0);
  if (user != nullptr && (::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) ::_exit(126);
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

bool wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

PostgresCluster::PostgresCluster(fs::path bin, fs::path folder)
    : bin_(std::move(bin)), folder_(std::move(folder)) {}

Result<std::unique_ptr<PostgresCluster>> PostgresCluster::start() {
  LEYE_TRY(fs::path bin, find_binaries());
  // Short, because a socket's path may have 107 characters.
  std::string name = "/tmp/leye-pg-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) return broken("no temporary folder");
  if (const passwd* user = ::getuid() == 0 ? ::getpwnam("postgres") : nullptr; user != nullptr)
    if (::chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) return broken("chown " + name);
  std::unique_ptr<PostgresCluster> cluster(new PostgresCluster(std::move(bin), name));
  const auto made =
      spawn({cluster->bin_ / "initdb", "--pgdata=" + name + "/data", "--username=leye",
             "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"},
            fs::path(name) / "initdb.log");
  if (made < 0 || !wait_for(made)) return broken("initdb failed, see " + name + "/initdb.log");
  LEYE_CHECK(cluster->run_server());
  return cluster;
}

Result<void> PostgresCluster::run_server() {
  server_ = spawn({bin_ / "postgres", "-D", folder_ / "data", "-k", folder_, "-c",
                   "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c",
                   "max_connections=100", "-c", "shared_buffers=64MB"},
                  folder_ / "server.log");
  for (int i = 0; i < 300; ++i) {
    const auto open = Database::open({Backend::kPostgres, url_of("postgres")});
    if (open) return {};
    if (::waitpid(server_, nullptr, WNOHANG) == server_) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return broken("the server did not start, see " + (folder_ / "server.log").string());
}

PostgresCluster& PostgresCluster::shared() {
  static const std::unique_ptr<PostgresCluster> cluster = [] {
    auto started = start();
    if (started) return std::move(*started);
    std::fprintf(stderr, "%s\n", describe(started.error(), Locale::kEn).c_str());
    std::abort();
  }();
  return *cluster;
}

PostgresCluster::~PostgresCluster() {
  if (server_ > 0) {
    ::kill(server_, SIGQUIT);
    wait_for(server_);
  }
  std::error_code error;
  fs::remove_all(folder_, error);
}

Result<void> PostgresCluster::crash_and_restart() {
  ::kill(-server_, SIGKILL);
  wait_for(server_);
  // Backends are session leaders of their own and notice the postmaster's death by themselves.
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  std::error_code error;
  fs::remove(folder_ / "data/postmaster.pid", error);
  return run_server();
}

std::string PostgresCluster::url_of(const std::string& database) const {
  return "postgresql:///" + database + "?user=leye&host=" + folder_.string();
}

std::string PostgresCluster::name_in(const std::string& url) {
  const std::size_t start = url.rfind('/', url.find('?')) + 1;
  return url.substr(start, url.find('?') - start);
}

Result<std::string> PostgresCluster::create_database(const std::string& like) {
  const std::string name =
      "test_" + std::to_string(::getpid()) + "_" + std::to_string(++databases_);
  const auto child = spawn({bin_ / "createdb", "--host=" + folder_.string(), "--username=leye",
                            "--template=" + like, name},
                           folder_ / "createdb.log");
  if (child < 0 || !wait_for(child)) return broken("createdb failed");
  return url_of(name);
}

}  // namespace leye::store::testing
