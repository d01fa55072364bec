-- The ledger: commands, entries, runs, states, tasks. Tables about a person are led by person_id.
CREATE TABLE command (
  subject_id {uuid} NOT NULL,
  command_id {uuid} NOT NULL,
  subject_kind {text} NOT NULL,
  account_id {uuid},
  action {text} NOT NULL,
  body_digest {bytes} NOT NULL,
  recorded_at {instant} NOT NULL,
  run_id {uuid},
  status {int},
  response {bytes},
  version {int},
  seal {int},
  PRIMARY KEY (subject_id, command_id)
) {table};
CREATE INDEX command_id ON command (command_id);
CREATE INDEX command_seal ON command (seal);

CREATE TABLE change (
  subject_id {uuid} NOT NULL,
  command_id {uuid} NOT NULL,
  subject_kind {text} NOT NULL,
  PRIMARY KEY (subject_id, command_id)
) {table};
CREATE INDEX change_command ON change (command_id);

CREATE TABLE subject_version (
  subject_id {uuid} NOT NULL PRIMARY KEY,
  version {int} NOT NULL
) {keyed};

CREATE TABLE entry (
  person_id {uuid} NOT NULL,
  entry_id {uuid} NOT NULL,
  command_id {uuid},
  run_id {uuid},
  case_id {uuid},
  kind {text} NOT NULL,
  occurred_on {date} NOT NULL,
  recorded_at {instant} NOT NULL,
  recorded_by {uuid},
  unit {text},
  channel {text},
  effective {bool},
  code {text},
  ref {uuid},
  n {int},
  fen {fen},
  fact_from {date},
  fact_to {date},
  corrects {uuid},
  body {text},
  sealed {bytes},
  PRIMARY KEY (person_id, entry_id)
) {table};
CREATE INDEX entry_kind ON entry (kind, person_id);
CREATE INDEX entry_run ON entry (run_id, person_id) WHERE run_id IS NOT NULL;
CREATE INDEX entry_corrects ON entry (corrects) WHERE corrects IS NOT NULL;

CREATE TABLE employer_entry (
  employer_id {uuid} NOT NULL,
  entry_id {uuid} NOT NULL,
  command_id {uuid},
  run_id {uuid},
  case_id {uuid},
  kind {text} NOT NULL,
  occurred_on {date} NOT NULL,
  recorded_at {instant} NOT NULL,
  recorded_by {uuid},
  unit {text},
  channel {text},
  effective {bool},
  code {text},
  ref {uuid},
  n {int},
  fen {fen},
  fact_from {date},
  fact_to {date},
  corrects {uuid},
  body {text},
  sealed {bytes},
  PRIMARY KEY (employer_id, entry_id)
) {table};
CREATE INDEX employer_entry_kind ON employer_entry (kind, employer_id);
CREATE INDEX employer_entry_run ON employer_entry (run_id, employer_id) WHERE run_id IS NOT NULL;
CREATE INDEX employer_entry_corrects ON employer_entry (corrects) WHERE corrects IS NOT NULL;

CREATE TABLE unit_entry (
  unit_id {uuid} NOT NULL,
  entry_id {uuid} NOT NULL,
  command_id {uuid},
  run_id {uuid},
  case_id {uuid},
  kind {text} NOT NULL,
  occurred_on {date} NOT NULL,
  recorded_at {instant} NOT NULL,
  recorded_by {uuid},
  unit {text},
  channel {text},
  effective {bool},
  code {text},
  ref {uuid},
  n {int},
  fen {fen},
  fact_from {date},
  fact_to {date},
  corrects {uuid},
  body {text},
  sealed {bytes},
  PRIMARY KEY (unit_id, entry_id)
) {table};
CREATE INDEX unit_entry_kind ON unit_entry (kind, unit_id);
CREATE INDEX unit_entry_run ON unit_entry (run_id, unit_id) WHERE run_id IS NOT NULL;
CREATE INDEX unit_entry_corrects ON unit_entry (corrects) WHERE corrects IS NOT NULL;

