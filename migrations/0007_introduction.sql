-- 0007 Introductions: one of a member in a group, seen by nobody else until it is sent.
CREATE TABLE introduction (
	id        BIGINT PRIMARY KEY,
	group_id  BIGINT NOT NULL REFERENCES peer_group (id) ON DELETE CASCADE,
	person_id BIGINT NOT NULL REFERENCES person (id),
	byline    TEXT   NOT NULL,
	appears   BIGINT NOT NULL,
	alias     TEXT   NOT NULL,
	words     TEXT   NOT NULL,
	html      TEXT   NOT NULL,
	captions  TEXT   NOT NULL,
	form      BIGINT NOT NULL CHECK (form BETWEEN 0 AND 2),
	seconds   BIGINT NOT NULL,
	raw_id    BIGINT NOT NULL,
	media_id  BIGINT NOT NULL,
	poster_id BIGINT NOT NULL,
	why       TEXT   NOT NULL,
	kept_at   BIGINT NOT NULL,
	sent_at   BIGINT NOT NULL
);
CREATE UNIQUE INDEX introduction_of ON introduction (group_id, person_id);
CREATE INDEX introduction_by_person ON introduction (person_id);
