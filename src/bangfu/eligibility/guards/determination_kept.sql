-- A determination that says something else from now on, holds for another time or goes away was kept as
-- a past one first, as it was; what is decided anew has a number of its own.

-- Without nested loops: the join of what was and what is is planned once a connection, for as many rows as
-- its first statement wrote.
create or replace function eligibility_determination_kept() returns trigger language plpgsql
  set search_path = public, pg_temp set enable_nestloop = off as $$
begin
  -- Whoever only re-stamps the jurisdiction, turns a day or renumbers files changes nothing that was decided.
  if exists (
      select 1 from before_it o left join after_it n on n.id = o.id
      where (n.household_id, n.holds_from, n.holds_until, n.facts_id, n.member_facts, n.standard_id,
             n.adoption_id, n.hardship_class, n.missing, n.excluded, n.income_fen, n.essential_fen, n.size,
             n.standard_fen, n.rule_set, n.area_code, n.own_system, n.persons, n.main_cause, n.decided_at)
            is distinct from
            (o.household_id, o.holds_from, o.holds_until, o.facts_id, o.member_facts, o.standard_id,
             o.adoption_id, o.hardship_class, o.missing, o.excluded, o.income_fen, o.essential_fen, o.size,
             o.standard_fen, o.rule_set, o.area_code, o.own_system, o.persons, o.main_cause, o.decided_at)
        and not ((n.decision <> o.decision or (n.hardship_class, n.facts_id, n.income_fen, n.standard_fen)
                    is not distinct from (o.hardship_class, o.facts_id, o.income_fen, o.standard_fen))
                 and n.household_id = o.household_id and exists (
          select 1 from eligibility_determinationpast p
          where p.household_id = o.household_id and p.holds_from = o.holds_from
            and p.determination_id = o.decision and p.known_until = n.decided_at
            and (p.holds_until, p.facts_id, p.member_facts, p.hardship_class, p.income_fen, p.standard_fen)
                is not distinct from
                (o.holds_until, o.facts_id, o.member_facts, o.hardship_class, o.income_fen, o.standard_fen)))) then
    raise exception 'what was known is kept' using errcode = 'check_violation',
      constraint = 'determination_kept';
  end if;
  return null;
end $$;

create or replace trigger b_kept after update on eligibility_determination
  referencing old table as before_it new table as after_it
  for each statement execute function eligibility_determination_kept();

create or replace function eligibility_determination_gone() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if (select count(*) from before_it) <> (
      select count(*) from before_it o where exists (
        select 1 from eligibility_determinationpast p
        where p.household_id = o.household_id and p.holds_from = o.holds_from
          and p.determination_id = o.decision
          and (p.holds_until, p.facts_id, p.hardship_class) = (o.holds_until, o.facts_id, o.hardship_class))) then
    raise exception 'what was known is kept' using errcode = 'check_violation',
      constraint = 'determination_kept';
  end if;
  return null;
end $$;

create or replace trigger b_kept_gone after delete on eligibility_determination
  referencing old table as before_it
  for each statement execute function eligibility_determination_gone();
