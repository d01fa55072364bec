-- Work done once, outside the transaction that asked for it. A leased job's run_at is the end of its lease.
CREATE TABLE job (
  job_id {uuid} NOT NULL PRIMARY KEY,
  kind {text} NOT NULL,
  job_key {text} NOT NULL,
  body {text},
  state {text} NOT NULL CONSTRAINT job_state CHECK (state IN ('waiting', 'leased', 'done', 'dead')),
  run_at {instant} NOT NULL,
  attempt {int} NOT NULL,
  max_attempts {int} NOT NULL,
  lease {uuid},
  error {text},
  CONSTRAINT job_lease CHECK ((state = 'leased') = (lease IS NOT NULL)),
  UNIQUE (kind, job_key)
) {table};
CREATE INDEX job_due ON job (run_at) WHERE state IN ('waiting', 'leased');
CREATE INDEX job_dead ON job (run_at) WHERE state = 'dead';

-- Who wants a copy of which messages.
CREATE TABLE outbox_subscription (
  topic {text} NOT NULL,
  consumer {text} NOT NULL,
  PRIMARY KEY (topic, consumer)
) {keyed};

-- One row per consumer that has not yet consumed the message.
CREATE TABLE outbox (
  consumer {text} NOT NULL,
  message_id {uuid} NOT NULL,
  topic {text} NOT NULL,
  subject {uuid},
  body {text},
  published_at {instant} NOT NULL,
  PRIMARY KEY (consumer, message_id)
) {keyed};
CREATE INDEX outbox_oldest ON outbox (consumer, published_at, message_id);

-- Files under blobs/, and how many rows need each.
CREATE TABLE stored_blob (
  digest {bytes} NOT NULL PRIMARY KEY,
  holders {int} NOT NULL CONSTRAINT stored_blob_holders CHECK (holders >= 0),
  changed_at {instant} NOT NULL
) {table};
