-- 0002 Rounds of small groups, and what is said in them.
CREATE TABLE study (
	id      BIGINT PRIMARY KEY,
	name    TEXT   NOT NULL, -- short, for addresses and commands: cop-2019
	title   TEXT   NOT NULL,
	made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX study_by_name ON study (name);

CREATE TABLE round (
	id          BIGINT PRIMARY KEY,
	study_id    BIGINT NOT NULL REFERENCES study (id),
	name        TEXT   NOT NULL,
	title       TEXT   NOT NULL,
	zone        TEXT   NOT NULL, -- IANA name: Europe/London
	starts_on   TEXT   NOT NULL, -- YYYY-MM-DD in that zone
	weeks       BIGINT NOT NULL CHECK (weeks BETWEEN 1 AND 12),
	opens_at    BIGINT NOT NULL, -- midnight of starts_on
	closes_at   BIGINT NOT NULL, -- midnight after the last day of the last week
	read_across BIGINT NOT NULL CHECK (read_across IN (0, 1)),
	size_min    BIGINT NOT NULL CHECK (size_min BETWEEN 2 AND 50),
	size_max    BIGINT NOT NULL CHECK (size_max BETWEEN 2 AND 50),
	made_by     BIGINT NOT NULL REFERENCES person (id),
	made_at     BIGINT NOT NULL,
	CHECK (size_min <= size_max)
);
CREATE UNIQUE INDEX round_by_name ON round (study_id, name);

CREATE TABLE topic (
	round_id    BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	week        BIGINT NOT NULL, -- 1 is the first
	title       TEXT   NOT NULL,
	prompt      TEXT   NOT NULL, -- Markdown
	prompt_html TEXT   NOT NULL,
	minutes     BIGINT NOT NULL CHECK (minutes BETWEEN 1 AND 120),
	opens_at    BIGINT NOT NULL,
	PRIMARY KEY (round_id, week)
);

CREATE TABLE peer_group (
	id       BIGINT PRIMARY KEY,
	round_id BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	name     TEXT   NOT NULL,
	subject  TEXT   NOT NULL,
	made_at  BIGINT NOT NULL
);
CREATE INDEX peer_group_by_round ON peer_group (round_id, name, id);

-- Who takes part in a round, with or without a group yet.
CREATE TABLE enrolment (
	round_id  BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	subject   TEXT   NOT NULL,
	year      BIGINT NOT NULL DEFAULT 0, -- of studies; 0: not said
	joined_at BIGINT NOT NULL,
	left_at   BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (round_id, person_id)
);

CREATE TABLE membership (
	group_id  BIGINT NOT NULL REFERENCES peer_group (id) ON DELETE CASCADE,
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	round_id  BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	joined_at BIGINT NOT NULL,
	left_at   BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (group_id, person_id)
);
CREATE INDEX membership_by_person ON membership (person_id, round_id);
CREATE UNIQUE INDEX membership_one ON membership (round_id, person_id) WHERE left_at = 0;

CREATE TABLE thread (
	id         BIGINT PRIMARY KEY,
	group_id   BIGINT NOT NULL REFERENCES peer_group (id) ON DELETE CASCADE,
	week       BIGINT NOT NULL, -- of the topic it was opened under
	author_id  BIGINT NOT NULL REFERENCES person (id),
	byline     TEXT   NOT NULL,
	title      TEXT   NOT NULL,
	posts      BIGINT NOT NULL, -- with the first, without deleted ones
	opened_at  BIGINT NOT NULL,
	last_at    BIGINT NOT NULL,
	-- The newest post that was not deleted, its author and their byline, so that a list of threads reads no posts.
	last_post   BIGINT NOT NULL DEFAULT 0,
	last_author BIGINT NOT NULL DEFAULT 0,
	last_by     TEXT   NOT NULL DEFAULT '',
	closed_at  BIGINT NOT NULL DEFAULT 0,
	deleted_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX thread_by_group ON thread (group_id, last_at DESC, id DESC);

-- The key keeps the posts of a thread together on disk. byline is the name the author chose for this post;
-- html is made from post_source when it is written, because reading is a hundred times more frequent.
CREATE TABLE post (
	thread_id  BIGINT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
	id         BIGINT NOT NULL,
	author_id  BIGINT NOT NULL,
	byline     TEXT   NOT NULL,
	html       TEXT   NOT NULL,
	posted_at  BIGINT NOT NULL,
	edited_at  BIGINT NOT NULL DEFAULT 0,
	deleted_at BIGINT NOT NULL DEFAULT 0,
	useful     BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (thread_id, id)
);

CREATE TABLE post_source (
	thread_id BIGINT NOT NULL,
	post_id   BIGINT NOT NULL,
	body      TEXT   NOT NULL, -- Markdown, as typed
	PRIMARY KEY (thread_id, post_id)
);

-- What a post said before it was edited or deleted; for moderators.
CREATE TABLE post_version (
	thread_id BIGINT NOT NULL,
	post_id   BIGINT NOT NULL,
	version   BIGINT NOT NULL,
	body      TEXT   NOT NULL,
	until_at  BIGINT NOT NULL,
	ended_by  BIGINT NOT NULL,
	PRIMARY KEY (thread_id, post_id, version)
);

CREATE TABLE mark (
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	thread_id BIGINT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
	post_id   BIGINT NOT NULL,
	kind      TEXT   NOT NULL CHECK (kind IN ('useful', 'save')),
	at        BIGINT NOT NULL,
	PRIMARY KEY (person_id, thread_id, post_id, kind)
);
