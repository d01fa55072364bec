-- The register of exports: who asked for what and why, who approved, what left (rows, digest).
CREATE TABLE export_order (
  export_id {uuid} NOT NULL PRIMARY KEY,
  account_id {uuid} NOT NULL,
  list {text} NOT NULL,
  format {text} NOT NULL,
  purpose {text} NOT NULL,
  reason {bytes} NOT NULL,
  filter {text} NOT NULL,
  clear_fields {int} NOT NULL,
  division {text} NOT NULL,
  state {text} NOT NULL CHECK (state IN ('asked', 'approved', 'refused')),
  asked_at {instant} NOT NULL,
  decided_by {uuid},
  decided_at {instant},
  expires_on {date} NOT NULL,
  fetched {int} NOT NULL,
  row_count {int},
  file_digest {bytes},
  version {int} NOT NULL
) {keyed};
CREATE INDEX export_order_account ON export_order (account_id, asked_at);
CREATE INDEX export_order_state ON export_order (state, asked_at);
