CREATE TABLE change_sets (
    id INTEGER NOT NULL,
    at TEXT NOT NULL,
    officer TEXT NOT NULL,
    verb TEXT NOT NULL,
    reason TEXT,
    summary TEXT,
    source TEXT,
    root_id INTEGER,
    batch_id INTEGER,
    count INTEGER NOT NULL,
    digest TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (id)
);
-- next
CREATE INDEX sets_of_root ON change_sets (root_id) WHERE root_id IS NOT NULL;
-- next
CREATE TABLE import_batches (
    id INTEGER NOT NULL,
    change_set_id INTEGER,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,
    profile TEXT,
    options TEXT,
    imported_at TEXT NOT NULL,
    imported_by TEXT,
    report TEXT,
    PRIMARY KEY (id)
);
-- next
CREATE INDEX batches_by_content ON import_batches (sha256);
-- next
CREATE TABLE inquiries (
    id INTEGER NOT NULL,
    inquiry TEXT NOT NULL,
    received_at TEXT NOT NULL,
    channel TEXT,
    enquirer TEXT,
    capacity TEXT,
    subject TEXT,
    state TEXT DEFAULT 'received' NOT NULL,
    due_at TEXT,
    answered_at TEXT,
    question TEXT,
    answer TEXT,
    batch_id INTEGER,
    source_line INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (inquiry)
);
-- next
CREATE TABLE meta (
    "key" TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY ("key")
);
-- next
CREATE TABLE officers (
    id INTEGER NOT NULL,
    login TEXT NOT NULL,
    name TEXT,
    team TEXT,
    role TEXT DEFAULT 'officer' NOT NULL,
    active INTEGER DEFAULT '1' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (login)
);
-- next
CREATE TABLE persons (
    id INTEGER NOT NULL,
    full_name TEXT NOT NULL,
    a_number TEXT,
    birth_date TEXT,
    birth_precision TEXT,
    nationality TEXT,
    language TEXT,
    interpreter_needed INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id)
);
-- next
CREATE INDEX ix_persons_a_number ON persons (a_number);
-- next
CREATE TABLE saved_views (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    "query" TEXT NOT NULL,
    sort TEXT,
    columns TEXT,
    place INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name)
);
-- next
CREATE TABLE cases (
    id INTEGER NOT NULL,
    reference TEXT NOT NULL,
    person_id INTEGER NOT NULL,
    lifecycle TEXT DEFAULT 'open' NOT NULL,
    stage TEXT,
    docket TEXT,
    custody_status TEXT,
    facility TEXT,
    officer TEXT,
    team TEXT,
    opened_on TEXT,
    closed_on TEXT,
    closure_reason TEXT,
    waiting_on TEXT,
    notes TEXT,
    stage_since TEXT,
    assigned_at TEXT,
    batch_id INTEGER,
    source_line INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    search_key TEXT,
    last_touched_at TEXT,
    act_key INTEGER,
    act_from INTEGER,
    due_key INTEGER,
    act_by TEXT,
    due_at TEXT,
    demand TEXT,
    demand_kind TEXT,
    severity TEXT,
    citation TEXT,
    rule TEXT,
    held_until TEXT,
    missing_documents INTEGER DEFAULT '0' NOT NULL,
    open_inquiries INTEGER DEFAULT '0' NOT NULL,
    safeguards TEXT,
    next_hearing_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT lifecycle_is_known CHECK (lifecycle IN ('open','closed','reopened','transferred')),
    UNIQUE (reference),
    FOREIGN KEY(person_id) REFERENCES persons (id)
);
-- next
CREATE INDEX cases_by_act ON cases (act_key, id);
-- next
CREATE INDEX cases_by_batch ON cases (batch_id) WHERE batch_id IS NOT NULL;
-- next
CREATE INDEX cases_by_officer ON cases (officer, act_key, id);
-- next
CREATE INDEX ix_cases_person_id ON cases (person_id);
-- next
CREATE TABLE changes (
    id INTEGER NOT NULL,
    change_set_id INTEGER NOT NULL,
    case_id INTEGER,
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    op TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(change_set_id) REFERENCES change_sets (id)
);
-- next
CREATE INDEX changes_of_case ON changes (case_id) WHERE case_id IS NOT NULL;
-- next
CREATE INDEX changes_of_row ON changes (table_name, row_id);
-- next
CREATE INDEX changes_of_set ON changes (change_set_id);
-- next
CREATE TABLE import_rows (
    id INTEGER NOT NULL,
    batch_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    kind TEXT NOT NULL,
    reasons TEXT NOT NULL,
    raw BLOB,
    fields TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(batch_id) REFERENCES import_batches (id)
);
-- next
CREATE INDEX rows_of_batch ON import_rows (batch_id);
-- next
CREATE TABLE source_records (
    id INTEGER NOT NULL,
    batch_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(batch_id) REFERENCES import_batches (id)
);
-- next
CREATE INDEX sources_of_batch ON source_records (batch_id);
-- next
CREATE INDEX sources_of_row ON source_records (table_name, row_id);
-- next
CREATE TABLE consents (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    scope TEXT NOT NULL,
    form TEXT,
    signed_on TEXT,
    expires_on TEXT,
    withdrawn_on TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);
