-- Who decides on a return did not plan the round. What is paid again goes to an account of the file that
-- somebody confirmed by its original, or whose check digit fits where no parameter wants every one confirmed;
-- and nothing is paid again of which a part was claimed back by decision, for the amount was wrong.

create or replace function rounds_decision_check() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if (select count(*) from made) <> (
      select count(*) from made d
      join rounds_award a on a.id = d.award_id and a.household_id = d.household_id
        and a.round_id = d.round_id
      join rounds_round r on r.id = a.round_id
      left join rounds_payment p on p.id = d.payment_id
      where d.decided_by_id <> r.planned_by_id and r.state in ('released', 'sent')
        and (d.payment_id is null or p.award_id = a.id and p.state = 'returned')) then
    raise exception 'not a return of this round' using errcode = 'check_violation',
      constraint = 'decision_by_another';
  end if;
  if (select count(*) from made d where d.outcome = 'again') <> (
      select count(*) from made d
      cross join lateral registry_file_of(d.household_id) f
      cross join lateral vault_secret_known(d.card_secret_id) s
      cross join lateral vault_check_fits(d.card_secret_id) looked
      cross join lateral registry_account_confirmed(d.card_secret_id) known
      where d.outcome = 'again' and s.household_ref = d.household_id and s.blind_index = d.card_index
        and (known.confirmed or looked.fits is true and coalesce((
               select every.value from casework_parameter_in_force('every_account', f.area_code, d.decided_on) every
             ), 0) = 0)) then
    raise exception 'nobody confirmed that account' using errcode = 'check_violation',
      constraint = 'decision_account_confirmed';
  end if;
  if exists (select from made d join rounds_recovery c on c.award_id = d.award_id and c.payment_id = d.payment_id
             where d.outcome = 'again' and c.amount_fen > coalesce((
               select sum(e.amount_fen) from rounds_claimend e
               where e.recovery_id = c.id and e.outcome = 'claim_dropped'), 0)) then
    raise exception 'claimed back by decision' using errcode = 'check_violation',
      constraint = 'decision_not_of_claimed';
  end if;
  return null;
end $$;

create or replace trigger check_made after insert on rounds_returndecision
  referencing new table as made for each statement execute function rounds_decision_check();
