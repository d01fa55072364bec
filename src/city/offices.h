#pragma once
#include <memory>
#include <vector>

#include "city/rows.h"
#include "city/truth.h"

namespace leye::city {

/// The offices of the city: they hold the open files of the registers and type the rows.
class Offices {
 public:
  /// Opens every file under `out/registers`. Errors `city.unwritable`, those of the workbook
  /// writer.
  static Result<std::unique_ptr<Offices>> open(const World&, const std::filesystem::path& out,
                                               Truth&);

  void enter(const Person&);
  void enter_employers();
  void enter_vacancies();
  void enter_bases();
  Result<void> close();
  /// `manifest.json`: what each file is, who sent it and how it is written.
  Result<void> write_manifest(const std::filesystem::path& path) const;

 private:
  Offices(const World& world, Truth& truth) : world_(world), truth_(truth) {}
  struct Sent {
    std::unique_ptr<RegisterFile> file;
    std::size_t number = 0;  ///< in Truth
    FileFormat format = FileFormat::kXlsx;
    std::string path, register_code, sheet, division;
    std::int64_t header_row = 1, rows = 0;
    int header_rows = 1;
  };
  Result<std::size_t> add(const std::filesystem::path& out, const std::string& code,
                          const std::string& name, FileFormat, const Layout&, std::string division);
  Result<void> open_all(const std::filesystem::path& out);
  Result<void> open_streets(const std::filesystem::path& out);
  Result<void> open_pair(const std::filesystem::path& out, const std::string& code,
                         const std::string& name, Layout, std::array<std::size_t, 2>&);
  [[nodiscard]] bool workbook(std::size_t at) const {
    return files_[at].format == FileFormat::kXlsx;
  }
  [[nodiscard]] std::size_t registration_file(const Place&) const;
  [[nodiscard]] std::size_t of_district(const std::array<std::size_t, 2>&, const Place&) const;
  void put(std::size_t at, const std::string& id, const Draft&);
  void enter_registrations(const Person&, Seen&);
  void enter_aid(const Person&, Seen&);
  Result<void> open_aid(const std::filesystem::path& out);

  const World& world_;
  Truth& truth_;
  std::vector<Sent> files_;
  std::vector<std::size_t> street_files_;  ///< of the full district, by street
  std::size_t other_registrations_ = 0;
  std::array<std::size_t, 2> recognitions_{}, filings_{};  ///< full district, the others
  std::size_t insurance_ = 0, roster_ = 0, businesses_ = 0, vacancies_ = 0;
  std::size_t poverty_ = 0, bases_ = 0, placements_ = 0, trainings_ = 0, certificates_ = 0,
              loans_ = 0;
};

}  // namespace leye::city
