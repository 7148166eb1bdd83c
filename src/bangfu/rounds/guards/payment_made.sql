-- A payment is released by a third person, to the approved card, once; a second attempt needs a
-- decision, which names the card and was taken by somebody else. Award and decision must be there, and
-- household, round and card's number must be theirs. Both only grow and refer to household, round and
-- card: so the payment needs no foreign keys of its own, which cost a lock a row.

-- Joined by keys alone and counted by a filter: conditions in the join are estimated at a row, and each
-- award would be looked up for itself. What is out of sight or not there is not counted.
create or replace function rounds_payment_check() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if (select count(*) from made) <> (
      select count(*) filter (where
        p.state = 'released' and r.state = 'released'
        and p.released_by_id <> r.planned_by_id and p.released_by_id <> r.decided_by_id
        and p.household_id = a.household_id and p.round_id = a.round_id
        and p.amount_fen = a.amount_fen
        and s.household_ref = a.household_id and s.blind_index = p.card_index
        and case when p.decision_id is null
                 then p.card_index = a.card_index and p.card_secret_id = a.card_secret_id
                 else d.award_id = a.id and d.outcome = 'again' and d.card_index = p.card_index
                      and d.card_secret_id = p.card_secret_id
                      and d.decided_by_id <> p.released_by_id end
        and k.holds
        and (p.decision_id is not null or not exists (
             select 1 from rounds_payment e where e.award_id = a.id and e.id <> p.id)))
      from made p
      join rounds_award a on a.id = p.award_id
      join rounds_round r on r.id = a.round_id
      join rounds_needclaim k on k.award_id = a.id
      cross join lateral vault_secret_known(p.card_secret_id) s
      left join rounds_returndecision d on d.id = p.decision_id
      where not exists (select 1 from rounds_returndecision x
                        where x.award_id = a.id and x.outcome = 'restore')) then
    raise exception 'not a payment of this roster' using errcode = 'check_violation',
      constraint = 'payment_as_approved';
  end if;
  return null;
end $$;

create or replace trigger check_made after insert on rounds_payment
  referencing new table as made for each statement execute function rounds_payment_check();
