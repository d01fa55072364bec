#include "matching/allocate.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <numeric>

namespace leye::matching {
namespace {

constexpr std::int64_t kPoint = 64;  // fixed point of prices and bids
constexpr std::size_t kFirstBlock = 32;
constexpr std::size_t kGrowth = 8;  // each reading starts afresh, so few and long ones are cheapest
constexpr std::size_t kMostDemand = 3;

struct Bid {
  std::int64_t amount;
  std::uint64_t tie;
  std::uint32_t person;
};
/// Heap order: the bid that goes first when the post overflows is on top.
bool stays_longer(const Bid& a, const Bid& b) {
  if (a.amount != b.amount) return a.amount > b.amount;
  return a.tie != b.tie ? a.tie > b.tie : a.person > b.person;
}

/// What a person still sees: a post not held, and what it is worth to her at its price.
struct Offer {
  std::int64_t net;
  Candidate candidate;
};

/// Her candidates, read as far as was needed.
struct Reader {
  std::vector<Candidate> list;
  std::size_t asked = 0;
  [[nodiscard]] bool complete() const { return list.size() < asked; }
};

class Auction {
 public:
  Auction(const Market& market, const CandidateSource& source)
      : market_(market),
        source_(source),
        readers_(market.demands.size()),
        held_(market.demands.size()),
        bids_(market.caps.size()),
        prices_(market.caps.size(), 0) {}

  Allocation run() {
    std::deque<std::uint32_t> queue = order();
    while (!queue.empty()) {
      const std::uint32_t person = queue.front();
      queue.pop_front();
      bid(person, queue);
    }
    return result();
  }

 private:
  [[nodiscard]] std::deque<std::uint32_t> order() const {
    std::vector<std::uint32_t> people(market_.demands.size());
    std::iota(people.begin(), people.end(), 0U);
    const auto key = [&](std::uint32_t person) {
      return tie_hash(market_.seed, market_.person_ids[person], 0);
    };
    std::sort(people.begin(), people.end(), [&](std::uint32_t a, std::uint32_t b) {
      const auto ka = key(a);
      const auto kb = key(b);
      return ka != kb ? ka < kb : a < b;
    });
    return {people.begin(), people.end()};
  }

  [[nodiscard]] std::size_t demand(std::uint32_t person) const {
    return std::min(kMostDemand, static_cast<std::size_t>(std::max(0, market_.demands[person])));
  }
  [[nodiscard]] std::int64_t bonus(std::size_t nth) const {
    return kPoint * market_.bonuses[nth - 1];
  }

  void read_more(std::uint32_t person) {
    Reader& reader = readers_[person];
    reader.asked = reader.asked == 0 ? kFirstBlock : kGrowth * reader.asked;
    source_(person, reader.asked, reader.list);
  }

  /// The `count` best offers at today's prices, the best first. A post further down the list is
  /// worth at most its fit, because no price is below 0: that is where reading stops.
  std::vector<Offer> best_offers(std::uint32_t person, std::size_t count,
                                 const std::vector<std::uint32_t>& held) {
    Reader& reader = readers_[person];
    if (reader.asked == 0) read_more(person);
    std::vector<Offer> best;
    for (std::size_t i = 0;; ++i) {
      if (i == reader.list.size()) {
        if (reader.complete()) return best;
        read_more(person);
        if (i == reader.list.size()) return best;
      }
      const Candidate candidate = reader.list[i];
      const std::int64_t worth = kPoint * candidate.score;
      if (best.size() == count && worth <= best.back().net) return best;
      if (market_.caps[candidate.vacancy] <= 0) continue;
      if (std::find(held.begin(), held.end(), candidate.vacancy) != held.end()) continue;
      insert(best, {worth - prices_[candidate.vacancy], candidate}, count);
    }
  }

  /// Keeps `best` sorted; equal offers stand in the order of the list.
  static void insert(std::vector<Offer>& best, const Offer& offer, std::size_t count) {
    const auto place =
        std::upper_bound(best.begin(), best.end(), offer,
                         [](const Offer& a, const Offer& b) { return a.net > b.net; });
    best.insert(place, offer);
    if (best.size() > count) best.pop_back();
  }

