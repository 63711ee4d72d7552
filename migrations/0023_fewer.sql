-- 0023 Less to read for a page.
-- A number for each group that rises with every change of what its list of threads says, so that the list is drawn
-- once for all of its readers. A group without a row is at 0.
CREATE TABLE listing (
	group_id BIGINT PRIMARY KEY REFERENCES peer_group (id) ON DELETE CASCADE,
	version  BIGINT NOT NULL
);
-- Every page says which week it is: the instant stands behind the texts of a week's task, which are read past.
CREATE INDEX topic_when ON topic (round_id, week, opens_at, title);
-- And asks for the group of whoever reads it.
CREATE INDEX membership_now ON membership (person_id, left_at, round_id, group_id);
