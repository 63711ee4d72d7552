-- 0012 The bank of interview questions. It belongs to no round: what was asked in one is read in the next.
CREATE TABLE question (
	id         BIGINT PRIMARY KEY,
	author_id  BIGINT NOT NULL, -- 0: somebody who left
	byline     TEXT   NOT NULL, -- the name that the author chose when they wrote
	text       TEXT   NOT NULL, -- what was asked, on one line
	role       TEXT   NOT NULL DEFAULT '', -- the job that it was for
	employer   BIGINT NOT NULL DEFAULT 0, -- see community/question_word.h; 0: not said
	stage      BIGINT NOT NULL DEFAULT 0, -- as employer
	year       BIGINT NOT NULL DEFAULT 0, -- in which it was asked; 0: not said
	answers    BIGINT NOT NULL DEFAULT 0, -- without deleted ones
	dice       BIGINT NOT NULL, -- random, for practising
	posted_at  BIGINT NOT NULL,
	edited_at  BIGINT NOT NULL DEFAULT 0,
	deleted_at BIGINT NOT NULL DEFAULT 0,
	removed_by BIGINT NOT NULL DEFAULT 0 -- staff who took it out; 0: its author
);
-- Filters are answered from these alone.
CREATE INDEX question_listed ON question (id, employer, stage, year, deleted_at) WHERE deleted_at = 0;
CREATE INDEX question_thrown ON question (dice, id, employer, stage, year, deleted_at) WHERE deleted_at = 0;
CREATE INDEX question_by_author ON question (author_id);

CREATE TABLE question_answer (
	question_id BIGINT NOT NULL REFERENCES question (id) ON DELETE CASCADE,
	id          BIGINT NOT NULL,
	author_id   BIGINT NOT NULL,
	byline      TEXT   NOT NULL,
	body        TEXT   NOT NULL, -- Markdown
	html        TEXT   NOT NULL,
	posted_at   BIGINT NOT NULL,
	edited_at   BIGINT NOT NULL DEFAULT 0,
	deleted_at  BIGINT NOT NULL DEFAULT 0,
	removed_by  BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (question_id, id)
);
CREATE INDEX question_answer_by_author ON question_answer (author_id);

-- What somebody kept from practising, for themself; sealed.
CREATE TABLE question_note (
	person_id   BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	question_id BIGINT NOT NULL REFERENCES question (id) ON DELETE CASCADE,
	sealed      TEXT   NOT NULL,
	saved_at    BIGINT NOT NULL,
	PRIMARY KEY (person_id, question_id)
);

-- «This should not be here». said is the text as it was then.
CREATE TABLE question_report (
	question_id BIGINT NOT NULL REFERENCES question (id) ON DELETE CASCADE,
	answer_id   BIGINT NOT NULL DEFAULT 0, -- 0: the question itself
	person_id   BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	id          BIGINT NOT NULL,
	why         TEXT   NOT NULL,
	said        TEXT   NOT NULL,
	at          BIGINT NOT NULL,
	settled_at  BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (question_id, answer_id, person_id)
);
CREATE INDEX question_report_open ON question_report (id) WHERE settled_at = 0;
CREATE INDEX question_report_by_person ON question_report (person_id);
