"""What is asked of officers and of what was set: roles, who may sign in, parameters."""

from __future__ import annotations

from bangfu.casework.rules.parameters import SHIPPED

from . import SINCE

# Nobody holds a role that the log does not tell of, nor longer than it tells.
APPOINTMENTS = f"""
select distinct u.username from organisations_appointment a
join accounts_user u on u.id = a.user_id join organisations_union o on o.id = a.union_id
left join audit_entry e on e.subject_kind = 'appointment' and e.subject = a.id::text
  and e.action = 'organisations.appoint'
left join audit_entry s on s.subject_kind = 'appointment' and s.subject = a.id::text
  and s.action = 'organisations.second_appointment'
left join audit_entry t on t.subject_kind = 'appointment' and t.subject = a.id::text
  and t.action = 'organisations.take_office' and not t.detail ? 'wrong_code'
left join lateral (
  select x.action, x.detail from audit_entry x where x.subject_kind = 'appointment' and x.subject = a.id::text
    and x.action in ('organisations.end_appointment', 'organisations.withdraw_appointment')
  order by x.id desc limit 1) ended on true
where a.id >= (select min(o.subject::bigint) from audit_entry o
    where o.subject_kind = 'appointment' and o.action = 'organisations.appoint' and o.at >= {SINCE})
  and (e.id is null
  or (e.detail ->> 'user', e.detail ->> 'union', e.detail ->> 'role', (e.detail ->> 'since')::date)
     is distinct from (u.username, o.code, a.role, a.since)
  or a.seconded_by_user_id is distinct from s.user_id or a.needs_second <> (e.detail ? 'needs_second')
  or case when a.office_code = '' then a.taken_on is distinct from a.seconded_on
     else (a.taken_on is null) <> (t.id is null) or t.user_id <> a.user_id end
  or a.until is distinct from coalesce(case ended.action
       when 'organisations.end_appointment' then (ended.detail ->> 'until')::date
       when 'organisations.withdraw_appointment' then a.since - 1 end, (e.detail ->> 'until')::date))
order by 1
"""
USERS = f"""
select u.username from accounts_user u
left join lateral (
  select e.action from audit_entry e where e.subject_kind = 'user' and e.subject = u.id::text
    and e.action in ('accounts.disable', 'accounts.enable') order by e.id desc limit 1) last on true
where (u.created_at >= {SINCE} or last.action is not null)
  and u.is_active = (coalesce(last.action, 'accounts.enable') = 'accounts.disable') order by 1
"""
# What was entered at once has one time, and the log has its digest. What was entered before the log had
# any is not asked for.
STANDARDS = """
with told as (
  select e.at, e.detail ->> 'entered' as digest from audit_entry e
  where e.subject_kind = 'standards' and e.action = 'standards.import' and e.detail ? 'entered'),
held as (
  select s.recorded_at, min(s.area_name) as place, encode(sha256(convert_to(string_agg(
      format('%s|%s|%s|%s', s.area_code, s.kind, s.valid_from, s.amount_fen), E'\n'
      order by format('%s|%s|%s|%s', s.area_code, s.kind, s.valid_from, s.amount_fen) collate "C"),
    'UTF8')), 'hex') as digest
  from standards_localstandard s where s.recorded_at >= (select min(t.at) - interval '1 hour' from told t)
  group by s.recorded_at)
select coalesce(h.place, '') from held h full join told t on t.digest = h.digest
where (h.digest is null or t.digest is null)
  and coalesce(h.recorded_at, t.at) >= (select min(t.at) from told t)
order by 1
"""
# A step was handed over by whom, to whom and for the time that the log tells.
HANDED_OVER = """
select f.name from organisations_handover o
join organisations_union f on f.id = o.union_id join organisations_union t on t.id = o.to_union_id
left join audit_entry e on e.subject_kind = 'hand_over' and e.subject = o.id::text
  and e.action = 'organisations.hand_over'
where (f.code, t.code, o.role, o.since, o.until, o.asked_by_user_id) is distinct from
  (e.detail ->> 'union', e.detail ->> 'to_union', e.detail ->> 'role', (e.detail ->> 'since')::date,
   (e.detail ->> 'until')::date, e.user_id)
order by 1
"""
OF_ALL_PLACES = ", ".join(f"('{name.value}', {value})" for name, value in SHIPPED.items())
# What was set for a place, from which day on; what holds for all places (000000) is shipped, and nobody set it.
PARAMETERS = f"""
with told as (
  select e.action, e.subject, e.detail ->> 'parameter' as name, (e.detail ->> 'value')::bigint as value,
    (e.detail ->> 'valid_from')::date as valid_from, e.detail ->> 'rule_set' as rule_set,
    e.detail ->> 'name' as programmes_name, e.detail ->> 'place' as place,
    coalesce(e.detail ->> 'amount_fen', e.detail ->> 'month', e.detail ->> 'times')::bigint as fen
  from audit_entry e
  where e.subject_kind in ('place', 'programme')
    and e.action in ('casework.set_parameter', 'programmes.add_parameter', 'eligibility.adopt'))
select p.place from casework_caseparameter p
where p.place <> '000000' and p.recorded_at >= {SINCE} and not exists (
  select from told t where t.action = 'casework.set_parameter'
    and (t.subject, t.name, t.value, t.valid_from) = (p.place, p.name, p.value, p.valid_from))
union
select '000000' from (values {OF_ALL_PLACES}) s(name, value)
full join (select * from casework_caseparameter where place = '000000') p on p.name = s.name
where (p.value, p.valid_from) is distinct from (s.value, date '2000-01-01')
union
select p.place from programmes_programmeparameter p join programmes_programme g on g.id = p.programme_id
where p.recorded_at >= {SINCE} and exists (
  select from told t where t.action = 'programmes.add_parameter' and t.subject = g.code
    and (t.programmes_name, t.place) = (p.name, p.place)) and not exists (
  select from told t where t.action = 'programmes.add_parameter' and t.subject = g.code
    and (t.programmes_name, t.place, t.fen, t.valid_from) = (p.name, p.place, p.value, p.valid_from))
union
select p.place from eligibility_ruleadoption p where p.recorded_at >= {SINCE} and not exists (
  select from told t where t.action = 'eligibility.adopt'
    and (t.subject, t.rule_set, t.valid_from) = (p.place, p.rule_set, p.valid_from))
order by 1
"""
