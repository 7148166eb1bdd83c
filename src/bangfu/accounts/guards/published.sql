-- What SQL of other apps may ask of users; bound bodies, see `registry/versions`.

-- What a user is called; null for none.
create or replace function accounts_name_of(asked bigint) returns text language sql stable
begin atomic
  select u.name from accounts_user u where u.id = asked;
end;

-- Whether a user is one who may sign in.
create or replace function accounts_may_sign_in(asked bigint) returns boolean language sql stable
begin atomic
  select exists (select from accounts_user u where u.id = asked and u.is_active);
end;

-- Which administrator gave a user's last password; null for the machine, or where it is not known.
create or replace function accounts_last_giver_to(asked bigint) returns bigint language sql stable
begin atomic
  select u.password_last_given_by_user_id from accounts_user u where u.id = asked;
end;