  void bid(std::uint32_t person, std::deque<std::uint32_t>& queue) {
    const std::size_t has = held_[person].size();
    if (demand(person) <= has) return;
    std::size_t wanted = demand(person) - has;
    const auto offers = best_offers(person, wanted + 1, held_[person]);
    wanted = std::min(wanted, offers.size());
    while (wanted > 0 && offers[wanted - 1].net + bonus(has + wanted) < 0) --wanted;
    if (wanted == 0) return;
    std::int64_t reserve = -bonus(has + wanted);
    if (offers.size() > wanted) reserve = std::max(reserve, offers[wanted].net);
    for (std::size_t n = 0; n < wanted; ++n) {
      const Candidate& candidate = offers[n].candidate;
      place(person, candidate.vacancy, kPoint * candidate.score - reserve + market_.epsilon, queue);
    }
  }

  void place(std::uint32_t person, std::uint32_t vacancy, std::int64_t amount,
             std::deque<std::uint32_t>& queue) {
    auto& heap = bids_[vacancy];
    const auto cap = static_cast<std::size_t>(market_.caps[vacancy]);
    heap.push_back({amount, tie_hash(market_.seed, market_.person_ids[person], vacancy), person});
    std::push_heap(heap.begin(), heap.end(), stays_longer);
    held_[person].push_back(vacancy);
    if (heap.size() > cap) {
      std::pop_heap(heap.begin(), heap.end(), stays_longer);
      const std::uint32_t loser = heap.back().person;
      heap.pop_back();
      std::erase(held_[loser], vacancy);
      queue.push_back(loser);
    }
    if (heap.size() == cap) prices_[vacancy] = heap.front().amount;
  }

  Allocation result() {
    Allocation out;
    out.prices = prices_;
    Certificate& proof = out.certificate;
    for (std::uint32_t person = 0; person < held_.size(); ++person) {
      const std::size_t begin = out.assignments.size();
      for (const auto& candidate : readers_[person].list)
        if (std::find(held_[person].begin(), held_[person].end(), candidate.vacancy) !=
            held_[person].end())
          out.assignments.push_back({person, candidate.vacancy, candidate.score});
      for (std::size_t n = begin; n < out.assignments.size(); ++n)
        proof.primal += kPoint * out.assignments[n].score + bonus(n - begin + 1);
      proof.dual += surplus(person);
    }
    for (std::size_t j = 0; j < prices_.size(); ++j) {
      proof.dual += prices_[j] * std::max(0, market_.caps[j]);
      proof.full_posts += prices_[j] > 0 ? 1 : 0;
    }
    proof.units = static_cast<std::int64_t>(out.assignments.size());
    return out;
  }

  /// The most a person could gain at the final prices: her share of the bound.
  std::int64_t surplus(std::uint32_t person) {
    if (demand(person) == 0) return 0;
    std::int64_t sum = 0;
    const auto offers = best_offers(person, demand(person), {});
    for (std::size_t m = 0; m < offers.size(); ++m)
      sum += std::max<std::int64_t>(0, offers[m].net + bonus(m + 1));
    return sum;
  }

  const Market& market_;
  const CandidateSource& source_;
  std::vector<Reader> readers_;
  std::vector<std::vector<std::uint32_t>> held_;
  std::vector<std::vector<Bid>> bids_;
  std::vector<std::int64_t> prices_;
};

}  // namespace

Allocation allocate(const Market& market, const CandidateSource& source) {
  return Auction(market, source).run();
}

std::int32_t cap_ratio(std::int64_t hires, std::int64_t referrals) {
  // 1 / ((hires + 2) / (referrals + 10)), to the nearest whole number.
  const std::int64_t rate = hires + 2;
  const std::int64_t ratio = (2 * (referrals + 10) + rate) / (2 * rate);
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(ratio, 3, 8));
}

std::int32_t cap_of(const Vacancy& vacancy, std::int32_t ratio, std::int32_t most) {
  if (vacancy.cap) return *vacancy.cap;
  const std::int64_t left = std::max(0, vacancy.headcount - vacancy.filled);
  return static_cast<std::int32_t>(std::max(left, std::min<std::int64_t>(left * ratio, most)));
}

}  // namespace leye::matching
