#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "matching/allocate.h"

namespace leye::matching {

/// Targeted posts for an allocation, found as far as it asks: the first ones of everybody at once
/// on all threads, deeper ones when the auction needs them. Index and people must outlive it.
class LazyCandidates {
 public:
  LazyCandidates(const VacancyIndex&, std::span<const SeekerProfile>, SearchOptions,
                 unsigned threads);
  void operator()(std::size_t person, std::size_t count, std::vector<Candidate>& out);
  /// What was found for everybody at first: up to 32 each.
  [[nodiscard]] const Matches& first() const { return first_; }

 private:
  std::span<const SeekerProfile> seekers_;
  SearchOptions options_;
  Search search_;
  Matches first_;
};

}  // namespace leye::matching
