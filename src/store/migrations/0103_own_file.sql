-- What a person asks of her own file (PIPL 46): a request with a last day, decided by her office.
CREATE TABLE correction (
  person_id {uuid} NOT NULL,
  correction_id {uuid} NOT NULL,
  field {text} NOT NULL,
  wanted {bytes} NOT NULL,
  asked_by {uuid} NOT NULL,
  asked_at {instant} NOT NULL,
  due_on {date} NOT NULL,
  state {text} NOT NULL CHECK (state IN ('asked', 'accepted', 'refused')),
  answer {bytes},
  decided_by {uuid},
  decided_at {instant},
  version {int} NOT NULL,
  PRIMARY KEY (person_id, correction_id)
) {keyed};
CREATE INDEX correction_id ON correction (correction_id);
CREATE INDEX correction_state ON correction (state, due_on);

-- Says no to messages; the newest row holds.
CREATE TABLE message_choice (
  person_id {uuid} NOT NULL,
  chosen_at {instant} NOT NULL,
  wanted {bool} NOT NULL,
  version {text} NOT NULL,
  PRIMARY KEY (person_id, chosen_at)
) {keyed};
