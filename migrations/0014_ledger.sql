-- 0014 What a study collects, what becomes of its letters, and the end of the key that joins its
-- participants to people.

-- Classes of traces (core/activity) that a study does not collect; a class without a row is
-- collected.
CREATE TABLE study_class (
	study_id BIGINT NOT NULL REFERENCES study (id) ON DELETE CASCADE,
	class    BIGINT NOT NULL,
	off_at   BIGINT NOT NULL,
	PRIMARY KEY (study_id, class)
);

-- Of which study and round a letter is; 0: of none, and it leaves no trace.
ALTER TABLE letter ADD COLUMN study_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE letter ADD COLUMN round_id BIGINT NOT NULL DEFAULT 0;

-- The word in the links of a letter, and where they lead. It goes with the letter.
CREATE TABLE letter_link (
	token_hash TEXT   PRIMARY KEY,
	letter_id  BIGINT NOT NULL,
	path       TEXT   NOT NULL
);

-- Studies whose key was destroyed: nobody can say any more who a participant was.
CREATE TABLE study_severed (
	study_id BIGINT PRIMARY KEY REFERENCES study (id) ON DELETE CASCADE,
	at       BIGINT NOT NULL, -- midnight: the day alone is kept
	people   BIGINT NOT NULL
);
