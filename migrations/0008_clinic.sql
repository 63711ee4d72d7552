-- 0008 The clinic: CVs and cover letters that members bring to their own group, and what others say.
-- latest and shown are numbers of versions; shown is 0 while the group sees none.
CREATE TABLE paper (
	id         BIGINT PRIMARY KEY,
	author_id  BIGINT NOT NULL REFERENCES person (id),
	group_id   BIGINT NOT NULL REFERENCES peer_group (id) ON DELETE CASCADE,
	kind       TEXT   NOT NULL CHECK (kind IN ('cv', 'letter')),
	goal       BIGINT NOT NULL, -- what it is for: community/paper.h
	title      TEXT   NOT NULL, -- what it is for, in the words of its owner
	ask        TEXT   NOT NULL, -- what its owner would like to know; may be empty
	latest     BIGINT NOT NULL,
	shown      BIGINT NOT NULL DEFAULT 0,
	shown_at   BIGINT NOT NULL DEFAULT 0, -- the newest version that the group sees
	made_at    BIGINT NOT NULL
);
CREATE INDEX paper_by_group ON paper (group_id, id);
CREATE INDEX paper_by_author ON paper (author_id, id);

-- sealed is the whole text, for its owner alone. covered is what the group reads, empty until then.
-- layout says where on a page each word of a file stands, covers what is hidden of the text.
CREATE TABLE paper_version (
	paper_id BIGINT NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
	version  BIGINT NOT NULL,
	id       BIGINT NOT NULL, -- what the seal is bound to, and the subject of its job
	source   TEXT   NOT NULL CHECK (source IN ('paste', 'pdf', 'docx', 'odt')),
	state    TEXT   NOT NULL CHECK (state IN ('preparing', 'failed', 'check', 'painting', 'shown')),
	sealed   TEXT   NOT NULL,
	layout   TEXT   NOT NULL DEFAULT '',
	covers   TEXT   NOT NULL DEFAULT '',
	covered  TEXT   NOT NULL DEFAULT '',
	edition  BIGINT NOT NULL DEFAULT 0, -- of covers: two pages that change it at once are told apart
	why      TEXT   NOT NULL DEFAULT '', -- it failed, as its owner is told
	file     BIGINT NOT NULL DEFAULT 0, -- blob: as it was brought
	made_at  BIGINT NOT NULL,
	shown_at BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (paper_id, version)
);
CREATE UNIQUE INDEX paper_version_by_id ON paper_version (id);

CREATE TABLE paper_page (
	paper_id BIGINT NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
	version  BIGINT NOT NULL,
	page     BIGINT NOT NULL, -- 1 is the first
	width    BIGINT NOT NULL, -- of both pictures
	height   BIGINT NOT NULL,
	own      BIGINT NOT NULL, -- blob: the page as it is, for its owner
	picture  BIGINT NOT NULL DEFAULT 0, -- blob: with the covers burnt in
	PRIMARY KEY (paper_id, version, page)
);

-- line is a line of covered, from 1; 0 is about the whole.
CREATE TABLE paper_feedback (
	paper_id   BIGINT NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
	id         BIGINT NOT NULL,
	version    BIGINT NOT NULL,
	line       BIGINT NOT NULL,
	author_id  BIGINT NOT NULL REFERENCES person (id),
	byline     TEXT   NOT NULL,
	works      TEXT   NOT NULL,
	idea       TEXT   NOT NULL, -- may be empty
	said_at    BIGINT NOT NULL,
	PRIMARY KEY (paper_id, id)
);
CREATE INDEX paper_feedback_by_author ON paper_feedback (author_id);

-- Who was asked to look at whose paper, and what came of it. What was done stays when the paper has
-- gone, without a word about it, so that who gave is given to.
CREATE TABLE paper_turn (
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	paper_id  BIGINT NOT NULL,
	author_id BIGINT NOT NULL, -- of the paper
	group_id  BIGINT NOT NULL REFERENCES peer_group (id) ON DELETE CASCADE,
	asked_at  BIGINT NOT NULL,
	done_at   BIGINT NOT NULL DEFAULT 0,
	passed_at BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (person_id, paper_id)
);
CREATE INDEX paper_turn_by_group ON paper_turn (group_id);
