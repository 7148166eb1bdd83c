-- What an owner or a superuser could do to loosen a guard: one statement a line, each tried alone.
-- {running}, {owner} and {database} are put in.

-- row-level security
alter policy scope on registry_household using (true)
alter policy scope on registry_household with check (true)
alter policy scope on registry_household rename to scoped
drop policy scope on registry_person
create policy more on registry_household using (true)
create policy more on registry_household for select to {running} using (true)
drop policy scope on funds_fund; create policy scope on funds_fund as restrictive using (true)
drop policy scope on registry_person; create policy scope on registry_person to {owner} using (false)
alter table registry_household disable row level security
alter table registry_household no force row level security
update pg_class set relrowsecurity = false where relname = 'registry_person'

-- triggers
alter table funds_transfer disable trigger post
alter table funds_account enable trigger guard
alter table funds_account enable replica trigger guard
alter table audit_entry disable trigger user
alter table funds_transfer disable trigger all
drop trigger guard on funds_account
alter trigger post on funds_transfer rename to post2
create or replace trigger guard before insert or update on funds_account for each row execute function funds_account_guard()
create trigger zz before insert on audit_entry for each row execute function funds_account_guard()
update pg_trigger set tgenabled = 'D' where tgname = 'guard'
update pg_class set relhastriggers = false where relname = 'funds_account'
do $$ begin execute (select format('alter table funds_transfer disable trigger %I', tgname) from pg_trigger where tgisinternal and tgrelid = 'funds_transfer'::regclass limit 1); end $$
create event trigger watching on ddl_command_end execute function watching()

-- functions
create or replace function funds_account_guard() returns trigger language plpgsql set search_path = public, pg_temp as $$ begin return new; end $$
create or replace function bangfu_append_only() returns trigger language plpgsql set search_path = public, pg_temp as $$ begin return new; end $$
alter function funds_post() security invoker
alter function funds_post() reset all
alter function funds_post() set search_path = pg_temp, public
alter function funds_post() set row_security = off
alter function funds_post() leakproof
alter function funds_post() immutable
alter function registry_files_known(text[]) strict
alter function funds_account_guard() owner to {running}
alter function funds_account_guard() rename to funds_account_guarded
revoke execute on function registry_files_known(text[]) from public
create function peek() returns setof registry_household language sql security definer as 'select * from registry_household'
create or replace function public.lower(text) returns text language sql as 'select $1'
create function public.current_setting(text, boolean) returns text language sql as $$ select 'machine' $$
create function pg_catalog.looser() returns int language sql as 'select 1'

-- rights, roles and settings
grant update on funds_transfer to {running}
grant truncate on audit_entry to {running}
grant update (amount) on funds_transfer to {running}
grant update on funds_account to public
grant select on registry_household to stranger
grant select on registry_household to {running} with grant option
grant {running} to stranger
grant {owner} to {running}
grant pg_read_all_data to {running}
grant create on schema public to {running}
grant create on database {database} to {running}
grant usage on language plpgsql to stranger with grant option
grant set on parameter session_replication_role to {running}
alter default privileges for role {owner} grant all on tables to {running}
alter default privileges for role {owner} in schema public grant truncate on tables to {running}
alter role {running} bypassrls
alter role {running} superuser
alter role {owner} bypassrls
alter role {owner} replication
alter role {running} set session_replication_role = 'replica'
alter role all set row_security = off
alter role {running} in database {database} set app.reach = 'machine'
alter database {database} set row_security = off
alter database {database} owner to {running}
alter table registry_household owner to {running}
alter schema public owner to {running}
alter sequence audit_entry_id_seq owner to {owner}; alter table audit_entry owner to {running}

-- tables, columns, constraints, indexes
alter table funds_account drop constraint account_not_overdrawn
alter table funds_account drop constraint account_not_overdrawn, add constraint account_not_overdrawn check (allow_negative or balance >= -1000000000)
alter table funds_account drop constraint account_not_overdrawn, add constraint account_not_overdrawn check (allow_negative or balance >= 0) not valid
alter table casework_case drop constraint case_approver_is_another
do $$ begin execute (select format('alter table funds_transfer alter constraint %I deferrable initially immediate', conname) from pg_constraint where contype = 'f' and conrelid = 'funds_transfer'::regclass limit 1); end $$
do $$ begin execute (select format('alter table funds_transfer alter constraint %I not enforced', conname) from pg_constraint where contype = 'f' and conrelid = 'funds_transfer'::regclass limit 1); end $$
do $$ begin execute (select format('alter table funds_transfer drop constraint %I', conname) from pg_constraint where contype = 'f' and conrelid = 'funds_transfer'::regclass limit 1); end $$
update pg_constraint set convalidated = false where conname = 'account_not_overdrawn'
update pg_class set relchecks = 0 where relname = 'funds_account'
drop index case_one_live
alter table funds_transfer drop constraint transfer_act_once
update pg_index set indisvalid = false where indexrelid = 'case_one_live'::regclass
update pg_index set indisunique = false where indexrelid = 'case_one_live'::regclass
alter table audit_entry alter column digest set default 'x'
alter table audit_entry alter column at drop default
alter table funds_transfer alter column amount drop not null
alter table casework_case alter column version drop not null
alter table rounds_round alter column title type text
alter table audit_entry add column spy text
alter table audit_entry set unlogged
alter table audit_entry replica identity nothing
alter table audit_entry set (autovacuum_enabled = off)
alter table audit_entry alter column id drop identity
alter sequence audit_entry_id_seq increment by -1
alter sequence audit_entry_id_seq cycle
create table registry_household_more () inherits (registry_household)
create domain public.money_fen as bigint check (value > 0)
create type public.odd as enum ('one')

-- what answers in another's place
create rule hide as on delete to casework_caseevent do instead nothing
create rule swallow as on insert to audit_entry do instead nothing
create rule two as on insert to funds_transfer do also select 1
create view everyone as select * from registry_household
create materialized view kept as select * from registry_household
create schema {running} authorization {running}
create schema aside
create operator public.= (leftarg = text, rightarg = text, function = pg_catalog.texteq)
create cast (text as bytea) without function as implicit
create collation public."C" (locale = 'C')
create publication leak for all tables
update pg_extension set extversion = '2.0' where extname = 'plpgsql'
