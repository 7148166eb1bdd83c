-- Awards come in while the round is decided, at the decided amount, to the household's own card.
-- Counted, not searched for the bad: what the actor can't see is not good.

create or replace function rounds_award_check() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if (select count(*) from made) <> (
      select count(*) from made a
      join rounds_round r on r.id = a.round_id
      cross join lateral registry_household_of(a.person_id) p
      cross join lateral vault_secret_known(a.card_secret_id) s
      where r.state = 'decided' and a.household_id = p.household_id
        and s.household_ref = a.household_id and s.kind = 'card'
        and s.blind_index = a.card_index
        and (r.amounts ->> a.hardship_class)::bigint = a.amount_fen) then
    raise exception 'not an award of this round' using errcode = 'check_violation',
      constraint = 'award_as_decided';
  end if;
  return null;
end $$;

create or replace trigger check_made after insert on rounds_award
  referencing new table as made for each statement execute function rounds_award_check();
