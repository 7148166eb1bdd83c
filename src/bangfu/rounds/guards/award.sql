-- Awards come in while the round is decided, at the decided amount, to the household's own card.
-- Counted, not searched for the bad: what the actor can't see is not good.

create or replace function rounds_award_check() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if (select count(*) from made) <> (
      select count(*) from made a
      join rounds_round r on r.id = a.round_id
      join registry_person p on p.id = a.person_id
      join vault_secret s on s.id = a.card_secret_id
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
