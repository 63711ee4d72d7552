-- 0009 Under which name a post stands, and who asked whose alias it is.
-- 1 alias of the thread, 2 own alias, 3 first name, 4 full name; 0: as byline says, never moved up.
ALTER TABLE post ADD COLUMN appears BIGINT NOT NULL DEFAULT 0;
ALTER TABLE post ADD COLUMN feeling TEXT NOT NULL DEFAULT ''; -- a word of community/feeling, or none
-- The alias that waits for whoever next wants one in the thread. It is in alias_drawn already.
ALTER TABLE thread ADD COLUMN alias_next TEXT NOT NULL DEFAULT '';

-- Names that were drawn in a round, so that none is drawn twice. Whose they are is not here.
CREATE TABLE alias_drawn (
	round_id BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	name_key TEXT   NOT NULL, -- in small letters
	PRIMARY KEY (round_id, name_key)
);

-- Under which alias a person writes in a thread. Read for the person themself, and to lift it.
CREATE TABLE thread_alias (
	thread_id BIGINT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	name      TEXT   NOT NULL,
	own       BIGINT NOT NULL CHECK (own IN (0, 1)), -- their alias of all threads
	PRIMARY KEY (thread_id, person_id)
);
CREATE UNIQUE INDEX thread_alias_one ON thread_alias (thread_id, name);
CREATE INDEX thread_alias_by_person ON thread_alias (person_id);

-- Each time a safeguarding lead was told who writes under an alias.
CREATE TABLE alias_lift (
	id        BIGINT PRIMARY KEY,
	thread_id BIGINT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
	name      TEXT   NOT NULL,
	author_id BIGINT NOT NULL REFERENCES person (id),
	lifted_by BIGINT NOT NULL REFERENCES person (id),
	reason    TEXT   NOT NULL,
	at        BIGINT NOT NULL
);
CREATE INDEX alias_lift_by_author ON alias_lift (author_id, id);

-- The name that others see was the alias of whoever had one. It is the first name from now on.
INSERT INTO self_choice (person_id, key, value, set_at)
	SELECT p.id, 'alias', p.shown_name, s.set_at FROM person p JOIN self_choice s ON s.person_id = p.id
	WHERE s.key = 'appear' AND s.value = 'alias';
UPDATE person SET shown_name = COALESCE((WITH RECURSIVE spot (n) AS (SELECT 2 UNION ALL
	SELECT n + 1 FROM spot WHERE n < 200) SELECT substr(person.name, 1, min(n) - 1) FROM spot
	WHERE substr(person.name, n, 1) = ' '), name)
	WHERE id IN (SELECT s.person_id FROM self_choice s WHERE s.key = 'appear' AND s.value IN ('alias', 'full'));
UPDATE self_choice SET value = 'own' WHERE key = 'appear' AND value = 'alias';
