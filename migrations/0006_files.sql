-- 0006 Files of people, sealed under a key of their own each. Without its row in blob_key a file cannot be read.
CREATE TABLE blob (
	id       BIGINT PRIMARY KEY,
	owner_id BIGINT NOT NULL REFERENCES person (id),
	kind     TEXT   NOT NULL,
	type     TEXT   NOT NULL,
	size     BIGINT NOT NULL,
	made_at  BIGINT NOT NULL
);
CREATE INDEX blob_by_owner ON blob (owner_id, id);

CREATE TABLE blob_key (
	blob_id BIGINT PRIMARY KEY REFERENCES blob (id) ON DELETE CASCADE,
	sealed  TEXT   NOT NULL
);

-- 64 KiB each. No reference: what is left of a file that is gone is cleared away later, a little at a time.
CREATE TABLE blob_part (
	blob_id BIGINT NOT NULL,
	part    BIGINT NOT NULL,
	bytes   BYTEA  NOT NULL,
	PRIMARY KEY (blob_id, part)
);

CREATE TABLE blob_gone (
	blob_id BIGINT PRIMARY KEY
);
