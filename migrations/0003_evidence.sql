-- 0003 The ledger of traces, and who they belong to in a study.
-- A participant is a pseudonym: a person in one study. number is given at an interview or an import, 0 before.
CREATE TABLE participant (
	id           BIGINT PRIMARY KEY,
	study_id     BIGINT NOT NULL REFERENCES study (id),
	number       BIGINT NOT NULL DEFAULT 0,
	gender       TEXT   NOT NULL DEFAULT '',
	subject      TEXT   NOT NULL DEFAULT '',
	year         TEXT   NOT NULL DEFAULT '',
	engagement   TEXT   NOT NULL DEFAULT '', -- self-report: Active, Less active, or not asked
	made_at      BIGINT NOT NULL,
	withdrawn_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX participant_by_number ON participant (study_id, number) WHERE number > 0;

-- The only table that joins a person to a participant; without its rows nobody can.
CREATE TABLE participant_key (
	person_id      BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	study_id       BIGINT NOT NULL REFERENCES study (id),
	participant_id BIGINT NOT NULL REFERENCES participant (id),
	PRIMARY KEY (person_id, study_id)
);

-- Names in an imported log, as keyed hashes.
CREATE TABLE participant_alias (
	study_id       BIGINT NOT NULL REFERENCES study (id),
	alias          TEXT   NOT NULL,
	participant_id BIGINT NOT NULL REFERENCES participant (id),
	PRIMARY KEY (study_id, alias)
);

-- Append-only, but for active seconds, which grow while a page is being read. The key keeps the traces of
-- one participant together and in order. Codes of class, channel and object are in core/activity.h.
CREATE TABLE activity (
	participant_id BIGINT NOT NULL,
	id             BIGINT NOT NULL,
	class          BIGINT NOT NULL,
	channel        BIGINT NOT NULL,
	round_id       BIGINT NOT NULL, -- 0: outside any round, or imported
	object_kind    BIGINT NOT NULL,
	object_id      BIGINT NOT NULL,
	at             BIGINT NOT NULL,
	amount         BIGINT NOT NULL, -- seconds for active seconds, else 1
	PRIMARY KEY (participant_id, id, class)
);

-- Lines of imported logs that are in the ledger already, as keyed hashes.
CREATE TABLE import_line (
	study_id BIGINT NOT NULL REFERENCES study (id),
	line     TEXT   NOT NULL,
	PRIMARY KEY (study_id, line)
);
