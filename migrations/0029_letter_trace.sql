-- 0029 A trace of a letter had the letter's id, which stands beside a person in the table of letters. New ones have a
-- keyed hash of it (core/letter_trace); those of before are of no letter any more.
UPDATE activity SET object_id = 0 WHERE object_kind = 9;
