-- A step is handed to a superior or a neighbour, by an administrator of the union that gives it; one of the
-- union that gets it takes it up, either declines.

create or replace function hand_over_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare
  acts bigint := nullif(current_setting('app.user', true), '')::bigint;
  gives boolean := acts in (select organisations_administrators_over(new.union_id, organisations_today()));
  gets boolean := acts in (select organisations_administrators_over(new.to_union_id, organisations_today()));
begin
  if tg_op = 'INSERT' then
    if gives is not true or new.asked_by_user_id is distinct from acts or new.answer <> ''
       or new.asked_on is distinct from organisations_today() then
      raise exception 'asked by an administrator of the union' using errcode = 'check_violation',
        constraint = 'hand_over_asked_by_administrator';
    end if;
    if not exists (
      select from organisations_union u join organisations_union t on t.id = new.to_union_id
      where u.id = new.union_id and u.id <> t.id
        and (t.id in (u.tier1, u.tier2, u.tier3, u.tier4, u.tier5, u.tier6) or t.parent_id = u.parent_id)) then
      raise exception 'to a superior or a neighbour' using errcode = 'check_violation',
        constraint = 'hand_over_to_superior_or_neighbour';
    end if;
    return new;
  end if;
  if new.answer is distinct from old.answer and (new.answered_by_user_id is distinct from acts
     or new.answered_on is distinct from organisations_today()
     or not coalesce(gets or (gives and new.answer = 'declined'), false)) then
    raise exception 'answered by an administrator of the union that gets it'
      using errcode = 'check_violation', constraint = 'hand_over_answered_by_administrator';
  end if;
  return new;
end $$;

create or replace trigger a_guard before insert or update on organisations_handover
  for each row execute function hand_over_guard();
