-- Who decides or moves money, and who appoints, is appointed by two administrators: one proposes, another
-- seconds and hands over a code, with which the officer takes office. Both are in force over the union on that
-- day, and who seconds gave the officer's last password not; the machine's operator appoints the first two alone.
-- The roles and the two repeat `acts/two_hands.py`, the days and tries `commands/office_codes.py`; a unit test
-- compares them. The code itself is held too: its proof, which the program's key makes, hashes to what was kept.

create or replace function organisations_in_two_hands(asked text) returns boolean language sql immutable
begin atomic
  select asked in ('administrator', 'approver', 'fund_officer', 'releaser');
end;

-- Users who administer the union on that day: its own administrators and its superiors'.
create or replace function organisations_administrators_over(asked integer, day date)
  returns setof bigint language sql stable
begin atomic
  select distinct a.user_id
  from organisations_union u
  join organisations_appointment a
    on a.union_id = any (array[u.tier1, u.tier2, u.tier3, u.tier4, u.tier5, u.tier6])
  where u.id = asked and a.role = 'administrator' and a.holds_from <= day
    and (a.until is null or a.until >= day) and accounts_may_sign_in(a.user_id);
end;

-- Whether a user is an officer of that union: holds or will hold something there or below, and nothing elsewhere.
-- What was handed over counts for nothing: it is held for another union.
create or replace function organisations_belongs(asked bigint, at_union integer) returns boolean language sql stable
begin atomic
  select coalesce(bool_and(coalesce(
    at_union = any (array[u.tier1, u.tier2, u.tier3, u.tier4, u.tier5, u.tier6]), false)), false)
  from organisations_appointment a join organisations_union u on u.id = a.union_id
  where a.user_id = asked and a.hand_over_id is null
    and coalesce(a.until, 'infinity') >= greatest(a.since, organisations_today());
end;

-- Taken by its officer today, with the code and in time; each wrong try counts, and nobody takes one back.
create or replace function appointment_office_taken(was organisations_appointment, given organisations_appointment,
  acts bigint) returns void language plpgsql set search_path = public, pg_temp as $$
begin
  if given.office_tries <> was.office_tries and (given.office_tries <> was.office_tries + 1 or given.office_tries > 5
     or was.seconded_on is null or was.taken_on is not null) then
    raise exception 'a wrong try counts' using errcode = 'check_violation', constraint = 'appointment_tries_grow';
  end if;
  if given.taken_on is not distinct from was.taken_on and given.office_proof = was.office_proof then
    return;
  end if;
  if acts is distinct from was.user_id or was.taken_on is not null or was.seconded_on is null
     or given.taken_on is distinct from organisations_today() or given.until is distinct from was.until
     or given.until is not null and (given.hand_over_id is null or given.until < organisations_today())
     or was.office_tries >= 5 or coalesce(was.office_code_until <= clock_timestamp(), true)
     or encode(sha256(convert_to(given.office_proof, 'UTF8')), 'hex') <> was.office_code
     or was.seconded_by_user_id is not distinct from accounts_last_giver_to(was.user_id) then
    raise exception 'taken today by its officer, with the code that was handed over'
      using errcode = 'check_violation', constraint = 'appointment_taken_by_its_officer';
  end if;
end $$;

create or replace function appointment_two_hands() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare acts bigint := nullif(current_setting('app.user', true), '')::bigint;
begin
  if tg_op = 'INSERT' then
    if new.hand_over_id is not null and not exists (
      select from organisations_handover h where h.id = new.hand_over_id
        and (h.union_id, h.role, h.since, h.until, h.answer) = (new.union_id, new.role, new.since, new.until, 'taken')
        and new.needs_second and new.by_user_id = acts and h.answered_by_user_id = acts) then
      raise exception 'as it was handed over and taken up' using errcode = 'check_violation',
        constraint = 'appointment_as_handed_over';
    end if;
    if new.hand_over_id is not null and not organisations_belongs(new.user_id,
       (select h.to_union_id from organisations_handover h where h.id = new.hand_over_id)) then
      raise exception 'an officer of the union that takes it up' using errcode = 'check_violation',
        constraint = 'appointment_of_own_officer';
    end if;
    if organisations_in_two_hands(new.role) and new.by_user_id is distinct from acts then
      raise exception 'who appoints is who acts' using errcode = 'check_violation',
        constraint = 'appointment_by_who_acts';
    end if;
    if new.seconded_by_user_id is not null or new.seconded_on is not null or new.taken_on is not null
       or new.office_code <> '' or new.office_code_until is not null or new.office_tries <> 0 then
      raise exception 'proposed first, seconded then' using errcode = 'check_violation',
        constraint = 'appointment_proposed_first';
    end if;
    if organisations_in_two_hands(new.role) and not new.needs_second and (acts is not null or 2 <=
       (select count(*) from organisations_administrators_over(new.union_id, organisations_today()))) then
      raise exception 'another administrator seconds it' using errcode = 'check_violation',
        constraint = 'appointment_in_two_hands';
    end if;
    return new;
  end if;
  if old.until is not null and new.until is distinct from old.until
     and (old.hand_over_id is null or new.until is null or new.until > old.until)
     and (new.until = new.since - 1 and coalesce(old.holds_from, 'infinity') > organisations_today()) is not true then
    -- But that one is taken back which never held.
    raise exception 'an end stays' using errcode = 'restrict_violation', constraint = 'appointment_end_stays';
  end if;
  perform appointment_office_taken(old, new, acts);
  if new.seconded_by_user_id is not distinct from old.seconded_by_user_id
     and new.seconded_on is not distinct from old.seconded_on
     and new.office_code is not distinct from old.office_code
     and new.office_code_until is not distinct from old.office_code_until then
    return new;
  end if;
  if new.seconded_by_user_id is distinct from acts
     or new.seconded_on is distinct from organisations_today()
     or old.seconded_on is not null
     or new.until is distinct from old.until
     or new.until is not null and (new.hand_over_id is null or new.until < organisations_today())
     or length(new.office_code) <> 64 or new.taken_on is not null or new.office_tries <> 0
     or coalesce(new.office_code_until > now() + interval '7 days 1 hour', true)
     or acts is not distinct from accounts_last_giver_to(new.user_id)
     or acts not in (select organisations_administrators_over(new.union_id, organisations_today())) then
    raise exception 'seconded today, by an administrator over the union, while it waits'
      using errcode = 'check_violation', constraint = 'appointment_seconded_by_administrator';
  end if;
  if new.by_user_id is not null and new.by_user_id not in
     (select organisations_administrators_over(
        coalesce((select h.to_union_id from organisations_handover h where h.id = new.hand_over_id), new.union_id),
        organisations_today())) then
    raise exception 'who proposed administers the union still' using errcode = 'check_violation',
      constraint = 'appointment_proposer_serves';
  end if;
  return new;
end $$;

create or replace trigger two_hands before insert or update on organisations_appointment
  for each row execute function appointment_two_hands();
