-- Whether an identity or card number stands in a text, for guards of columns that reach the public, the
-- log or addresses: the narrow shapes of `kernel.numbers_in_text`, which a test compares. Eighteen
-- characters with a day of birth and the check character (GB 11643); sixteen to nineteen digits that end
-- in Luhn's digit and begin as cards do, not as file numbers (division, year) or credit codes.

create or replace function audit_holds_number(said text) returns boolean language plpgsql immutable
  set search_path = public, pg_temp as $$
declare
  weights constant int[] := array[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  number text;
  total int;
begin
  said := translate(said, '０１２３４５６７８９Ｘ－．　', '0123456789X-. ');
  said := regexp_replace(said, '([0-9])[-. _·]{1,3}(?=[0-9Xx])', '\1', 'g');
  for number in select upper(m[1]) from regexp_matches(said, '(?<![0-9])([0-9]{17}[0-9Xx])(?![0-9])', 'g') m
  loop
    select sum(weights[i] * substr(number, i, 1)::int) into total from generate_series(1, 17) i;
    if substr('10X98765432', total % 11 + 1, 1) = substr(number, 18, 1)
        and substr(number, 7, 2) in ('18', '19', '20')
        and substr(number, 11, 2) between '01' and '12' and substr(number, 13, 2) between '01' and '31'
    then
      return true;
    end if;
  end loop;
  for number in
    select m[1] from regexp_matches(said, '(?<![0-9A-Za-z])([345689][0-9]{15,18})(?![0-9A-Za-z])', 'g') m
  loop
    continue when length(number) < 19 and substr(number, 7, 4) between '1980' and '2059'
      and (substr(number, 3, 2) <= '30' or substr(number, 3, 2) in ('90', '99'))
      and (substr(number, 1, 2) <> '62' or substr(number, 3, 2) <= '12');
    continue when length(number) = 18 and number ~ '^[589][1239]';
    select sum(case when i % 2 = 1 then d when d > 4 then 2 * d - 9 else 2 * d end) into total
    from (select i, substr(reverse(number), i, 1)::int from generate_series(1, length(number)) i) as l(i, d);
    if total % 10 = 0 then
      return true;
    end if;
  end loop;
  return false;
end $$;

create or replace function audit_refuse_number() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if audit_holds_number(new.subject || ' ' || new.detail::text) then
    raise exception 'somebody''s number in the log'
      using errcode = 'check_violation', constraint = 'entry_holds_no_number';
  end if;
  return new;
end $$;

-- Asked only where digits stand that could be one, in any width and apart as above: most entries have none.
create or replace trigger b_no_number before insert on audit_entry for each row
  when (new.subject ~ '[0-9０１２３４５６７８９]([-. _·－．　]{0,3}[0-9０１２３４５６７８９]){14}' or new.detail::text ~ '[0-9０１２３４５６７８９]([-. _·－．　]{0,3}[0-9０１２３４５６７８９]){14}')
  execute function audit_refuse_number();

-- The present era's code, which numbers carry that leave the house.

create or replace function audit_era_code() returns text language sql stable
begin atomic
  select e.code::text from audit_era e order by e.id desc limit 1;
end;
