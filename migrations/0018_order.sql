-- 0018 What a post leaves beside itself is written in the order in which it comes, so that posts which share a
-- commit share its pages too: their sources, and the names of the forms that sent them.
ALTER TABLE post_source RENAME TO post_source_before;
CREATE TABLE post_source (
	post_id   BIGINT NOT NULL,
	thread_id BIGINT NOT NULL,
	body      TEXT   NOT NULL, -- Markdown, as typed
	PRIMARY KEY (post_id, thread_id)
);
INSERT INTO post_source (post_id, thread_id, body)
	SELECT post_id, thread_id, body FROM post_source_before ORDER BY post_id, thread_id;
DROP TABLE post_source_before;

-- A form that was open while this step ran may be sent twice; what it did before is on the page.
DROP TABLE submission;
CREATE TABLE submission (
	key       TEXT   NOT NULL, -- begins with the instant at which the form was shown
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	result    BIGINT NOT NULL,
	at        BIGINT NOT NULL,
	PRIMARY KEY (key, person_id)
);
