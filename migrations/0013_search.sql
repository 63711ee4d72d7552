-- 0013 What can be found by its words. A row is written with the text that it stands for; ready says that its words
-- are in the index, which each database keeps in its own way (store/search). head says who may read it.
CREATE TABLE search_doc (
	id      BIGINT PRIMARY KEY, -- of the post, introduction … itself
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
CREATE INDEX search_waits ON search_doc (id) WHERE ready = 0;

INSERT INTO search_doc (id, kind, parent, week, at, head, subject, byline, title, body)
SELECT p.id, 'post', p.thread_id, t.week, p.posted_at, 'g' || g.id || ' r' || g.round_id || ' a', g.subject, p.byline,
	t.title, s.body
FROM thread t JOIN peer_group g ON g.id = t.group_id JOIN post p ON p.thread_id = t.id
JOIN post_source s ON s.thread_id = p.thread_id AND s.post_id = p.id
WHERE p.deleted_at = 0 AND t.deleted_at = 0
AND p.id = (SELECT min(x.id) FROM post x WHERE x.thread_id = p.thread_id);

INSERT INTO search_doc (id, kind, parent, week, at, head, subject, byline, title, body)
SELECT p.id, 'answer', p.thread_id, t.week, p.posted_at, 'g' || g.id || ' r' || g.round_id || ' a', g.subject, p.byline,
	'', s.body
FROM thread t JOIN peer_group g ON g.id = t.group_id JOIN post p ON p.thread_id = t.id
JOIN post_source s ON s.thread_id = p.thread_id AND s.post_id = p.id
WHERE p.deleted_at = 0 AND t.deleted_at = 0
AND p.id > (SELECT min(x.id) FROM post x WHERE x.thread_id = p.thread_id);
