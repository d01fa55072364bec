-- How strongly somebody signed in, from where, and acting as what. A session without an id is of before and over.
ALTER TABLE session ADD COLUMN session_id {uuid};
ALTER TABLE session ADD COLUMN posting_id {uuid};
ALTER TABLE session ADD COLUMN device_id {uuid};
ALTER TABLE session ADD COLUMN strength {text};
ALTER TABLE session ADD COLUMN shown_at {instant};
ALTER TABLE session ADD COLUMN network {text};

-- Further posts of an account: a second role in a small unit, or the place of somebody on leave.
CREATE TABLE posting (
  posting_id {uuid} NOT NULL PRIMARY KEY,
  account_id {uuid} NOT NULL,
  role {text} NOT NULL,
  division {text} NOT NULL,
  rights {int} NOT NULL,
  stands_for {uuid},
  valid_from {date} NOT NULL,
  valid_to {date},
  ended_at {instant}
) {keyed};
CREATE INDEX posting_account ON posting (account_id);

-- The shared secret of a one-time code, sealed; a step is used once.
CREATE TABLE second_factor (
  account_id {uuid} NOT NULL PRIMARY KEY,
  secret {bytes} NOT NULL,
  made_at {instant} NOT NULL,
  confirmed_at {instant},
  last_step {int} NOT NULL
) {keyed};
CREATE TABLE recovery_code (
  account_id {uuid} NOT NULL,
  code_digest {bytes} NOT NULL,
  used_at {instant},
  PRIMARY KEY (account_id, code_digest)
) {keyed};

-- A phone that was bound with a second factor: its PIN opens a shift on it and nowhere else.
CREATE TABLE device (
  device_id {uuid} NOT NULL PRIMARY KEY,
  account_id {uuid} NOT NULL,
  token_digest {bytes} NOT NULL UNIQUE,
  label {text} NOT NULL,
  pin_hash {text} NOT NULL,
  failures {int} NOT NULL,
  bound_at {instant} NOT NULL,
  used_at {instant},
  revoked_at {instant}
) {keyed};
CREATE INDEX device_account ON device (account_id);

-- led by the challenge: whoever asks gets one, also where no code was sent.
CREATE TABLE phone_code (
  challenge_id {uuid} NOT NULL PRIMARY KEY,
  person_id {uuid} NOT NULL,
  code_digest {bytes} NOT NULL,
  tries {int} NOT NULL,
  made_at {instant} NOT NULL,
  used_at {instant}
) {keyed};
CREATE INDEX phone_code_person ON phone_code (person_id, made_at);

-- led by the account whose own file it is.
CREATE TABLE account_person (
  account_id {uuid} NOT NULL PRIMARY KEY,
  person_id {uuid} NOT NULL UNIQUE
) {keyed};

-- Who confirmed which wording of a text, for which campaign.
CREATE TABLE confirmation (
  account_id {uuid} NOT NULL,
  notice {text} NOT NULL,
  campaign {text} NOT NULL,
  version {text} NOT NULL,
  text_digest {bytes} NOT NULL,
  confirmed_at {instant} NOT NULL,
  PRIMARY KEY (account_id, notice, campaign, text_digest)
) {keyed};

-- led by the account: whom a window found by full id and reason, and until when it serves her.
CREATE TABLE window_visit (
  account_id {uuid} NOT NULL,
  person_id {uuid} NOT NULL,
  until {instant} NOT NULL,
  PRIMARY KEY (account_id, person_id)
) {keyed};

-- What an account did, for the report of an agreement.
CREATE INDEX audit_leaf_account ON audit_leaf (account_id, leaf_id);
CREATE INDEX application_beneficiary ON application (beneficiary) WHERE beneficiary IS NOT NULL;
