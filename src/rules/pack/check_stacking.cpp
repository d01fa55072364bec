#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

#include "rules/pack/loading.h"

namespace leye::rules {
namespace {

bool names(const std::vector<std::string>& all, const RuleHead& head) {
  return std::find(all.begin(), all.end(), head.id) != all.end() ||
         (!head.code.empty() && std::find(all.begin(), all.end(), head.code) != all.end());
}

struct Stated {
  const Policy* policy;
  const Conflict* conflict;
};

const Stated* counterpart(const std::vector<Stated>& all, const Policy& a, const Policy& b) {
  for (const auto& s : all)
    if (s.policy == &b && names(s.conflict->with, a.head)) return &s;
  return nullptr;
}

bool same(const Conflict& a, const Conflict& b) {
  const std::string cap_a = a.cap ? a.cap->text : "";
  return a.kind == b.kind && a.scope == b.scope && cap_a == (b.cap ? b.cap->text : "");
}

Place place_of(const Conflict& conflict, std::size_t i) {
  return i < conflict.with_places.size() ? conflict.with_places[i] : conflict.place;
}

void check_pairs(Loading& loading) {
  std::vector<Stated> seen;
  for (const auto& policy : loading.pack.policies) {
    for (const auto& conflict : policy.conflicts) {
      for (std::size_t i = 0; i < conflict.with.size(); ++i) {
        const auto other = loading.pack.find(conflict.with[i], policy.head.valid_from);
        if (other.policy == nullptr) {
          loading.findings.add("R430", place_of(conflict, i), {{"id", conflict.with[i]}});
          continue;
        }
        const auto* stated = counterpart(seen, policy, *other.policy);
        if (stated != nullptr && !same(*stated->conflict, conflict))
          loading.findings.add("R434", place_of(conflict, i),
                               {{"a", stated->policy->head.id}, {"b", policy.head.id}});
      }
    }
    for (const auto& conflict : policy.conflicts) seen.push_back({&policy, &conflict});
  }
}

/// `kind: sequence`: those named come first. Policies that wait for each other never begin (R441).
class Sequences {
 public:
  explicit Sequences(Loading& loading) : loading_(loading) {
    for (const auto& policy : loading.pack.policies)
      for (const auto& conflict : policy.conflicts) {
        if (conflict.kind != "sequence") continue;
        for (std::size_t i = 0; i < conflict.with.size(); ++i) {
          const auto other = loading.pack.find(conflict.with[i], policy.head.valid_from);
          if (other.policy != nullptr)
            waits_[policy.head.id].push_back({other.policy->head.id, place_of(conflict, i)});
        }
      }
  }

  void check() {
    for (const auto& [id, first] : waits_) visit(id);
  }

 private:
  struct Edge {
    std::string first;
    Place place;
  };

  // The depth is that of the policies of one pack; each is visited once.
  void visit(const std::string& id) {
    if (done_.contains(id)) return;
    path_.push_back(id);
    if (const auto edges = waits_.find(id); edges != waits_.end())
      for (const auto& edge : edges->second) {
        const auto again = std::find(path_.begin(), path_.end(), edge.first);
        if (again == path_.end()) {
          visit(edge.first);
          continue;
        }
        std::string text;
        for (auto it = again; it != path_.end(); ++it) text += *it + " → ";
        loading_.findings.add("R441", edge.place, {{"path", text + edge.first}});
      }
    path_.pop_back();
    done_.insert(id);
  }

  Loading& loading_;
  std::map<std::string, std::vector<Edge>> waits_;
  std::vector<std::string> path_;
  std::set<std::string> done_;
};

}  // namespace

void check_stacking(Loading& loading) {
  check_pairs(loading);
  Sequences(loading).check();
}

}  // namespace leye::rules
