#include "access/audit_chain.h"

#include <algorithm>
#include <charconv>

#include "access/seal.h"

namespace leye::access {
namespace {

constexpr int kReason = 11;
constexpr int kMark = 12;
constexpr int kLink = 13;

template <class T>
std::string text_of(const std::optional<T>& value) {
  return value ? to_text(*value) : std::string();
}

Result<void> add_leaf(Hasher& chain, const store::Row& row) {
  LEYE_TRY(const auto subject, row.get<Uuid>(0));
  LEYE_TRY(const auto leaf, row.get<Uuid>(1));
  LEYE_TRY(const auto command, row.get<std::optional<Uuid>>(2));
  LEYE_TRY(const auto at, row.get<std::int64_t>(3));
  LEYE_TRY(const auto account, row.get<std::optional<Uuid>>(4));
  LEYE_TRY(const auto query, row.get<std::optional<Digest>>(9));
  LEYE_TRY(const auto count, row.get<std::optional<std::int64_t>>(10));
  LEYE_TRY(const auto reason, row.get<std::optional<store::Bytes>>(kReason));
  LEYE_TRY(const auto mark, row.get<std::optional<Digest>>(kMark));
  chain.field(to_text(subject)).field(to_text(leaf)).field(text_of(command)).add(at);
  chain.field(text_of(account));
  for (int column = 5; column <= 8; ++column) {
    LEYE_TRY(const auto text, row.get<std::optional<std::string>>(column));
    chain.field(text.value_or(std::string()));
  }
  chain.field(text_of(query)).field(count ? std::to_string(*count) : std::string());
  const auto sealed = reason ? store::to_string(*reason) : std::string();
  chain.field(mark ? "mark " + to_text(*mark) : sealed);
  return {};
}

std::string leaves_of_seal() {
  return "SELECT " + std::string(kLeafColumns) +
         ", link FROM audit_leaf WHERE seal = ? ORDER BY leaf_id, subject_id";
}

tl::unexpected<Error> broken(std::int64_t seal, const Result<Uuid>& leaf) {
  return fail("audit.broken", leaf ? "audit_leaf " + to_text(*leaf) : "audit_leaf",
              {{"seal", std::to_string(seal)}});
}
tl::unexpected<Error> broken(std::int64_t seal) {
  return fail("audit.broken", "seal " + std::to_string(seal), {{"seal", std::to_string(seal)}});
}

/// The reason opens and is the one that was chained.
bool reason_holds(const KeyRing& keys, const store::Row& row) {
  const auto id = row.get<Uuid>(1);
  const auto mark = row.get<std::optional<Digest>>(kMark);
  const auto sealed = sealed_at(row, kReason);
  if (!id || !mark || !sealed) return false;
  if (!*mark) return true;
  const auto leaf = to_text(*id);
  if (!*sealed) return false;
  const auto plain = keys.open({"audit_leaf", "reason", leaf}, **sealed);
  return plain && keys.keyed_digest("audit_reason", {leaf, *plain}) == **mark;
}

/// Recomputes one seal after another.
class Verifier {
 public:
  Verifier(store::Reader& reader, const KeyRing* keys) : reader_(reader), keys_(keys) {}

  Result<void> seal(const SealHead& seal) {
    const auto number = report.seals + 1;
    if (seal.seal != number || seal.previous != report.head || seal.at < last_at_)
      return broken(number);
    std::int64_t leaves = 0;
    Hasher whole;  // of a seal of before links
    whole.field(to_text(report.head)).add(seal.seal).add(seal.at.micros()).add(seal.commands);
    LEYE_CHECK(reader_.for_each({leaves_of_seal(), {seal.seal}},
                                [&](const store::Row& row) -> Result<void> {
                                  ++leaves;
                                  return seal.link ? leaf(row, seal.seal) : add_leaf(whole, row);
                                }));
    if (seal.link && *seal.link != link_) return broken(number);
    const auto head = seal.link ? head_after(report.head, seal) : whole.add(leaves).finish();
    if (leaves != seal.leaves || head != seal.head) return broken(number);
    report.head = head;
    report.leaves += leaves;
    report.seals = number;
    last_at_ = seal.at;
    return {};
  }

