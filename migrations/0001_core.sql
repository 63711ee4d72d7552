-- 0001 People, how they sign in, what they agreed to, what waits to be done, and who did what.
-- Every instant is microseconds UTC, every boolean 0 or 1, every id is made by the application.
CREATE TABLE person (
	id          BIGINT PRIMARY KEY,
	address     TEXT   NOT NULL,
	address_key TEXT   NOT NULL, -- the address in lower case: what makes two addresses the same
	name        TEXT   NOT NULL,
	shown_name  TEXT   NOT NULL, -- what other members see
	roles       BIGINT NOT NULL DEFAULT 0, -- bits of core/person.h
	password    TEXT   NOT NULL DEFAULT '', -- Argon2id, or empty
	made_at     BIGINT NOT NULL,
	closed_at   BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX person_by_address ON person (address_key);

CREATE TABLE session (
	token_hash TEXT   PRIMARY KEY,
	id         BIGINT NOT NULL,
	person_id  BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	agent      TEXT   NOT NULL, -- «Firefox on Android», never more
	made_at    BIGINT NOT NULL,
	seen_at    BIGINT NOT NULL,
	expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX session_by_person ON session (person_id, id);

-- A one-time link. The page that was left when a session ended, and what had been typed there, wait in it.
CREATE TABLE signin_link (
	token_hash  TEXT   PRIMARY KEY,
	person_id   BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	made_at     BIGINT NOT NULL,
	expires_at  BIGINT NOT NULL,
	used_at     BIGINT NOT NULL DEFAULT 0,
	next_path   TEXT   NOT NULL DEFAULT '',
	draft_title TEXT   NOT NULL DEFAULT '',
	draft_body  TEXT   NOT NULL DEFAULT ''
);

CREATE TABLE draft (
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	path      TEXT   NOT NULL, -- of the form it was typed into
	title     TEXT   NOT NULL,
	body      TEXT   NOT NULL,
	saved_at  BIGINT NOT NULL,
	PRIMARY KEY (person_id, path)
);

-- How often something was tried in the current window.
CREATE TABLE rate (
	key       TEXT   PRIMARY KEY,
	window_at BIGINT NOT NULL,
	n         BIGINT NOT NULL
);

-- What a form led to, so that sending it twice does it once.
CREATE TABLE submission (
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	key       TEXT   NOT NULL,
	result    BIGINT NOT NULL,
	at        BIGINT NOT NULL,
	PRIMARY KEY (person_id, key)
);

CREATE TABLE audit (
	id           BIGINT PRIMARY KEY,
	at           BIGINT NOT NULL,
	actor_id     BIGINT NOT NULL, -- 0: the program itself, or the command line
	act          TEXT   NOT NULL,
	subject_kind TEXT   NOT NULL,
	subject_id   BIGINT NOT NULL,
	note         TEXT   NOT NULL DEFAULT ''
);

CREATE TABLE consent_text (
	id      BIGINT PRIMARY KEY,
	kind    TEXT   NOT NULL CHECK (kind IN ('membership', 'study')),
	version BIGINT NOT NULL,
	body    TEXT   NOT NULL,
	made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX consent_text_by_kind ON consent_text (kind, version);

CREATE TABLE consent (
	id           BIGINT PRIMARY KEY,
	person_id    BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	text_id      BIGINT NOT NULL REFERENCES consent_text (id),
	given_at     BIGINT NOT NULL,
	withdrawn_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX consent_by_person ON consent (person_id, text_id);

CREATE TABLE setting (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
);

-- Socio-economic facts, sealed with the key of the data directory. Only core/background reads them.
CREATE TABLE background (
	person_id BIGINT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
	sealed    TEXT   NOT NULL,
	set_at    BIGINT NOT NULL
);

CREATE TABLE job (
	id           BIGINT PRIMARY KEY,
	kind         TEXT   NOT NULL,
	subject      BIGINT NOT NULL,
	run_at       BIGINT NOT NULL,
	leased_until BIGINT NOT NULL DEFAULT 0,
	tries        BIGINT NOT NULL DEFAULT 0,
	failed_at    BIGINT NOT NULL DEFAULT 0, -- given up; kept for the administrator
	error        TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX job_due ON job (failed_at, run_at, id);

-- A letter is queued in the transaction of its cause. «sending» is on disk before the first byte leaves,
-- so a crash in between leaves a letter that is never sent again by itself.
CREATE TABLE letter (
	id         BIGINT PRIMARY KEY,
	person_id  BIGINT NOT NULL, -- 0: somebody who is not a member
	kind       TEXT   NOT NULL,
	to_address TEXT   NOT NULL,
	subject    TEXT   NOT NULL,
	body       TEXT   NOT NULL, -- emptied once a sign-in letter is sent
	state      TEXT   NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'refused', 'unknown')),
	made_at    BIGINT NOT NULL,
	sent_at    BIGINT NOT NULL DEFAULT 0,
	error      TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX letter_by_state ON letter (state, id);
