-- Views of the SQLite file. People who did not speak, but were spoken to or for, are left out.

CREATE VIEW statements_wide AS
-- Who said what, when, in what office, in which source. A statement with several speakers has a row for
-- each, distinguished by seq; one whose speaker is not named has one row without seq.
SELECT
  statements.statement_id,
  speakers.seq,
  speakers.role,
  people.name AS speaker,
  positions.title AS position,
  positions.status AS position_status,
  organizations.name AS organization,
  statements.attributed_as,
  statements.cue,
  statements.quote_type,
  statements.quote,
  statements.summary,
  statements.said_on,
  statements.language,
  statements.translated,
  events.name AS occasion,
  events.date_start AS occasion_start,
  events.place AS occasion_place,
  sources.publisher,
  sources.family,
  sources.published,
  sources.title AS source_title,
  sources.url,
  statements.spans,
  speakers.person_id,
  speakers.position_id,
  speakers.organization_id,
  statements.occasion_id,
  statements.source_id
FROM statements
JOIN sources ON sources.source_id = statements.source_id
LEFT JOIN events ON events.event_id = statements.occasion_id
LEFT JOIN statement_speakers AS speakers
  ON speakers.statement_id = statements.statement_id AND speakers.role IN (:speaking)
LEFT JOIN people ON people.person_id = speakers.person_id
LEFT JOIN positions ON positions.position_id = speakers.position_id
LEFT JOIN organizations ON organizations.organization_id = speakers.organization_id
ORDER BY statements.statement_id, speakers.seq;

CREATE VIEW claims_wide AS
-- Who claims which number, how surely, in which source. A claim with several speakers has a row for each,
-- distinguished by seq: count claims with count(DISTINCT claim_id). The reporter's own claims have no speaker.
SELECT
  claims.claim_id,
  speakers.seq,
  speakers.role,
  people.name AS speaker,
  positions.title AS position,
  organizations.name AS organization,
  claims.polarity,
  claims.relation,
  claims.value,
  claims.value_low,
  claims.value_high,
  claims.unit,
  figures.low,
  figures.high,
  figures.approximate,
  figures.compared_unit,
  claims.as_written,
  claims.hedge,
  claims.hedge_scope,
  claims.basis,
  claims.as_of,
  statements.said_on,
  statements.quote,
  statements.summary,
  measures.definition AS measure,
  events.name AS event,
  sources.publisher,
  sources.family,
  sources.published,
  sources.title AS source_title,
  sources.url,
  claims.spans,
  claims.measure_id,
  claims.event_id,
  claims.statement_id,
  speakers.person_id,
  speakers.position_id,
  speakers.organization_id,
  claims.source_id
FROM claims
JOIN figures ON figures.claim_id = claims.claim_id
JOIN sources ON sources.source_id = claims.source_id
JOIN measures ON measures.measure_id = claims.measure_id
LEFT JOIN events ON events.event_id = claims.event_id
LEFT JOIN statements ON statements.statement_id = claims.statement_id
LEFT JOIN statement_speakers AS speakers
  ON speakers.statement_id = claims.statement_id AND speakers.role IN (:speaking)
LEFT JOIN people ON people.person_id = speakers.person_id
LEFT JOIN positions ON positions.position_id = speakers.position_id
LEFT JOIN organizations ON organizations.organization_id = speakers.organization_id
ORDER BY claims.claim_id, speakers.seq;
