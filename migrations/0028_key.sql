-- 0028 Which participant is whose is sealed: under a keyed hash of study and person, person and participant in one
-- box. What stood here in plain goes through the memory of the connection (store/open_key) to core/key, which
-- seals it in the same transaction.
INSERT INTO open_key (study_id, person_id, participant_id)
SELECT study_id, person_id, participant_id FROM participant_key;
DELETE FROM participant_key;
DROP TABLE participant_key;
CREATE TABLE participant_key (
	study_id BIGINT NOT NULL REFERENCES study (id),
	lookup   BIGINT NOT NULL, -- 59 bits of a keyed BLAKE2b of study and person
	sealed   TEXT   NOT NULL, -- XChaCha20-Poly1305, bound to the study
	PRIMARY KEY (study_id, lookup)
);
