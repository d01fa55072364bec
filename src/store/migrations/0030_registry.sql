-- Who and what is known. Rows made by a run carry run_id and are read only when it is committed.
CREATE TABLE division (
  code {text} NOT NULL,
  name {text} NOT NULL,
  level {text} NOT NULL,
  parent {text},
  valid_from {date} NOT NULL,
  valid_to {date},
  PRIMARY KEY (code, valid_from)
) {keyed};
CREATE INDEX division_parent ON division (parent);

-- Every division is its own ancestor.
CREATE TABLE division_closure (
  ancestor {text} NOT NULL,
  descendant {text} NOT NULL,
  valid_from {date} NOT NULL,
  valid_to {date},
  PRIMARY KEY (ancestor, descendant, valid_from)
) {keyed};
CREATE INDEX division_closure_up ON division_closure (descendant, ancestor);

-- record_id follows from register and key: all versions of a row have one, and links stay with it.
CREATE TABLE record (
  register {text} NOT NULL,
  record_key {text} NOT NULL,
  version {int} NOT NULL,
  record_id {uuid} NOT NULL,
  run_id {uuid} NOT NULL,
  row_no {int} NOT NULL,
  valid_from {date},
  valid_to {date},
  id_key {bytes},
  phone_key {bytes},
  content {bytes} NOT NULL,
  payload {text} NOT NULL,
  sealed {bytes},
  PRIMARY KEY (register, record_key, version)
) {table};
CREATE INDEX record_id ON record (record_id);
CREATE INDEX record_run ON record (run_id, row_no);

CREATE TABLE person (
  person_id {uuid} NOT NULL PRIMARY KEY,
  run_id {uuid},
  created_on {date} NOT NULL
) {keyed};
CREATE INDEX person_run ON person (run_id) WHERE run_id IS NOT NULL;

-- The best values of the records, as each run found them; the newest committed run's row holds.
CREATE TABLE person_detail (
  person_id {uuid} NOT NULL,
  number {int} NOT NULL,
  run_id {uuid},
  name {text},
  sex {text},
  birth {date},
  place {text},
  tags {text},
  citizen_id {bytes},
  phone {bytes},
  address {bytes},
  id_key {bytes},
  phone_key {bytes},
  PRIMARY KEY (person_id, number)
) {table};
CREATE INDEX person_detail_id_key ON person_detail (id_key);
CREATE INDEX person_detail_phone_key ON person_detail (phone_key);
CREATE INDEX person_detail_run ON person_detail (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE person_identity (
  id_hash {bytes} NOT NULL PRIMARY KEY,
  person_id {uuid} NOT NULL,
  run_id {uuid}
) {keyed};
CREATE INDEX person_identity_person ON person_identity (person_id);

-- A merge: read the member as the root, from one seal to another. No row is rewritten.
CREATE TABLE person_alias (
  member {uuid} NOT NULL,
  from_command {uuid} NOT NULL,
  root {uuid} NOT NULL,
  from_seal {int},
  to_command {uuid},
  to_seal {int},
  PRIMARY KEY (member, from_command)
) {table};
CREATE INDEX person_alias_root ON person_alias (root);

-- The office responsible from a day on, until the next row or valid_to.
CREATE TABLE responsibility (
  person_id {uuid} NOT NULL,
  division {text} NOT NULL,
  valid_from {date} NOT NULL,
  valid_to {date},
  run_id {uuid},
  PRIMARY KEY (person_id, valid_from)
) {keyed};
CREATE INDEX responsibility_division ON responsibility (division, person_id);
CREATE INDEX responsibility_run ON responsibility (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE employer (
  employer_id {uuid} NOT NULL PRIMARY KEY,
  run_id {uuid},
  created_on {date} NOT NULL
) {keyed};
CREATE INDEX employer_run ON employer (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE employer_detail (
  employer_id {uuid} NOT NULL,
  number {int} NOT NULL,
  run_id {uuid},
  name {text},
  uscc {text},
  division {text},
  body {text},
  PRIMARY KEY (employer_id, number)
) {table};
CREATE INDEX employer_detail_run ON employer_detail (run_id) WHERE run_id IS NOT NULL;

-- `number` is a unified social credit code or, where none is known, a normalised name.
CREATE TABLE employer_identity (
  number {text} NOT NULL PRIMARY KEY,
  employer_id {uuid} NOT NULL,
  run_id {uuid}
) {keyed};

-- Application units: a hire, a business, a vacancy … led by the person or employer it belongs to.
CREATE TABLE unit (
  anchor_id {uuid} NOT NULL,
  unit_id {uuid} NOT NULL,
  kind {text} NOT NULL,
  person_id {uuid},
  employer_id {uuid},
  record_id {uuid},
  run_id {uuid},
  PRIMARY KEY (anchor_id, unit_id)
) {table};
CREATE INDEX unit_id ON unit (unit_id);
CREATE INDEX unit_kind ON unit (kind);
CREATE INDEX unit_person ON unit (person_id);
CREATE INDEX unit_employer ON unit (employer_id);
CREATE INDEX unit_run ON unit (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE link (
  subject_id {uuid} NOT NULL,
  record_id {uuid} NOT NULL,
  number {int} NOT NULL,
  subject_kind {text} NOT NULL,
  tier {text} NOT NULL,
  score {int},
  run_id {uuid},
  command_id {uuid},
  ended_run {uuid},
  ended_command {uuid},
  PRIMARY KEY (subject_id, record_id, number)
) {table};
CREATE INDEX link_record ON link (record_id);
CREATE INDEX link_run ON link (run_id) WHERE run_id IS NOT NULL;
