-- Whether an identity or card number stands in a text, for guards of columns that reach the public, the
-- log or addresses: the narrow shapes of `kernel.numbers_in_text`, which a test compares. Eighteen
-- characters with a day of birth and the check character (GB 11643), whatever marks part them; sixteen to
-- nineteen digits that end in Luhn's digit and begin as cards do, not as file numbers (division, year) or
-- credit codes, in one, in fours, behind six or digit by digit, parted alike.

create or replace function audit_is_identity(number text) returns boolean language sql immutable
  set search_path = public, pg_temp as $$
  select coalesce(
    number ~ '^[0-9]{6}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]$'
    and substr('10X98765432', (sum(w * substr(number, i::int, 1)::int) % 11)::int + 1, 1)
      = upper(substr(number, 18, 1)), false)
  from unnest(array[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) with ordinality as u(w, i)
  where number ~ '^[0-9]{17}'
$$;

create or replace function audit_is_card(number text) returns boolean language sql immutable
  set search_path = public, pg_temp as $$
  select number ~ '^[345689][0-9]{15,18}$'
    and not (length(number) < 19 and substr(number, 7, 4) between '1980' and '2059'
      and (substr(number, 3, 2) <= '30' or substr(number, 3, 2) in ('90', '99'))
      and (substr(number, 1, 2) <> '62' or substr(number, 3, 2) <= '12'))
    and not (length(number) = 18 and number ~ '^[589][1239]')
    and (select sum(case when i % 2 = 1 then d when d > 4 then 2 * d - 9 else 2 * d end) % 10 = 0
         from (select i, substr(reverse(number), i, 1)::int from generate_series(1, length(number)) i) as l(i, d))
$$;

create or replace function audit_holds_number(said text) returns boolean language plpgsql immutable
  set search_path = public, pg_temp as $$
declare
  marks constant text := '[-. _·,;|+\\/&=#]';
  rest text;      -- from the first digit of a group on
  before text := '';  -- what stands before it
  whole text;
  mark text;      -- what parts its digits
  parts numeric[];
begin
  said := translate(said, '０１２３４５６７８９Ｘ－．　，；｜＋＼／＆＝＃', '0123456789X-. ,;|+\/&=#');
  rest := said;
  loop
    before := coalesce(before || substring(rest from '^[^0-9]+'), before);
    rest := substring(rest from '[0-9].*$');
    exit when rest is null or length(rest) < 16;
    if rest ~ ('^[0-9](' || marks || '{0,3}[0-9]){14}') then
      whole := substring(rest from '^[0-9](?:' || marks || '{0,3}[0-9]){16}' || marks || '{0,3}(?:[0-9](?![0-9])|[Xx](?![0-9A-Za-z]))');
      if audit_is_identity(regexp_replace(whole, '[^0-9Xx]', '', 'g')) then
        return true;
      end if;
      mark := regexp_replace(btrim(coalesce(substring(rest from '^[0-9]+(' || marks || '{1,3})[0-9]'), '')), '(.)', '\\\1', 'g');
      mark := case when mark = '' then ' +' else ' *' || mark || ' *' end;
      whole := substring(rest from '^[0-9]+(?:' || mark || '[0-9]+)*(?![0-9A-Za-z]|' || mark || '[0-9])');
      if whole is not null and before !~ ('([0-9]' || mark || '|[A-Za-z])$')
        and audit_is_card(regexp_replace(whole, '[^0-9]', '', 'g'))
        and whole ~ ('^([0-9]+|([0-9]{4}' || mark || '){3,4}[0-9]{1,7}|[0-9]{6}' || mark || '[0-9]{10,13}|([0-9]' || mark || ')+[0-9])$')
      then
        parts := string_to_array(regexp_replace(whole, '[^0-9]+', ' ', 'g'), ' ')::numeric[];
        if cardinality(parts) = 1 or (whole ~ '[1-9]([^0-9]|$)' and (whole ~ '^[0-9][^0-9]'
          or exists (select from generate_subscripts(parts, 1) i where parts[i + 1] - parts[i] not between 1 and 9)))
        then
          return true;
        end if;
      end if;
    end if;
    before := right(before || substring(rest from '^[0-9]+'), 8);
    rest := substring(rest from '^[0-9]+(.*)$');
  end loop;
  return false;
end $$;

-- The same of each text and number of a JSON value by itself: ids that stand beside each other in a list are
-- nobody's number.

create or replace function audit_json_holds_number(said jsonb) returns boolean language sql immutable
  set search_path = public, pg_temp as $$
  select coalesce(bool_or(audit_holds_number(each)), false)
  from (
    select v #>> '{}' from jsonb_path_query(said, 'strict $.**') v where jsonb_typeof(v) in ('string', 'number')
    union all
    select k #>> '{}' from jsonb_path_query(said, 'lax $.** ? (@.type() == "object").keyvalue().key') k
  ) as t(each)
  where length(each) > 15
$$;

create or replace function audit_refuse_number() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if audit_holds_number(new.subject) or audit_json_holds_number(new.detail) then
    raise exception 'somebody''s number in the log'
      using errcode = 'check_violation', constraint = 'entry_holds_no_number';
  end if;
  return new;
end $$;

-- Asked only where digits stand that could be one, in any width and apart as above: most entries have none.
create or replace trigger b_no_number before insert on audit_entry for each row
  when (new.subject ~ '[0-9０-９]([-. _·,;|+\\/&=#－．　，；｜＋＼／＆＝＃]{0,3}[0-9０-９]){14}'
    or new.detail::text ~ '[0-9０-９]([-. _·,;|+\\/&=#－．　，；｜＋＼／＆＝＃]{0,6}[0-9０-９]){14}')
  execute function audit_refuse_number();

-- The present era's code, which numbers carry that leave the house.

create or replace function audit_era_code() returns text language sql stable
begin atomic
  select e.code::text from audit_era e order by e.id desc limit 1;
end;
