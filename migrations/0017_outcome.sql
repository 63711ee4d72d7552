-- 0017 What became of the people of a study: completion and Graduate Outcomes, as the researcher brought it.
-- Under the participant, so that it joins to a person only while participant_key does.
CREATE TABLE outcome (
	participant_id BIGINT PRIMARY KEY REFERENCES participant (id),
	completed      BIGINT NOT NULL DEFAULT -1 CHECK (completed IN (-1, 0, 1)), -- -1: not known
	activity       TEXT   NOT NULL DEFAULT '' CHECK (activity IN ('', 'work', 'study', 'both', 'looking', 'other')),
	skilled        BIGINT NOT NULL DEFAULT -1 CHECK (skilled IN (-1, 0, 1)), -- whether the work is highly skilled
	brought_at     BIGINT NOT NULL
);