  AuditReport report;

 private:
  Result<void> leaf(const store::Row& row, std::int64_t seal) {
    const auto link = leaf_link(link_, row);
    const auto stored = row.get<std::optional<Digest>>(kLink);
    if (!link || !stored || *stored != *link) return broken(seal, row.get<Uuid>(1));
    if (keys_ != nullptr && !reason_holds(*keys_, row)) return broken(seal, row.get<Uuid>(1));
    link_ = *link;
    return {};
  }

  store::Reader& reader_;
  const KeyRing* keys_;
  Digest link_{};
  Instant last_at_;
};

struct Last {
  Digest head{};
  Digest link{};
  Instant at;
};
Result<Last> last_seal(store::Reader& reader) {
  LEYE_TRY(const auto row, (reader.find<Digest, Instant>(
                               "SELECT head, sealed_at FROM seal ORDER BY seal DESC LIMIT 1")));
  Last last;
  if (!row) return last;
  std::tie(last.head, last.at) = *row;
  // Links run on through the seals; before the first of them the chain of links begins.
  LEYE_TRY(const auto link,
           reader.find<Digest>(
               "SELECT link FROM seal WHERE link IS NOT NULL ORDER BY seal DESC LIMIT 1"));
  last.link = link.value_or(Digest{});
  return last;
}

template <class T>
bool number_of(std::string_view text, T& out) {
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), out);
  return bad == std::errc() && end == text.data() + text.size();
}

bool digest_from(std::string_view text, Digest& out) {
  const auto bytes = from_hex(text);
  if (!bytes || bytes->size() != out.size()) return false;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return true;
}

bool head_from(std::string_view line, SealHead& out) {
  std::array<std::string_view, 7> cells;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto comma = line.find(',');
    if ((comma == std::string_view::npos) != (i + 1 == cells.size())) return false;
    cells[i] = line.substr(0, comma);
    line.remove_prefix(std::min(line.size(), cells[i].size() + 1));
  }
  std::int64_t at = 0;
  bool good = number_of(cells[0], out.seal) && number_of(cells[1], at) &&
              number_of(cells[2], out.commands) && number_of(cells[3], out.leaves) &&
              digest_from(cells[4], out.previous) && digest_from(cells[6], out.head);
  out.at = Instant(at);
  if (cells[5].empty()) return good;
  out.link.emplace();
  return good && digest_from(cells[5], *out.link);
}

constexpr std::string_view kHeadsHeader = "seal,sealed_at,commands,leaves,previous,link,head";

}  // namespace

Result<Digest> leaf_link(const Digest& before, const store::Row& row) {
  Hasher chain;
  chain.field(to_text(before));
  LEYE_CHECK(add_leaf(chain, row));
  return chain.finish();
}

Digest head_after(const Digest& before, const SealHead& seal) {
  Hasher chain;
  chain.field(to_text(before)).add(seal.seal).add(seal.at.micros()).add(seal.commands);
  chain.field(text_of(seal.link)).add(seal.leaves);
  return chain.finish();
}

Result<std::int64_t> chain_leaves(store::Transaction& tx, std::int64_t seal, std::int64_t commands,
                                  Instant now) {
  LEYE_TRY(const auto last, last_seal(tx));
  Digest link = last.link;
  store::Values updates;
  std::int64_t leaves = 0;
  const store::Sql unsealed{"SELECT " + std::string(kLeafColumns) +
                            " FROM audit_leaf WHERE seal IS NULL ORDER BY leaf_id, subject_id"};
  LEYE_CHECK(tx.for_each(unsealed, [&](const store::Row& row) -> Result<void> {
    LEYE_TRY(link, leaf_link(link, row));
    LEYE_TRY(const auto subject, row.get<Uuid>(0));
    LEYE_TRY(const auto leaf, row.get<Uuid>(1));
    for (const auto& value :
         {store::Value(seal), store::Value(link), store::Value(subject), store::Value(leaf)})
      updates.push_back(value);
    ++leaves;
    return {};
  }));
  // A leaf committed in between is not among them and stays for the next seal.
  LEYE_CHECK(tx.execute_each(
      "UPDATE audit_leaf SET seal = ?, link = ? WHERE subject_id = ? AND leaf_id = ?", 4, updates));
  SealHead head{seal, std::max(now, last.at), commands, leaves, last.head, link, {}};
  head.head = head_after(last.head, head);
  LEYE_CHECK(tx.execute(
      "INSERT INTO seal (seal, sealed_at, commands, leaves, previous, link, head) VALUES (?, ?, ?, "
      "?, ?, ?, ?)",
      seal, head.at, commands, leaves, head.previous, head.link, head.head));
  return leaves;
}

