-- 0031 When somebody in a thread came out from behind an alias last: open pages then get all that they show.
ALTER TABLE thread ADD COLUMN named_at BIGINT NOT NULL DEFAULT 0;
