#include <algorithm>

#include "rules/pack/loading.h"

namespace leye::rules {
namespace {

using sheets::YamlNode;

Campaign read_campaign(const SourceFile& file, Findings& findings) {
  const Fields fields(file, file.root, "campaign", {"kind", "id", "version", "title", "period"},
                      {"judge_from", "weeks", "months", "regions", "basis", "requires", "theme",
                       "contacts", "issuer", "notice_date", "published_on"},
                      findings);
  Campaign campaign;
  campaign.id = fields.text("id");
  campaign.version = fields.text("version");
  campaign.title = fields.words("title");
  campaign.theme = fields.text("theme");
  campaign.judge_from = fields.date("judge_from");
  campaign.regions = fields.texts("regions");
  campaign.requires_packs = fields.texts("requires");
  if (const auto* node = fields.find("period")) {
    const Fields period(file, *node, "period", {"from", "to"}, {}, findings);
    const auto from = period.date("from");
    const auto to = period.date("to");
    if (from && to) campaign.period = Period{*from, *to};
    if (from && to && *to < *from)
      findings.add("R411", period.place_of("from"), {{"a", to_text(*from)}, {"b", to_text(*to)}});
  }
  if (const auto* node = fields.find("weeks")) {
    const Fields weeks(file, *node, "weeks", {"first", "last"}, {"grace"}, findings);
    campaign.first_week = weeks.text("first");
    campaign.last_week = weeks.text("last");
    campaign.grace_weeks = weeks.texts("grace");
  }
  if (const auto* node = fields.find("months")) {
    const Fields months(file, *node, "months", {}, {"grace"}, findings);
    campaign.grace_months = months.texts("grace");
  }
  for (const auto& item : fields.list("basis")) {
    const Fields basis(file, item, "basis", {"document", "title"}, {"issuer", "date"}, findings);
    campaign.basis.push_back(
        {basis.text("document"), basis.text("title"), basis.text("issuer"), basis.text("date")});
  }
  return campaign;
}

void read_clauses(const SourceFile& file, Pack& pack, Findings& findings) {
  const Fields fields(file, file.root, "clauses", {"kind", "clauses"}, {"doc"}, findings);
  for (const auto& item : fields.list("clauses")) {
    const Fields row(file, item, "clause", {"id", "text"}, {"doc", "number", "place", "certainty"},
                     findings);
    Clause clause;
    clause.id = row.text("id");
    clause.doc = row.has("doc") ? row.text("doc") : fields.text("doc");
    clause.number = row.text("number");
    clause.place = row.text("place");
    clause.text = row.text("text");
    clause.certainty = row.has("certainty") ? row.text("certainty") : "order";
    if (pack.clause(clause.id) != nullptr)
      findings.add("R008", row.place_of("id"),
                   {{"id", clause.id}, {"file", file.path}, {"line", "1"}});
    pack.clauses.push_back(std::move(clause));
  }
}

void read_papers(const SourceFile& file, Pack& pack, Findings& findings) {
  const Fields fields(file, file.root, "evidence", {"kind", "papers"}, {}, findings);
  for (const auto& item : fields.list("papers")) {
    const Fields row(file, item, "paper", {"id", "title"}, {"register", "deferrable", "note"},
                     findings);
    Paper paper{row.text("id"), row.words("title"), row.text("register"), row.place_of("id")};
    if (const auto* other = pack.paper(paper.id))
      findings.add("R008", paper.place,
                   {{"id", paper.id},
                    {"file", other->place.file},
                    {"line", std::to_string(other->place.line)}});
    pack.papers.push_back(std::move(paper));
  }
}

}  // namespace

void Loading::each(std::string_view kind,
                   const std::function<void(const SourceFile&)>& visit) const {
  for (const auto& file : files) {
    const auto* key = file.root.find("kind");
    if (key != nullptr && key->text == kind) visit(file);
  }
}

void load_basics(Loading& loading) {
  loading.each("campaign", [&](const SourceFile& file) {
    loading.pack.campaign = read_campaign(file, loading.findings);
  });
  loading.each("clauses",
               [&](const SourceFile& file) { read_clauses(file, loading.pack, loading.findings); });
  loading.each("evidence",
               [&](const SourceFile& file) { read_papers(file, loading.pack, loading.findings); });
}

}  // namespace leye::rules
