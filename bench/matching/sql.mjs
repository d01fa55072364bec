// The fit as one SQL statement: a second oracle, and the peer most offices have at hand.
// `divide` is the engine's floor division of integers: // in DuckDB, / in PostgreSQL.
export const tables = {
  seekers: "i floor least wish x y mode lim edu forms cannot licences no_dispatch given weights",
  vacancies: "j occ top expected x y form dispatch edu_min exp demands licences needs",
  occ: "i occ points months",
  needs: "j skill factor level weight",
  skills: "i skill level",
};

export const question = (divide) => `
WITH near AS (
  SELECT s.i, v.j, o.points, o.months, s.least, s.wish, s.lim, s.edu, s.given, s.weights, v.top, v.expected, v.edu_min, v.exp, v.needs,
    CAST(floor(sqrt(CAST((s.x - v.x) * (s.x - v.x) + (s.y - v.y) * (s.y - v.y) AS DOUBLE PRECISION))) AS BIGINT) * 130 ${divide} 100 AS road,
    CASE s.mode WHEN 0 THEN 0 WHEN 1 THEN 3 WHEN 2 THEN 12 ELSE 8 END AS start,
    CASE s.mode WHEN 0 THEN 12 WHEN 1 THEN 4 WHEN 2 THEN 3 ELSE 2 END AS per_km
  FROM occ o JOIN seekers s ON s.i = o.i JOIN vacancies v ON v.occ = o.occ
  WHERE v.top >= 0 AND s.floor <= v.top AND ((s.forms >> CAST(v.form AS INTEGER)) & 1) = 1 AND (v.demands & s.cannot) = 0
    AND (v.licences & s.licences) = v.licences AND NOT (v.dispatch = 1 AND s.no_dispatch = 1)),
timed AS (SELECT near.*, start + road * per_km ${divide} 1000 AS t FROM near),
reached AS (SELECT * FROM timed WHERE t <= lim),
skilled AS (
  SELECT r.i, r.j, sum(6 * n.factor * n.weight) AS den, sum(n.weight) AS asked,
    sum(CASE WHEN k.level IS NULL THEN 0 ELSE n.factor * n.weight * (6 * least(k.level, n.level) ${divide} n.level) END) AS num,
    sum(CASE WHEN k.level IS NULL THEN 0 ELSE n.weight END) AS shared
  FROM reached r JOIN needs n ON n.j = r.j LEFT JOIN skills k ON k.i = r.i AND k.skill = n.skill
  WHERE r.given = 1 GROUP BY r.i, r.j),
parts AS (
  SELECT r.i, r.j, r.points AS o,
    CASE WHEN r.needs = 0 THEN 120 WHEN r.given = 0 THEN 60
      ELSE CAST(150 * k.num AS BIGINT) ${divide} CAST(k.den AS BIGINT) + CAST(50 * k.shared AS BIGINT) ${divide} CAST(r.weights + k.asked - k.shared AS BIGINT) END AS s,
    CASE WHEN expected >= wish THEN 150 WHEN expected >= least THEN 60 + 90 * (expected - least) ${divide} (wish - least)
      ELSE 40 * least(greatest(0, top - r.least), greatest(1, wish - r.least)) ${divide} greatest(1, wish - r.least) END AS w,
    CASE WHEN t <= 15 THEN 150 ELSE 30 + 120 * (lim - t) ${divide} (lim - 15) END AS c,
    CASE WHEN edu_min = 0 THEN 50 WHEN edu - edu_min <= -2 THEN 0 WHEN edu - edu_min = -1 THEN 20 WHEN edu - edu_min <= 1 THEN 50
      WHEN edu - edu_min = 2 THEN 40 WHEN edu - edu_min = 3 THEN 25 ELSE 15 END AS e,
    CASE WHEN exp = 0 OR months >= exp THEN 50 ELSE 50 * months ${divide} exp END AS x
  FROM reached r LEFT JOIN skilled k ON k.i = r.i AND k.j = r.j),
ranked AS (
  SELECT i, j, o + s + w + c + e + x AS score, row_number() OVER (PARTITION BY i ORDER BY o + s + w + c + e + x DESC, j) AS place
  FROM parts WHERE s >= 40 AND o + s + w + c + e + x >= 600)
SELECT i, j, score FROM ranked WHERE place <= 20 ORDER BY i, place`;

/** FNV-1a 64 over little-endian triples, as the golden digests are. */
export function digest(rows) {
  const mask = (1n << 64n) - 1n;
  let hash = 0xcbf29ce484222325n;
  for (const row of rows)
    for (const value of row) {
      let rest = BigInt(value);
      for (let byte = 0; byte < 8; byte += 1, rest >>= 8n) hash = ((hash ^ (rest & 0xffn)) * 0x100000001b3n) & mask;
    }
  return hash.toString(16).padStart(16, "0");
}
