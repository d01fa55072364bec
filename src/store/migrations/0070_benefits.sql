-- What screening found somebody to be entitled to, once per policy, subject and period. `beneficiary` is the
-- person whom it is about where the payee is an employer.
-- led by the payee, a person or an employer.
CREATE TABLE entitlement (
  payee_id {uuid} NOT NULL,
  policy {text} NOT NULL,
  subject_id {uuid} NOT NULL,
  period {text} NOT NULL,
  entitlement_id {uuid} NOT NULL,
  payee_kind {text} NOT NULL,
  subject_kind {text} NOT NULL,
  beneficiary {uuid},
  division {text},
  code {text} NOT NULL,
  item {text} NOT NULL,
  fen {fen},
  paid_by {text} NOT NULL,
  pack {text} NOT NULL,
  found_on {date} NOT NULL,
  run_id {uuid} NOT NULL,
  PRIMARY KEY (payee_id, policy, subject_id, period)
) {table};
CREATE INDEX entitlement_id ON entitlement (entitlement_id);
CREATE INDEX entitlement_run ON entitlement (run_id);

-- The stage and the people who acted are what replay of the payee's entries says (benefits/stages.h).
-- led by the payee, a person or an employer.
CREATE TABLE application (
  payee_id {uuid} NOT NULL,
  application_id {uuid} NOT NULL,
  payee_kind {text} NOT NULL,
  entitlement_id {uuid} NOT NULL,
  policy {text} NOT NULL,
  code {text} NOT NULL,
  subject_kind {text} NOT NULL,
  subject_id {uuid} NOT NULL,
  beneficiary {uuid},
  period {text} NOT NULL,
  division {text},
  pack {text} NOT NULL,
  fen {fen} NOT NULL,
  submitted_on {date} NOT NULL,
  stage {text} NOT NULL,
  deferred_until {date},
  enterer {uuid},
  reviewer1 {uuid},
  reviewer2 {uuid},
  payer {uuid},
  version {int} NOT NULL,
  PRIMARY KEY (payee_id, application_id)
) {table};
CREATE INDEX application_id ON application (application_id);
CREATE INDEX application_stage ON application (stage, division);

-- What is asked for, priced when it was submitted: one row an item and month, never priced again.
CREATE TABLE application_row (
  payee_id {uuid} NOT NULL,
  application_id {uuid} NOT NULL,
  item {text} NOT NULL,
  month {text} NOT NULL,
  fen {fen} NOT NULL,
  PRIMARY KEY (payee_id, application_id, item, month)
) {table};

CREATE TABLE payment_batch (
  batch_id {uuid} NOT NULL PRIMARY KEY,
  number {int} NOT NULL UNIQUE,
  division {text} NOT NULL,
  items {int} NOT NULL,
  fen {fen} NOT NULL,
  made_by {uuid} NOT NULL,
  made_on {date} NOT NULL,
  signed_by {uuid},
  signed_on {date},
  file {text},
  file_digest {bytes}
) {keyed};

-- led by the batch: it is one file, written and signed at once.
CREATE TABLE payment_item (
  batch_id {uuid} NOT NULL,
  line {int} NOT NULL,
  payee_id {uuid} NOT NULL,
  application_id {uuid} NOT NULL,
  fen {fen} NOT NULL,
  state {text} NOT NULL,
  reason {text},
  PRIMARY KEY (batch_id, line),
  UNIQUE (batch_id, application_id)
) {table};

-- The key that keeps an item from being paid twice: for a month, to a holder (the person it is paid for, or
-- the payee where it is for nobody else).
CREATE TABLE payment_guard (
  holder_id {uuid} NOT NULL,
  item {text} NOT NULL,
  month {text} NOT NULL,
  application_id {uuid} NOT NULL,
  batch_id {uuid} NOT NULL,
  PRIMARY KEY (holder_id, item, month)
) {keyed};
CREATE INDEX payment_guard_application ON payment_guard (application_id);
