-- What belongs to one person alone is sealed with a key of her own, made from the master key and this salt. Without
-- the row nothing of it opens again, in no copy that lacks the row.
CREATE TABLE person_key (
  person_id {uuid} NOT NULL PRIMARY KEY,
  salt {bytes} NOT NULL
) {keyed};

-- Who was erased, when and by whom; ids only. A restored backup is erased again by it.
CREATE TABLE erasure (
  person_id {uuid} NOT NULL PRIMARY KEY,
  erased_at {instant} NOT NULL,
  account_id {uuid}
) {keyed};

-- A person whose file is kept for now: a lawsuit, an audit. `law` says which rule asks for it.
CREATE TABLE person_hold (
  person_id {uuid} NOT NULL,
  hold_id {uuid} NOT NULL,
  placed_on {date} NOT NULL,
  until {date} NOT NULL,
  law {text} NOT NULL,
  PRIMARY KEY (person_id, hold_id)
) {keyed};
