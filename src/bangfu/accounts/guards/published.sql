-- What SQL of other apps may ask of users; bound bodies, see `registry/versions`.

-- What a user is called; null for none.
create or replace function accounts_name_of(asked bigint) returns text language sql stable
begin atomic
  select u.name from accounts_user u where u.id = asked;
end;