CREATE TABLE campaign_entry (
  campaign_id {uuid} NOT NULL,
  entry_id {uuid} NOT NULL,
  command_id {uuid},
  run_id {uuid},
  case_id {uuid},
  kind {text} NOT NULL,
  occurred_on {date} NOT NULL,
  recorded_at {instant} NOT NULL,
  recorded_by {uuid},
  unit {text},
  channel {text},
  effective {bool},
  code {text},
  ref {uuid},
  n {int},
  fen {fen},
  fact_from {date},
  fact_to {date},
  corrects {uuid},
  body {text},
  sealed {bytes},
  PRIMARY KEY (campaign_id, entry_id)
) {table};
CREATE INDEX campaign_entry_kind ON campaign_entry (kind, campaign_id);
CREATE INDEX campaign_entry_run ON campaign_entry (run_id, campaign_id) WHERE run_id IS NOT NULL;
CREATE INDEX campaign_entry_corrects ON campaign_entry (corrects) WHERE corrects IS NOT NULL;

-- What replay of the entries says, kept for lists; one row a spell of a machine.
CREATE TABLE machine_state (
  person_id {uuid} NOT NULL,
  machine {text} NOT NULL,
  spell {int} NOT NULL,
  state {text} NOT NULL,
  opened_on {date} NOT NULL,
  since {date} NOT NULL,
  closed_on {date},
  code {text},
  unit {text},
  entry_id {uuid} NOT NULL,
  PRIMARY KEY (person_id, machine, spell)
) {table};
CREATE INDEX machine_state_state ON machine_state (machine, state);

-- Statements of facts that no later one, made in knowledge of them, replaced. Two rows of one fact
-- are a conflict.
CREATE TABLE stated_fact (
  person_id {uuid} NOT NULL,
  fact {text} NOT NULL,
  entry_id {uuid} NOT NULL,
  version {int} NOT NULL,
  replaced_by {uuid},
  PRIMARY KEY (person_id, fact, entry_id)
) {table};

-- Bulk work. Its rows carry run_id and are read only when the run is committed.
CREATE TABLE run (
  run_id {uuid} NOT NULL PRIMARY KEY,
  number {int} NOT NULL UNIQUE,
  kind {text} NOT NULL,
  input_digest {bytes} NOT NULL,
  attempt {int} NOT NULL,
  business_date {date} NOT NULL,
  state {text} NOT NULL,
  settled {bool} NOT NULL,
  account_id {uuid},
  body {text},
  summary {text},
  begun_at {instant} NOT NULL,
  ended_at {instant},
  UNIQUE (kind, input_digest, attempt)
) {table};

CREATE TABLE run_phase (
  run_id {uuid} NOT NULL,
  phase {text} NOT NULL,
  next_row {int} NOT NULL,
  done {bool} NOT NULL,
  PRIMARY KEY (run_id, phase)
) {keyed};

CREATE TABLE task (
  subject_id {uuid} NOT NULL,
  task_id {uuid} NOT NULL,
  subject_kind {text} NOT NULL,
  person_id {uuid},
  kind {text} NOT NULL,
  standard {text},
  clause {text},
  period {text},
  cause {uuid},
  due_on {date} NOT NULL,
  state {text} NOT NULL,
  division {text} NOT NULL,
  place {text},
  tags {text},
  owner {uuid},
  opened_on {date} NOT NULL,
  closed_on {date},
  closed_by {uuid},
  close_reason {text},
  run_id {uuid},
  body {text},
  version {int} NOT NULL,
  PRIMARY KEY (subject_id, task_id),
  UNIQUE (subject_id, standard, period)
) {table};
CREATE INDEX task_id ON task (task_id);
CREATE INDEX task_run ON task (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX task_standard ON task (standard, period);

CREATE TABLE task_history (
  subject_id {uuid} NOT NULL,
  task_id {uuid} NOT NULL,
  entry_id {uuid} NOT NULL,
  at {instant} NOT NULL,
  from_division {text} NOT NULL,
  to_division {text} NOT NULL,
  from_owner {uuid},
  to_owner {uuid},
  PRIMARY KEY (subject_id, task_id, entry_id)
) {table};

-- The copy of a task for lists, written in the same transaction.
CREATE TABLE work_item (
  division {text} NOT NULL,
  task_id {uuid} NOT NULL,
  subject_id {uuid} NOT NULL,
  subject_kind {text} NOT NULL,
  person_id {uuid},
  kind {text} NOT NULL,
  standard {text},
  clause {text},
  period {text},
  due_on {date} NOT NULL,
  state {text} NOT NULL,
  place {text},
  tags {text},
  owner {uuid},
  opened_on {date} NOT NULL,
  closed_on {date},
  run_id {uuid},
  version {int} NOT NULL,
  PRIMARY KEY (division, task_id)
) {keyed};
CREATE INDEX work_item_due ON work_item (division, state, due_on);
CREATE INDEX work_item_task ON work_item (task_id);
CREATE INDEX work_item_person ON work_item (person_id);
