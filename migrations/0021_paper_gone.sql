-- 0021 Papers of the clinic go some time after their round, and their owners are told before. What was taken away,
-- by the clock or by who runs the round, leaves a line for its owner.
ALTER TABLE paper ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0; -- its owner was told that it goes soon
CREATE TABLE paper_gone (
	id        BIGINT PRIMARY KEY,
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE, -- whose it was
	kind      TEXT   NOT NULL,
	title     TEXT   NOT NULL,
	reason    TEXT   NOT NULL, -- of who removed it; empty: its time was over
	at        BIGINT NOT NULL
);
CREATE INDEX paper_gone_by_person ON paper_gone (person_id, id);
