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

-- Where a group of digits begins a number of eighteen characters.
create or replace function audit_begins_identity(rest text) returns boolean language sql immutable
  set search_path = public, pg_temp as $$
  select coalesce(audit_is_identity(regexp_replace(
    substring(rest from '^[0-9](?:[-. _·,;|+\\/&=#]{0,3}[0-9]){16}[-. _·,;|+\\/&=#]{0,3}(?:[0-9](?![0-9])|[Xx](?![0-9A-Za-z]))'),
    '[^0-9Xx]', '', 'g')), false)
$$;

-- Where a group of digits begins a card: all its groups are parted by one mark, and neither in front of them
-- nor behind is another of the kind. Fours that all end in nought are amounts, those that rise by a few rooms.
create or replace function audit_begins_card(rest text, before text) returns boolean language plpgsql immutable
  set search_path = public, pg_temp as $$
declare
  told text := btrim(coalesce(substring(rest from '^[0-9]+([-. _·,;|+\\/&=#]{1,3})[0-9]'), ''));
  mark text := case when told = '' then ' +' else ' *' || regexp_replace(told, '(.)', '\\\1', 'g') || ' *' end;
  card text := substring(rest from '^[0-9]+(?:' || mark || '[0-9]+)*(?![0-9A-Za-z]|' || mark || '[0-9])');
  in_one constant text := '^[0-9]+$';
  in_fours constant text := '^([0-9]{4}' || mark || '){3,4}[0-9]{1,7}$';
  behind_six constant text := '^[0-9]{6}' || mark || '[0-9]{10,13}$';
  by_digit constant text := '^([0-9]' || mark || ')+[0-9]$';
  groups numeric[];
begin
  if card is null or before ~ ('([0-9]' || mark || '|[A-Za-z])$')
     or not audit_is_card(regexp_replace(card, '[^0-9]', '', 'g')) then
    return false;
  end if;
  if card ~ in_one then
    return true;
  end if;
  if card !~ in_fours and card !~ behind_six and card !~ by_digit then
    return false;
  end if;
  groups := string_to_array(regexp_replace(card, '[^0-9]+', ' ', 'g'), ' ')::numeric[];
  return card ~ '[1-9]([^0-9]|$)' and (card ~ by_digit or exists (
    select from generate_subscripts(groups, 1) i where groups[i + 1] - groups[i] not between 1 and 9));
end $$;

-- Whether one begins at a group of plain digits: asked of each, from the first to the last.
create or replace function audit_begins_number(said text) returns boolean language plpgsql immutable
  set search_path = public, pg_temp as $$
declare
  before text := '';
  rest text := said;
begin
  loop
    before := coalesce(before || substring(rest from '^[^0-9]+'), before);
    rest := substring(rest from '[0-9].*$');
    exit when rest is null or length(rest) < 16;
    if rest ~ '^[0-9]([-. _·,;|+\\/&=#]{0,3}[0-9]){14}'
       and (audit_begins_identity(rest) or audit_begins_card(rest, before)) then
      return true;
    end if;
    before := right(before || substring(rest from '^[0-9]+'), 8);
    rest := substring(rest from '^[0-9]+(.*)$');
  end loop;
  return false;
end $$;

-- In plain width; and where digits are written in Han, drawn in circles and the like, or letters stand for
-- noughts, once more with plain digits (`kernel.digits_in_text`).
create or replace function audit_holds_number(said text) returns boolean language plpgsql immutable
  set search_path = public, pg_temp as $$
declare
  plain text := translate(said, '０１２３４５６７８９Ｘ－．　，；｜＋＼／＆＝＃', '0123456789X-. ,;|+\/&=#');
begin
  if audit_begins_number(plain) then
    return true;
  end if;
  if plain !~ '[〇零一二三四五六七八九○◯壹贰叁肆伍陆柒捌玖幺貳叄參陸⓪①②③④⑤⑥⑦⑧⑨⓿❶❷❸❹❺❻❼❽❾➀➁➂➃➄➅➆➇➈➊➋➌➍➎➏➐➑➒⓵⓶⓷⓸⓹⓺⓻⓼⓽⑴⑵⑶⑷⑸⑹⑺⑻⑼⒈⒉⒊⒋⒌⒍⒎⒏⒐⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉㊀㊁㊂㊃㊄㊅㊆㊇㊈㈠㈡㈢㈣㈤㈥㈦㈧㈨〡〢〣〤〥〦〧〨〩]|[0-9][OoＯｏОоΟο]' then
    return false;
  end if;
  plain := translate(plain,
    '〇零一二三四五六七八九○◯壹贰叁肆伍陆柒捌玖幺貳叄參陸⓪①②③④⑤⑥⑦⑧⑨⓿❶❷❸❹❺❻❼❽❾➀➁➂➃➄➅➆➇➈➊➋➌➍➎➏➐➑➒⓵⓶⓷⓸⓹⓺⓻⓼⓽⑴⑵⑶⑷⑸⑹⑺⑻⑼⒈⒉⒊⒋⒌⒍⒎⒏⒐⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉㊀㊁㊂㊃㊄㊅㊆㊇㊈㈠㈡㈢㈣㈤㈥㈦㈧㈨〡〢〣〤〥〦〧〨〩',
    '0012345678900123456789123360123456789012345678912345678912345678912345678912345678912345678901234567890123456789123456789123456789123456789');
  return audit_begins_number(regexp_replace(plain, '(?<=[0-9OoＯｏОоΟο])[OoＯｏОоΟο]', '0', 'g'));
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

-- Whether digits stand in it that could be one, however written and apart as above: in most entries not.
create or replace function audit_digits_near(said text) returns boolean language sql immutable
begin atomic
  select said ~ '[0-9０-９〇零一二三四五六七八九○◯壹贰叁肆伍陆柒捌玖幺貳叄參陸⓪①②③④⑤⑥⑦⑧⑨⓿❶❷❸❹❺❻❼❽❾➀➁➂➃➄➅➆➇➈➊➋➌➍➎➏➐➑➒⓵⓶⓷⓸⓹⓺⓻⓼⓽⑴⑵⑶⑷⑸⑹⑺⑻⑼⒈⒉⒊⒋⒌⒍⒎⒏⒐⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉㊀㊁㊂㊃㊄㊅㊆㊇㊈㈠㈡㈢㈣㈤㈥㈦㈧㈨〡〢〣〤〥〦〧〨〩OoＯｏОоΟο]([-. _·,;|+\\/&=#－．　，；｜＋＼／＆＝＃]{0,6}[0-9０-９〇零一二三四五六七八九○◯壹贰叁肆伍陆柒捌玖幺貳叄參陸⓪①②③④⑤⑥⑦⑧⑨⓿❶❷❸❹❺❻❼❽❾➀➁➂➃➄➅➆➇➈➊➋➌➍➎➏➐➑➒⓵⓶⓷⓸⓹⓺⓻⓼⓽⑴⑵⑶⑷⑸⑹⑺⑻⑼⒈⒉⒊⒋⒌⒍⒎⒏⒐⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉㊀㊁㊂㊃㊄㊅㊆㊇㊈㈠㈡㈢㈣㈤㈥㈦㈧㈨〡〢〣〤〥〦〧〨〩OoＯｏОоΟο]){14}';
end;

create or replace trigger b_no_number before insert on audit_entry for each row
  when (audit_digits_near(new.subject) or audit_digits_near(new.detail::text))
  execute function audit_refuse_number();

-- The present era's code, which numbers carry that leave the house.

create or replace function audit_era_code() returns text language sql stable
begin atomic
  select e.code::text from audit_era e order by e.id desc limit 1;
end;
