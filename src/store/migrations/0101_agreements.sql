-- Agreements with agencies (保密协议) and mandates of auditors: one kind of paper, one shape. Access
-- opens and closes with state and dates; nobody has to remember.
CREATE TABLE agreement (
  agreement_id {uuid} NOT NULL PRIMARY KEY,
  kind {text} NOT NULL CHECK (kind IN ('agency', 'audit')),
  number {text} NOT NULL,
  party {text} NOT NULL,
  other_party {text} NOT NULL,
  purposes {int} NOT NULL,
  fields {int} NOT NULL,
  valid_from {date} NOT NULL,
  valid_to {date} NOT NULL,
  state {text} NOT NULL CHECK (state IN ('drafted', 'active', 'suspended', 'terminated')),
  scan {bytes},
  scan_type {text},
  made_by {uuid},
  made_at {instant} NOT NULL,
  signed_on {date},
  ended_on {date},
  destroyed_on {date},
  version {int} NOT NULL
) {keyed};
CREATE TABLE agreement_division (
  agreement_id {uuid} NOT NULL,
  division {text} NOT NULL,
  PRIMARY KEY (agreement_id, division)
) {keyed};
CREATE TABLE agreement_account (
  agreement_id {uuid} NOT NULL,
  account_id {uuid} NOT NULL,
  named_at {instant} NOT NULL,
  removed_at {instant},
  PRIMARY KEY (agreement_id, account_id)
) {keyed};
CREATE INDEX agreement_account_of ON agreement_account (account_id);
