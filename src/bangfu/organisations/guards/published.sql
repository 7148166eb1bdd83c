-- What SQL of other apps may ask of the installation.

-- Its day: a demo's own, else today in Asia/Shanghai. The same as `queries.today`.
create or replace function organisations_today() returns date language sql stable
begin atomic
  select coalesce((select i.demo_day from organisations_installation i),
                  (now() at time zone 'Asia/Shanghai')::date);
end;
