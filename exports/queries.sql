-- Questions that Datasette offers on the page of the SQLite file. An empty parameter (:speaker) filters
-- nothing out. The comment before each query has its name and title, then what it answers.

-- who_said_what: Who said what
-- Every statement with its speaker, office, occasion and outlet; one row for each speaker.
SELECT statement_id, speaker, position, organization, said_on, occasion, quote_type, quote, summary, publisher, url
FROM statements_wide
WHERE (:speaker = '' OR speaker LIKE '%' || :speaker || '%')
  AND (:words = '' OR quote LIKE '%' || :words || '%' OR summary LIKE '%' || :words || '%')
ORDER BY said_on, statement_id, seq;

-- who_claims_which_number: Who claims which number
-- The figures of one measure, with claimant, hedge and the bounds they imply, by the day they hold for.
SELECT claim_id, measure, speaker, organization, polarity, as_written, hedge, relation, low, high, compared_unit,
  as_of, said_on, publisher, url
FROM claims_wide
WHERE (:measure_id = '' OR measure_id = :measure_id)
ORDER BY measure_id, as_of, claim_id, seq;

-- witnesses_of_a_number: How many newsrooms print which number
-- Each measure with the number of its claims, and of the families that print them. Pages of one family are one witness.
SELECT measure_id, measure, count(DISTINCT claim_id) AS claims, count(DISTINCT family) AS families,
  min(low) AS least, max(high) AS most, compared_unit
FROM claims_wide
GROUP BY measure_id
ORDER BY families DESC, measure_id;

-- denied_numbers: Numbers that are denied
-- Claims whose claimant rejects the figure.
SELECT claim_id, speaker, organization, as_written, measure, quote, summary, said_on, publisher, url
FROM claims_wide
WHERE polarity = 'denied'
ORDER BY said_on, claim_id, seq;

-- wordings_of_an_utterance: The wordings of one utterance
-- What each outlet prints of the same words, side by side.
SELECT DISTINCT utterances.utterance_id, utterances.gist, statements_wide.publisher, statements_wide.family,
  statements_wide.language, statements_wide.translated, renderings.wording, statements_wide.summary,
  statements_wide.url
FROM utterances
JOIN renderings ON renderings.utterance_id = utterances.utterance_id
JOIN statements_wide ON statements_wide.statement_id = renderings.statement_id
WHERE (:utterance_id = '' OR utterances.utterance_id = :utterance_id)
ORDER BY utterances.utterance_id, statements_wide.family, statements_wide.publisher;
