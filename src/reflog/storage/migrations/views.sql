-- What a question reads. Lists inside a row are joined by the unit separator, char(31).

CREATE VIEW contact_view AS
SELECT c.*,
  (SELECT group_concat(alias, char(31)) FROM
    (SELECT alias FROM contact_alias WHERE contact_id = c.id ORDER BY id)) AS aliases,
  (SELECT group_concat(email, char(31)) FROM
    (SELECT email FROM contact_email WHERE contact_id = c.id ORDER BY id)) AS emails,
  (SELECT group_concat(phone, char(31)) FROM
    (SELECT phone FROM contact_phone WHERE contact_id = c.id ORDER BY id)) AS phones,
  (SELECT group_concat(tag, char(31)) FROM
    (SELECT tag FROM contact_tag WHERE contact_id = c.id ORDER BY id)) AS tags
FROM contact AS c;

CREATE VIEW introduction_view AS
SELECT i.number AS id, hex(e.uid) AS uid, e.created_at, i.made_on AS "on", i.stage, i.stage_on,
  i.need, i.offer, i.caller, i.consent, i.effort, i.why, i.note, i.imported, i.quiet,
  i.passed_id AS passed_to,
  i.introducer_id, i.provider_id, i.prospect_id, i.at_fault_id,
  x.handle AS introducer, x.name AS introducer_name,
  v.handle AS provider, v.name AS provider_name,
  p.handle AS prospect, p.name AS prospect_name,
  f.handle AS at_fault, f.name AS at_fault_name,
  EXISTS (SELECT 1 FROM contact_email WHERE contact_id = i.provider_id)
    OR EXISTS (SELECT 1 FROM contact_phone WHERE contact_id = i.provider_id)
    AS provider_reachable,
  EXISTS (SELECT 1 FROM contact_email WHERE contact_id = i.prospect_id)
    OR EXISTS (SELECT 1 FROM contact_phone WHERE contact_id = i.prospect_id)
    AS prospect_reachable,
  (SELECT group_concat(number, char(31)) FROM
    (SELECT number FROM thanks WHERE about_id = i.number ORDER BY number)) AS thanks,
  (SELECT group_concat(number, char(31)) FROM
    (SELECT number FROM follow_up WHERE about_id = i.number ORDER BY number)) AS follow_ups,
  -- Each stage it came to, or that a side said it had: stage, day, who told it, whether it moved.
  (SELECT group_concat(step, char(31)) FROM
    (SELECT s.stage || ' ' || s.reached_on || ' ' || ifnull(t.handle, '') || ' ' || s.moved AS step
    FROM stage_change AS s LEFT JOIN contact AS t ON t.id = s.told_by
    WHERE s.introduction_id = i.number ORDER BY s.id)) AS steps
FROM introduction AS i
JOIN entry AS e ON e.number = i.number
JOIN contact AS x ON x.id = i.introducer_id
JOIN contact AS v ON v.id = i.provider_id
JOIN contact AS p ON p.id = i.prospect_id
LEFT JOIN contact AS f ON f.id = i.at_fault_id;

CREATE VIEW follow_up_view AS
SELECT u.number AS id, hex(e.uid) AS uid, e.created_at, u.contact_id,
  c.handle AS contact, c.name AS contact_name, u.purpose, u.what, u.due_on,
  u.about_id AS about, u.status, u.done_on, u.every || u.every_unit AS every, u.note, u.unasked,
  CASE u.contact_id WHEN i.prospect_id THEN 'prospect' WHEN i.provider_id THEN 'provider'
    WHEN i.introducer_id THEN 'introducer' END AS side,
  i.stage, i.need, i.introducer_id, i.provider_id, i.prospect_id,
  x.handle AS introducer, x.name AS introducer_name,
  v.handle AS provider, v.name AS provider_name,
  p.handle AS prospect, p.name AS prospect_name,
  t.id AS taker_id, t.name AS taker_name,
  u.purpose = 'report-back' AND i.stage = 'introduced' AND EXISTS (SELECT 1 FROM follow_up
    WHERE about_id = u.about_id AND status = 'done' AND purpose IN ('first-call', 'check-in'))
    AS tried,
  (SELECT group_concat(email, char(31)) FROM
    (SELECT email FROM contact_email WHERE contact_id = u.contact_id ORDER BY id)) AS emails,
  (SELECT group_concat(phone, char(31)) FROM
    (SELECT phone FROM contact_phone WHERE contact_id = u.contact_id ORDER BY id)) AS phones
FROM follow_up AS u
JOIN entry AS e ON e.number = u.number
JOIN contact AS c ON c.id = u.contact_id
LEFT JOIN introduction AS i ON i.number = u.about_id
LEFT JOIN contact AS x ON x.id = i.introducer_id
LEFT JOIN contact AS v ON v.id = i.provider_id
LEFT JOIN contact AS p ON p.id = i.prospect_id
LEFT JOIN introduction AS s ON s.number = i.passed_id
LEFT JOIN contact AS t ON t.id = s.provider_id;

CREATE VIEW business_view AS
SELECT b.number AS id, hex(e.uid) AS uid, e.created_at, b.about_id AS about, b.amount,
  b.currency, b.closed_on AS "on", b.note, b.contact_id, c.handle AS contact,
  c.name AS contact_name
FROM business AS b
JOIN entry AS e ON e.number = b.number
LEFT JOIN contact AS c ON c.id = b.contact_id;

CREATE VIEW thanks_view AS
SELECT t.number AS id, hex(e.uid) AS uid, e.created_at, t.contact_id, c.handle AS contact,
  c.name AS contact_name, t.direction, t.via, t.expressed_on AS "on", t.about_id AS about, t.note
FROM thanks AS t
JOIN entry AS e ON e.number = t.number
JOIN contact AS c ON c.id = t.contact_id;

CREATE VIEW one_to_one_view AS
SELECT o.number AS id, hex(e.uid) AS uid, e.created_at, o.contact_id, c.handle AS contact,
  c.name AS contact_name, o.held_on AS "on", o.note
FROM one_to_one AS o
JOIN entry AS e ON e.number = o.number
JOIN contact AS c ON c.id = o.contact_id;

CREATE VIEW note_view AS
SELECT n.number AS id, hex(e.uid) AS uid, e.created_at, n.contact_id, c.handle AS contact,
  c.name AS contact_name, n.noted_on AS "on", n.about_id AS about, n.text AS note,
  n.topic, n.until_on AS until
FROM note AS n
JOIN entry AS e ON e.number = n.number
JOIN contact AS c ON c.id = n.contact_id;

-- The commands, and whether each is taken back: by an undo that no redo has brought back.
CREATE VIEW op_view AS
SELECT o.id, o.at, o.command, o.summary,
  EXISTS (SELECT 1 FROM op_undoes AS u WHERE u.undone_id = o.id AND NOT EXISTS
    (SELECT 1 FROM op_undoes AS r WHERE r.undone_id = u.op_id)) AS undone
FROM op AS o;

-- Who came through whom: from the introducer to the person brought.
CREATE VIEW edge AS
SELECT number, introducer_id AS from_id,
  (CASE prospect_id WHEN 1 THEN provider_id ELSE prospect_id END) AS to_id,
  made_on, stage
FROM introduction;
