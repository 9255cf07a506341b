-- Views of the SQLite file. Addressees are left out: they did not speak.

CREATE VIEW statements_wide AS
-- Who said what, when, as what, in which source. A statement of several speakers has a row for each, told
-- apart by seq; one whose speaker nobody names has one row without seq.
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
  ON speakers.statement_id = statements.statement_id AND speakers.role <> 'addressee'
LEFT JOIN people ON people.person_id = speakers.person_id
LEFT JOIN positions ON positions.position_id = speakers.position_id
LEFT JOIN organizations ON organizations.organization_id = speakers.organization_id
ORDER BY statements.statement_id, speakers.seq;

CREATE VIEW claims_wide AS
-- Who claims which number, how sure, in which source. A claim of several speakers has a row for each, told
-- apart by seq: count claims with count(DISTINCT claim_id). The reporter's own have no speaker.
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
JOIN sources ON sources.source_id = claims.source_id
JOIN measures ON measures.measure_id = claims.measure_id
LEFT JOIN events ON events.event_id = claims.event_id
LEFT JOIN statements ON statements.statement_id = claims.statement_id
LEFT JOIN statement_speakers AS speakers
  ON speakers.statement_id = claims.statement_id AND speakers.role <> 'addressee'
LEFT JOIN people ON people.person_id = speakers.person_id
LEFT JOIN positions ON positions.position_id = speakers.position_id
LEFT JOIN organizations ON organizations.organization_id = speakers.organization_id
ORDER BY claims.claim_id, speakers.seq;
