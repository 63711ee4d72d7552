-- 0030 A draft of a change knows which version of the text it began with; empty: it was no change.
ALTER TABLE draft ADD COLUMN version TEXT NOT NULL DEFAULT '';
ALTER TABLE signin_link ADD COLUMN draft_version TEXT NOT NULL DEFAULT '';
