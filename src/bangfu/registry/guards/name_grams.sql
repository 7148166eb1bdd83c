-- What a worker's name is found by: every two characters that stand together, and the first alone.
-- A statement at a time, for imports bring households by the thousand. Names are compared in half width,
-- in small letters, without dots and spaces, as `rules/searching.py` folds what is asked for.

create or replace function registry_searched(name text) returns text
  language sql immutable parallel safe set search_path = public, pg_temp as $$
  select translate(name,
    'ABCDEFGHIJKLMNOPQRSTUVWXYZＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ'
      'ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ０１２３４５６７８９'
      'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ'
      ' ·.•‧∙⋅●・．･᛫․　',
    'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz'
      'abcdefghijklmnopqrstuvwxyz0123456789'
      'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ')
$$;

create or replace function registry_name_grams(name text) returns setof text
  language sql immutable parallel safe set search_path = public, pg_temp as $$
  select distinct part from (select registry_searched(name) as said) folded cross join lateral (
    select substr(said, at, 2) as part from generate_series(1, length(said) - 1) at
    union all select left(said, 1)
  ) parts where part <> ''
$$;

create or replace function registry_name_came() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  insert into registry_namegram (household_id, gram, file_no, tier1, tier2, tier3, tier4, tier5,
      tier6, system)
    select m.id, g.gram, m.file_no, m.tier1, m.tier2, m.tier3, m.tier4, m.tier5, m.tier6, m.system
    from made m cross join lateral registry_name_grams(m.head_name) g(gram);
  return null;
end $$;

create or replace trigger name_grams after insert on registry_household
  referencing new table as made for each statement execute function registry_name_came();

create or replace function registry_name_changed() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  delete from registry_namegram g using now_so n where g.household_id = n.id
    and (n.id, n.head_name, n.file_no) not in (select o.id, o.head_name, o.file_no from before_it o);
  insert into registry_namegram (household_id, gram, file_no, tier1, tier2, tier3, tier4, tier5,
      tier6, system)
    select n.id, g.gram, n.file_no, n.tier1, n.tier2, n.tier3, n.tier4, n.tier5, n.tier6, n.system
    from now_so n cross join lateral registry_name_grams(n.head_name) g(gram)
    where (n.id, n.head_name, n.file_no) not in (select o.id, o.head_name, o.file_no from before_it o);
  return null;
end $$;

create or replace trigger name_grams_again after update on registry_household
  referencing old table as before_it new table as now_so
  for each statement execute function registry_name_changed();
