-- The file number by which lists are ordered is brought along and compared once a statement.

create or replace function eligibility_determination_filed() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if (select count(*) from made) <> (
      select count(*) from made m cross join lateral registry_file_of(m.household_id) h
      where h.file_no = m.file_no) then
    raise exception 'not the household''s number' using errcode = 'check_violation',
      constraint = 'determination_file_no';
  end if;
  return null;
end $$;

create or replace trigger b_filed after insert on eligibility_determination
  referencing new table as made
  for each statement execute function eligibility_determination_filed();