Result<std::vector<SealHead>> audit_heads(store::Reader& reader) {
  LEYE_TRY(auto rows, (reader.query<std::int64_t, Instant, std::int64_t, std::int64_t, Digest,
                                    std::optional<Digest>, Digest>(
                          "SELECT seal, sealed_at, commands, leaves, previous, link, head FROM "
                          "seal ORDER BY seal")));
  std::vector<SealHead> heads;
  for (const auto& [seal, at, commands, leaves, previous, link, head] : rows)
    heads.push_back({seal, at, commands, leaves, previous, link, head});
  return heads;
}

std::string heads_text(std::span<const SealHead> heads) {
  std::string out(kHeadsHeader);
  out += '\n';
  for (const auto& h : heads)
    out += std::to_string(h.seal) + ',' + std::to_string(h.at.micros()) + ',' +
           std::to_string(h.commands) + ',' + std::to_string(h.leaves) + ',' + to_text(h.previous) +
           ',' + text_of(h.link) + ',' + to_text(h.head) + '\n';
  return out;
}

Result<std::vector<SealHead>> read_heads(std::string_view text) {
  std::vector<SealHead> heads;
  for (int number = 1; !text.empty(); ++number) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    SealHead head;
    const bool good = number == 1 ? line == kHeadsHeader : head_from(line, head);
    if (!good) return fail("audit.heads_format", "line " + std::to_string(number));
    if (number > 1) heads.push_back(head);
  }
  if (heads.empty()) return fail("audit.heads_format", "line 1");
  return heads;
}

Result<AuditReport> verify_audit(store::Reader& reader, const KeyRing* keys) {
  LEYE_TRY(const auto heads, audit_heads(reader));
  Verifier verifier(reader, keys);
  for (const auto& seal : heads) LEYE_CHECK(verifier.seal(seal));
  LEYE_TRY(const auto stray, (reader.find<Uuid, std::int64_t>(
                                 "SELECT leaf_id, seal FROM audit_leaf WHERE seal IS NOT NULL AND "
                                 "(seal > ? OR seal < ?) ORDER BY leaf_id LIMIT 1",
                                 verifier.report.seals, 1)));
  if (stray) return broken(std::get<1>(*stray), std::get<0>(*stray));
  LEYE_TRY(verifier.report.waiting,
           reader.one<std::int64_t>("SELECT count(*) FROM audit_leaf WHERE seal IS NULL"));
  return verifier.report;
}

Result<void> compare_heads(std::span<const SealHead> kept, std::span<const SealHead> ours) {
  for (const auto& head : kept) {
    const auto name = std::to_string(head.seal);
    const auto found = std::find_if(ours.begin(), ours.end(),
                                    [&](const SealHead& own) { return own.seal == head.seal; });
    if (found == ours.end()) return fail("audit.head_missing", {}, {{"seal", name}});
    if (found->head != head.head) return fail("audit.head_differs", {}, {{"seal", name}});
  }
  return {};
}

Result<AuditReport> verify_heads(std::span<const SealHead> kept) {
  AuditReport report;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto& head = kept[i];
    const bool follows = i == 0 || (head.previous == kept[i - 1].head &&
                                    head.seal == kept[i - 1].seal + 1 && head.at >= kept[i - 1].at);
    if (!follows || (head.link && head_after(head.previous, head) != head.head))
      return broken(head.seal);
    ++report.seals;
    report.leaves += head.leaves;
    report.head = head.head;
  }
  return report;
}

}  // namespace leye::access