-- next
CREATE INDEX consents_of_case ON consents (case_id);
-- next
CREATE TABLE documents (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    document TEXT NOT NULL,
    form TEXT,
    state TEXT DEFAULT 'requested' NOT NULL,
    requested_on TEXT,
    received_on TEXT,
    signed_on TEXT,
    served_on TEXT,
    service_method TEXT,
    service_language TEXT,
    expires_on TEXT,
    sha256 TEXT,
    kept_at TEXT,
    notes TEXT,
    batch_id INTEGER,
    source_line INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);
-- next
CREATE INDEX documents_of_case ON documents (case_id);
-- next
CREATE TABLE events (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    occurred_at TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    title TEXT,
    body TEXT,
    source TEXT,
    facts TEXT,
    pinned INTEGER DEFAULT '0' NOT NULL,
    superseded_by INTEGER,
    batch_id INTEGER,
    source_line INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);
-- next
CREATE INDEX events_of_case ON events (case_id, occurred_at);
-- next
CREATE TABLE hearings (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    starts_at TEXT NOT NULL,
    kind TEXT,
    place TEXT,
    outcome TEXT,
    batch_id INTEGER,
    source_line INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);
-- next
CREATE INDEX hearings_of_case ON hearings (case_id, starts_at);
-- next
CREATE TABLE holds (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    until TEXT NOT NULL,
    wake_on TEXT,
    reason TEXT,
    set_by TEXT,
    set_at TEXT,
    ended_at TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);
-- next
CREATE INDEX holds_of_case ON holds (case_id);
-- next
CREATE TABLE inquiry_cases (
    id INTEGER NOT NULL,
    inquiry_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    batch_id INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(inquiry_id) REFERENCES inquiries (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);
-- next
CREATE INDEX inquiries_of_case ON inquiry_cases (case_id);
-- next
CREATE UNIQUE INDEX inquiry_case_once ON inquiry_cases (inquiry_id, case_id);
-- next
CREATE TABLE notes (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    body TEXT NOT NULL,
    written_at TEXT NOT NULL,
    written_by TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);
-- next
CREATE INDEX notes_of_case ON notes (case_id);
-- next
CREATE TABLE representations (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    form TEXT,
    scope TEXT,
    from_on TEXT,
    to_on TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);
-- next
CREATE INDEX representations_of_case ON representations (case_id);
-- next
CREATE TABLE safeguards (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    since TEXT,
    review_on TEXT,
    source TEXT,
    ended_on TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);
-- next
CREATE INDEX safeguards_of_case ON safeguards (case_id);
-- next
CREATE TABLE tasks (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    due_at TEXT NOT NULL,
    done_at TEXT,
    set_by TEXT,
    set_at TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
);
-- next
CREATE INDEX tasks_of_case ON tasks (case_id);
-- next
CREATE VIRTUAL TABLE case_search USING fts5(
    search_key, content='cases', content_rowid='id', tokenize='unicode61 remove_diacritics 0'
);
-- next
CREATE TRIGGER case_search_insert AFTER INSERT ON cases WHEN new.search_key IS NOT NULL BEGIN
    INSERT INTO case_search(rowid, search_key) VALUES (new.id, new.search_key);
END;
-- next
CREATE TRIGGER case_search_delete AFTER DELETE ON cases WHEN old.search_key IS NOT NULL BEGIN
    INSERT INTO case_search(case_search, rowid, search_key) VALUES ('delete', old.id, old.search_key);
END;
-- next
CREATE TRIGGER case_search_update AFTER UPDATE OF search_key ON cases
WHEN old.search_key IS NOT new.search_key BEGIN
    INSERT INTO case_search(case_search, rowid, search_key)
        SELECT 'delete', old.id, old.search_key WHERE old.search_key IS NOT NULL;
    INSERT INTO case_search(rowid, search_key) SELECT new.id, new.search_key WHERE new.search_key IS NOT NULL;
END;
-- next
CREATE TRIGGER change_sets_are_final BEFORE UPDATE ON change_sets
BEGIN SELECT RAISE(ABORT, 'a change-set is never rewritten'); END;
-- next
CREATE TRIGGER change_sets_stay BEFORE DELETE ON change_sets
BEGIN SELECT RAISE(ABORT, 'a change-set is never removed'); END;
-- next
CREATE TRIGGER changes_are_final BEFORE UPDATE ON changes
BEGIN SELECT RAISE(ABORT, 'a change is never rewritten'); END;
-- next
CREATE TRIGGER changes_stay BEFORE DELETE ON changes
BEGIN SELECT RAISE(ABORT, 'a change is never removed'); END;
