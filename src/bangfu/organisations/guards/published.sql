-- What SQL of other apps may ask of the installation and of unions.

-- Its day: a demo's own, else today in Asia/Shanghai. The same as `queries.today`.
create or replace function organisations_today() returns date language sql stable
begin atomic
  select coalesce((select i.demo_day from organisations_installation i),
                  (now() at time zone 'Asia/Shanghai')::date);
end;

create or replace function organisations_union_of(asked integer)
  returns setof organisations_union language sql stable rows 1
begin atomic
  select u.* from organisations_union u where u.id = asked;
end;

-- Those named, in one pass over the key: what a list shows.
create or replace function organisations_unions_of(asked integer[])
  returns setof organisations_union language sql stable rows 10
begin atomic
  select u.* from organisations_union u where u.id = any(asked);
end;
