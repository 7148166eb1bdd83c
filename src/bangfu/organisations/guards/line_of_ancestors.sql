-- A union's line of ancestors is its parent's with itself at the end. A new union's line is unset
-- until its number is known; once set it can't be unset. The tiers repeat `scope/reach.py`'s
-- MAX_DEPTH; a unit test compares the two.

create or replace function organisations_union_line() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare above int[];
begin
  if num_nonnulls(new.tier1, new.tier2, new.tier3, new.tier4, new.tier5, new.tier6) = 0
     and (tg_op = 'INSERT' or old.tier1 is null) then
    return new;
  end if;
  select array[p.tier1, p.tier2, p.tier3, p.tier4, p.tier5, p.tier6] into above
    from organisations_union p where p.id = new.parent_id;
  if array[new.tier1, new.tier2, new.tier3, new.tier4, new.tier5, new.tier6] is distinct from
     (coalesce(above, '{}'::int[]))[1:new.depth - 1] || new.id
       || array_fill(null::int, array[6 - new.depth]) then
    raise exception 'a union lies below its parent' using errcode = 'check_violation',
      constraint = 'union_line_follows_parent';
  end if;
  return new;
end $$;

create or replace trigger line
  before insert or update of parent_id, depth, tier1, tier2, tier3, tier4, tier5, tier6
  on organisations_union for each row execute function organisations_union_line();
