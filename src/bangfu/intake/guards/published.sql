-- What SQL of other apps may ask of imports.

-- The imports that a person sent. An import lies with the union it was made for, and who brought facts in
-- is asked whatever appointment they act in by now: so it acts as the owner. It tells numbers alone.
create or replace function intake_sent_by(person bigint) returns table (batch_id bigint)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  reach text := coalesce(current_setting('app.reach', true), '');
begin
  perform set_config('app.reach', 'machine', true);
  return query select b.id from intake_importbatch b where b.by_user_id = person;
  perform set_config('app.reach', reach, true);
end $$;
