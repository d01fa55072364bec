#include <algorithm>

#include "rules/pack/loading.h"

namespace leye::rules {
namespace {

/// What `where` of a derivation is read over: ledger entries as `e`, or the rows of a list fact.
CheckOptions row_options(const Environment& env, const DeriveDecl& derive) {
  CheckOptions options;
  options.must_be_bool = true;
  options.row_name = "e";
  options.row_record = env.record_index(kLedgerEntry);
  const auto* list = env.find_fact(derive.over);
  if (list != nullptr && list->type.is_list() && list->type.element == Kind::kRecord)
    options.row_record = list->type.index;
  return options;
}

void compile_derive(const Fields& fact, FactDecl& decl, FactSupply& supply, Loading& loading) {
  const auto* node = fact.find("derive");
  if (node == nullptr || !decl.derive) return;
  const auto& env = loading.pack.environment;
  const Fields derive(fact.file(), *node, loading.findings);
  if (decl.derive->kind.empty()) {
    fact.wrong(*node, "'derive' says no way", "expr, count, sum, first, latest or exists");
    return;
  }
  if (decl.derive->kind == "expr") {
    const PackExpression expr = derive.expression("expr", env);
    supply.expr = expr.compiled;
    if (supply.expr && supply.expr->type() != decl.type)
      fact.wrong(*node,
                 "'derive' gives " + env.type_name(supply.expr->type()) + ", the fact is " +
                     env.type_name(decl.type),
                 "give both the same type");
  }
  if (derive.has("where"))
    supply.where = derive.expression("where", env, row_options(env, *decl.derive)).compiled;
}

/// Facts a derivation reads; the aggregate over a list fact reads that list.
std::vector<FactIndex> reads_of(const Pack& pack, FactIndex fact) {
  std::vector<FactIndex> result;
  const auto& supply = pack.supplies[fact];
  for (const auto* expr : {supply.expr.get(), supply.where.get(), supply.closed_for.get()})
    if (expr != nullptr)
      for (const auto& read : expr->reads()) result.push_back(read.fact);
  const auto& derive = pack.environment.facts[fact].derive;
  if (derive)
    if (const auto over = pack.environment.fact(derive->over); over != kNoFact)
      result.push_back(over);
  return result;
}

/// The path back to a fact on the stack, or nothing (R440).
bool find_cycle(const Pack& pack, FactIndex fact, std::vector<FactIndex>& path,
                std::vector<bool>& done) {
  const auto again = std::find(path.begin(), path.end(), fact);
  if (again != path.end()) {
    path.erase(path.begin(), again);
    path.push_back(fact);
    return true;
  }
  if (done[fact]) return false;
  path.push_back(fact);
  for (const auto next : reads_of(pack, fact))
    if (next < done.size() && find_cycle(pack, next, path, done)) return true;
  path.pop_back();
  done[fact] = true;
  return false;
}

void check_cycles(Loading& loading) {
  const auto& pack = loading.pack;
  std::vector<bool> done(pack.environment.facts.size(), false);
  for (FactIndex fact = 0; fact < done.size(); ++fact) {
    std::vector<FactIndex> path;
    if (!find_cycle(pack, fact, path, done)) continue;
    std::string text;
    for (const auto step : path)
      text += (text.empty() ? "" : " → ") + pack.environment.facts[step].name;
    loading.findings.add("R440", pack.environment.facts[path.front()].place, {{"path", text}});
    return;
  }
}

}  // namespace

void load_derivations(Loading& loading) {
  auto& pack = loading.pack;
  loading.each("catalogue", [&](const SourceFile& file) {
    const Fields catalogue(file, file.root, loading.findings);
    for (const auto& item : catalogue.list("facts")) {
      const Fields fields(file, item, loading.findings);
      const auto index = pack.environment.fact(fields.text("name"));
      if (index == kNoFact) continue;
      auto& fact = pack.environment.facts[index];
      CheckOptions must_be_bool;
      must_be_bool.must_be_bool = true;
      if (fields.has("closed_for")) {
        const PackExpression expr = fields.expression("closed_for", pack.environment, must_be_bool);
        pack.supplies[index].closed_for = expr.compiled;
        fact.closed_for = expr.text;
      }
      compile_derive(fields, fact, pack.supplies[index], loading);
    }
  });
  check_cycles(loading);
}

}  // namespace leye::rules
