-- Duties that one person may not have for one matter. The pairs repeat `acts/incompatible.py`, each
-- in the order of the alphabet; a unit test compares the two. Triggers on the tables of events ask.

create or replace function acts_duties_apart(first text, second text) returns boolean
  language sql immutable set search_path = public, pg_temp as $$
  select (least(first collate "C", second), greatest(first collate "C", second)) in (
    ('casework.adjust', 'casework.check'),
    ('casework.adjust', 'casework.propose'),
    ('casework.adjust', 'casework.submit'),
    ('casework.answer_objection', 'casework.object'),
    ('casework.approve', 'casework.check'),
    ('casework.approve', 'casework.submit'),
    ('casework.check', 'casework.refuse'),
    ('casework.check', 'casework.submit'),
    ('casework.refuse', 'casework.submit'),
    ('funds.propose_reversal', 'funds.reverse'),
    ('funds.receive', 'funds.reverse'),
    ('rounds.book_recovered', 'rounds.recover'),
    ('rounds.decide', 'rounds.plan'),
    ('rounds.decide', 'rounds.release'),
    ('rounds.decide_return', 'rounds.plan'),
    ('rounds.end_claim', 'rounds.recover'),
    ('rounds.plan', 'rounds.recover'),
    ('rounds.plan', 'rounds.release'),
    ('rounds.recover', 'rounds.release'))
$$;
