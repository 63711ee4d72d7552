-- 0026 SQLite only. Texts that are only ever added at the end lie by their number alone: on SQLite such a table fills page
-- after page, where one that is itself an index packs the last three pages anew each time the last is full.
ALTER TABLE post_source RENAME TO post_source_before;
CREATE TABLE post_source (
	post_id   INTEGER PRIMARY KEY,
	thread_id BIGINT NOT NULL,
	body      TEXT   NOT NULL -- Markdown, as typed
);
INSERT INTO post_source (post_id, thread_id, body)
	SELECT post_id, thread_id, body FROM post_source_before ORDER BY post_id;
DROP TABLE post_source_before;

ALTER TABLE search_doc RENAME TO search_doc_before;
DROP INDEX search_waits;
CREATE TABLE search_doc (
	id      INTEGER PRIMARY KEY, -- of the post, introduction … itself
	kind    TEXT   NOT NULL,
	parent  BIGINT NOT NULL, -- where it stands: of a post, its thread
	week    BIGINT NOT NULL,
	at      BIGINT NOT NULL,
	ready   BIGINT NOT NULL DEFAULT 0,
	head    TEXT   NOT NULL,
	subject TEXT   NOT NULL,
	byline  TEXT   NOT NULL,
	title   TEXT   NOT NULL,
	body    TEXT   NOT NULL
);
INSERT INTO search_doc (id, kind, parent, week, at, ready, head, subject, byline, title, body)
	SELECT id, kind, parent, week, at, ready, head, subject, byline, title, body FROM search_doc_before ORDER BY id;
DROP TABLE search_doc_before;
CREATE INDEX search_waits ON search_doc (id) WHERE ready = 0;
