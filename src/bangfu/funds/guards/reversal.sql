-- A receipt is proposed to be reversed within what is left of it, once at a time; who answers did not
-- propose it (`acts/guards/duties_apart.sql`), and what is answered as done has moved. The fund is held,
-- so that of two proposals at once the second sees the first.

create or replace function funds_reversal_check() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  perform 1 from funds_fund where id = new.fund_id for no key update;
  if not exists (
      select 1 from funds_transfer t
      where t.id = new.receipt_id and t.fund_id = new.fund_id and t.reason = 'receive'
        and new.amount_fen + coalesce((select sum(u.amount) from funds_transfer u
                                       where u.about_id = t.id), 0) <= t.amount) then
    raise exception 'no such receipt to reverse' using errcode = 'check_violation',
      constraint = 'reversal_within_receipt';
  end if;
  if exists (select 1 from funds_reversal r where r.receipt_id = new.receipt_id and not exists (
               select 1 from funds_reversalanswer a where a.reversal_id = r.id)) then
    raise exception 'a proposal waits' using errcode = 'check_violation',
      constraint = 'reversal_one_open';
  end if;
  return new;
end $$;

create or replace trigger check_made before insert on funds_reversal
  for each row execute function funds_reversal_check();

create or replace function funds_reversal_answer_check() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if not exists (
      select 1 from funds_reversal r
      where r.id = new.reversal_id
        and not (new.answered_by_id = r.proposed_by_id
                 and acts_duties_apart('funds.propose_reversal', 'funds.reverse'))
        and (new.outcome = 'done') = exists (
          select 1 from funds_transfer t
          where t.idem = 'reverse:' || r.id and t.by_user_id = new.answered_by_id)) then
    raise exception 'a proposal is answered by another' using errcode = 'check_violation',
      constraint = 'reversal_answered_by_another';
  end if;
  return new;
end $$;

create or replace trigger check_made before insert on funds_reversalanswer
  for each row execute function funds_reversal_answer_check();
