#include "matching/candidates.h"

namespace leye::matching {
namespace {

constexpr std::size_t kFirst = 32;

SearchOptions first_of(SearchOptions options) {
  options.k = kFirst;
  options.posts = Posts::kTargeted;
  return options;
}

}  // namespace

LazyCandidates::LazyCandidates(const VacancyIndex& index, std::span<const SeekerProfile> seekers,
                               SearchOptions options, unsigned threads)
    : seekers_(seekers),
      options_(first_of(options)),
      search_(index),
      first_(match_all(index, seekers, options_, threads)) {}

void LazyCandidates::operator()(std::size_t person, std::size_t count,
                                std::vector<Candidate>& out) {
  const auto known = first_.of(person);
  if (count <= kFirst || known.size() < kFirst) {
    out.assign(known.begin(),
               known.begin() + static_cast<std::ptrdiff_t>(std::min(count, known.size())));
    return;
  }
  SearchOptions deeper = options_;
  deeper.k = count;
  search_.best(seekers_[person], deeper, out);
}

}  // namespace leye::matching
