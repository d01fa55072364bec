-- Which keys have sealed anything here. `proof` is a known text sealed with the key: a wrong or missing key is
-- told at the start, by its id. `resealed_at` says that nothing older is left.
CREATE TABLE sealing_key (
  key_id {int} NOT NULL PRIMARY KEY,
  proof {bytes} NOT NULL,
  since {instant} NOT NULL,
  resealed_at {instant}
) {table};

-- What a rotation to a key has finished; a process that dies goes on after it.
CREATE TABLE reseal_step (
  key_id {int} NOT NULL,
  step {text} NOT NULL,
  PRIMARY KEY (key_id, step)
) {keyed};

-- What the chain holds of a sealed reason: its keyed digest, which stays when the reason is sealed anew.
ALTER TABLE audit_leaf ADD COLUMN reason_mark {bytes};

-- Each leaf is chained to the one before it, so that the first changed one can be named; `seal.link` is the link of
-- its last leaf. Seals of before have none.
ALTER TABLE audit_leaf ADD COLUMN link {bytes};
ALTER TABLE seal ADD COLUMN link {bytes};
