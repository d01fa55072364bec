-- Accounts and their sessions. A password is an argon2id text, a session token is kept as its digest.
CREATE TABLE account (
  account_id {uuid} NOT NULL PRIMARY KEY,
  login {text} NOT NULL UNIQUE,
  name {text} NOT NULL,
  role {text} NOT NULL,
  division {text} NOT NULL,
  rights {int} NOT NULL,
  locale {text} NOT NULL,
  password_hash {text} NOT NULL,
  created_at {instant} NOT NULL,
  closed_at {instant},
  version {int} NOT NULL
) {table};

CREATE TABLE session (
  token_digest {bytes} NOT NULL PRIMARY KEY,
  account_id {uuid} NOT NULL,
  created_at {instant} NOT NULL,
  seen_at {instant} NOT NULL,
  expires_at {instant} NOT NULL
) {keyed};
CREATE INDEX session_account ON session (account_id);

-- Failures by (login, client): who attacks an account locks only himself out.
CREATE TABLE sign_in_failure (
  source {bytes} NOT NULL PRIMARY KEY,
  failures {int} NOT NULL,
  last_at {instant} NOT NULL
) {keyed};

-- One leaf an act. subject_id is the person (or other subject) it concerns, the nil id where none.
CREATE TABLE audit_leaf (
  subject_id {uuid} NOT NULL,
  leaf_id {uuid} NOT NULL,
  command_id {uuid},
  at {instant} NOT NULL,
  account_id {uuid},
  action {text} NOT NULL,
  purpose {text},
  scope {text},
  field {text},
  query_digest {bytes},
  row_count {int},
  reason {bytes},
  seal {int},
  PRIMARY KEY (subject_id, leaf_id)
) {table};
CREATE INDEX audit_leaf_seal ON audit_leaf (seal, leaf_id);

-- The one axis of "known", and the chain over the leaves stamped with it.
CREATE TABLE seal (
  seal {int} NOT NULL PRIMARY KEY,
  sealed_at {instant} NOT NULL,
  commands {int} NOT NULL,
  leaves {int} NOT NULL,
  previous {bytes} NOT NULL,
  head {bytes} NOT NULL
) {table};
