-- 0020 A number for each group that rises with every change of what its list of threads says, so that the
-- list is drawn once for all of its readers. A group without a row is at 0.
CREATE TABLE listing (
	group_id BIGINT PRIMARY KEY REFERENCES peer_group (id) ON DELETE CASCADE,
	version  BIGINT NOT NULL
);
