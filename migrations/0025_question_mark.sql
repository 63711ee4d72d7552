-- 0025 Useful and Save in the bank of interview questions, as under posts.
CREATE TABLE question_mark (
	person_id   BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	question_id BIGINT NOT NULL REFERENCES question (id) ON DELETE CASCADE,
	answer_id   BIGINT NOT NULL, -- 0: the question itself
	kind        TEXT   NOT NULL CHECK (kind IN ('useful', 'save')),
	at          BIGINT NOT NULL,
	PRIMARY KEY (person_id, question_id, answer_id, kind)
);
CREATE INDEX question_mark_by_answer ON question_mark (question_id, answer_id, kind, at);
-- What the writer of an answer is told, as of a post.
ALTER TABLE question_answer ADD COLUMN told_useful BIGINT NOT NULL DEFAULT 0;
CREATE TABLE question_told_due (
	question_id BIGINT NOT NULL,
	answer_id   BIGINT NOT NULL,
	PRIMARY KEY (question_id, answer_id)
);

-- A note can be on a question or an answer, too.
ALTER TABLE saved_note RENAME TO saved_note_before;
CREATE TABLE saved_note (
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	kind      TEXT   NOT NULL CHECK (kind IN ('post', 'question', 'answer')),
	object_id BIGINT NOT NULL,
	sealed    TEXT   NOT NULL,
	at        BIGINT NOT NULL,
	PRIMARY KEY (person_id, kind, object_id)
);
INSERT INTO saved_note (person_id, kind, object_id, sealed, at)
	SELECT person_id, kind, object_id, sealed, at FROM saved_note_before ORDER BY person_id, kind, object_id;
DROP TABLE saved_note_before;
