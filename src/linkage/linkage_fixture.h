#pragma once
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "codes/citizen_id.h"
#include "linkage/linkage.h"

namespace leye::linkage {

inline const std::string kPeople = R"yaml(linkage: 1
id: people
registers:
  ur: {unique_after_dedupe: true}
  si: {unique_after_dedupe: true}
plan:
  - {within: [ur], as: cluster}
  - {left: ur, right: si, as: one_to_one}
fields:
  name: {normalise: person_name, from: name}
  pinyin: {normalise: pinyin, of: name}
  id: {normalise: id_number, from: id_number}
  birth: {normalise: birth_date, from: birth, else: {from_id: id}}
  phone: {normalise: phone, from: phone, many: true}
tier1: {key: id, name: not_contradictory, conflict: review}
blocking:
  - {id: b_id, key: [id]}
  - {id: b_name_birth, key: [name.folded, birth]}
  - {id: b_pinyin_birth, key: [pinyin, birth]}
  - {id: b_phone, key: [phone], cap: 30, refine: [name.surname]}
  - {id: b_id14, key: [id.prefix(14)]}
  - {id: b_name, key: [name.folded], cap: 200}
comparisons:
  - id: name
    tf: {exact: name.folded, homophone: pinyin, floor: 1.0e-5}
    levels:
      - {id: exact, when: "equal(name.folded)"
}
      - {id: homophone, when: "homophone(name.folded)"}
      - {id: glyph, when: "glyph_similar(name.folded, 1)"}
      - {id: same_surname, when: "equal(name.surname)"}
      - {id: else}
  - id: id
    levels:
      - {id: exact_valid, when: "all(equal(id), flag(id, valid))"}
      - {id: one_edit, when: "all(osa(id) <= 1, not(both_flag(id, valid)))"}
      - {id: valid_differ, when: "both_flag(id, valid)"}
      - {id: else}
  - id: birth
    null_when: {id: [exact_valid, one_edit]}
    levels:
      - {id: exact, when: "equal(birth)"}
      - {id: swapped, when: "day_month_swapped(birth)"}
      - {id: else}
  - id: phone
    levels:
      - {id: exact, when: "equal(phone)"}
      - {id: one_edit, when: "osa(phone) <= 1"}
      - {id: else}
train:
  u: {pairs: 50000, seed: 7}
decide:
  link: {precision: 0.99}
  review: {probability: 0.02}
  margin: 1
)yaml";

inline const Date kToday = ymd(2020, 10, 31);

inline std::string citizen_id(int area, int year, int day, int sequence) {
  char text[32];
  std::snprintf(text, sizeof text, "1290%02d%04d%02d%02d%03d", area, year, day / 28 + 1,
                day % 28 + 1, sequence);
  return std::string(text) + codes::citizen_id_check(text);
}

/// People in two registers, with errors; the same numbers for the same seed.
struct Registers {
  InputRows ur{"ur", {"id", "name", "id_number", "birth", "phone"}, {}};
  InputRows si{"si", {"id", "name", "id_number", "birth", "phone"}, {}};

  Registers(int people, unsigned seed) {
    std::mt19937 random(seed);
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    const std::vector<std::string> surnames = {"王", "李", "张", "刘", "陈", "欧阳", "赵"};
    const std::vector<std::string> given = {"伟", "玮", "芳", "娜", "敏", "静",
                                            "婧", "磊", "洋", "扬", "勇", "杰"};
    for (int i = 0; i < people; ++i) {
      const std::string name = surnames[random() % surnames.size()] +
                               given[random() % given.size()] + given[random() % given.size()];
      const std::string id = citizen_id(below(40), 1960 + below(40), below(336), below(999));
      const std::string phone = "138" + std::to_string(10000000 + below(80000000));
      const std::string birth = id.substr(6, 4) + "-" + id.substr(10, 2) + "-" + id.substr(12, 2);
      std::vector<std::string> left = {"u" + std::to_string(i), name, id, "", phone};
      std::vector<std::string> right = {"s" + std::to_string(i), name, id, birth, phone};
      if (below(10) == 0) std::swap(right[2][8], right[2][9]);
      if (below(12) == 0) right[2].clear();
      if (below(15) == 0) left[1].clear();
      if (below(6) == 0) right[4] += "/139" + std::to_string(10000000 + below(80000000));
      if (below(5) == 0) right[4].clear();
      ur.rows.push_back(left);
      if (below(3) != 0) si.rows.push_back(right);
    }
  }
};

}  // namespace leye::linkage
