-- 0024 The words that stand in the index, by scope: which words begin as somebody types, and which are one letter away.
-- What was taken out waits in search_gone until it is known whether others still have its words.
CREATE TABLE search_word (
	entry TEXT PRIMARY KEY -- as in the index: scope, v, word
);
CREATE TABLE search_gone (
	id      BIGINT PRIMARY KEY,
	entries TEXT   NOT NULL
);

-- Every text goes into the index again, with its words.
DROP TABLE IF EXISTS search_vocab;
DROP TABLE IF EXISTS search_terms;
UPDATE search_doc SET ready = 0;
