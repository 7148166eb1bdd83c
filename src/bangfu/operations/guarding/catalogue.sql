-- What PostgreSQL's catalogue says of a database, as (kind, name, text): everything by which an
-- owner or a superuser could loosen a guard. Run with an empty search_path, so that every name is
-- written with its schema. %(running)s is the running role; it and the owner are written as what
-- they are here, so that one list serves every server of a major version.
with
owner as (select relowner as oid from pg_class where oid = to_regclass('public.django_migrations')),
who as (
  select oid, case when oid in (select oid from owner) then '<owner>'
                   when rolname = %(running)s then '<running>'
                   when oid = 10 then '<superuser>'
                   else quote_ident(rolname) end as name
  from pg_roles
  union all select 0, 'public'
),
mine as (
  select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
),
rel as (select c.*, c.oid::regclass::text as name from pg_class c join mine on mine.oid = relnamespace),

-- Rights, in full: what is granted by default counts like what is granted by word.
held(kind, name, acl) as (
  select case relkind when 'S' then 'sequence' else 'table' end, name,
         coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))
    from rel where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  union all select 'column', r.name || '.' || quote_ident(attname), attacl
    from rel r join pg_attribute a on attrelid = r.oid where attnum > 0 and not attisdropped
  union all select 'function', p.oid::regprocedure::text,
                   coalesce(proacl, acldefault('f', proowner))
    from pg_proc p join mine on mine.oid = pronamespace
  union all select 'schema', nspname, coalesce(nspacl, acldefault('n', nspowner))
    from pg_namespace where nspname !~ '^pg_(toast|temp)'
  union all select 'database', 'this', coalesce(datacl, acldefault('d', datdba))
    from pg_database where datname = current_database()
  union all select 'language', lanname, coalesce(lanacl, acldefault('l', lanowner)) from pg_language
  union all select 'type', t.oid::regtype::text, coalesce(typacl, acldefault('T', typowner))
    from pg_type t join mine on mine.oid = typnamespace where typtype in ('d', 'e', 'r', 'm')
  union all select 'parameter', parname, paracl from pg_parameter_acl
  union all select 'default', concat_ws('/', coalesce(nspname, '*'), who.name, defaclobjtype), defaclacl
    from pg_default_acl join who on who.oid = defaclrole
    left join pg_namespace n on n.oid = defaclnamespace
  union all select 'foreign server', srvname, coalesce(srvacl, acldefault('S', srvowner))
    from pg_foreign_server
),
granted as (
  select kind, held.name, to_.name || '=' || string_agg(
           privilege_type || case when is_grantable then '*' else '' end, ','
           order by privilege_type) || '/' || from_.name as right_
  from held, aclexplode(acl) join who to_ on to_.oid = grantee join who from_ on from_.oid = grantor
  group by kind, held.name, to_.name, from_.name
)

select 'rights' as kind, kind || ' ' || name as name, string_agg(right_, ' ' order by right_) as text
  from granted group by 2

-- A table's own flags. relhastriggers and relhasrules are hints that stay true too long; false
-- while there are some, they switch them off.
union all select 'table', name, concat_ws('|', relkind, (select name from who where oid = relowner),
    'row security ' || relrowsecurity, 'forced ' || relforcerowsecurity, relpersistence,
    relreplident, relispartition, 'checks ' || relchecks, reloptions::text,
    case when not relhastriggers and exists (select from pg_trigger where tgrelid = rel.oid)
         then 'triggers are off' end,
    case when not relhasrules and exists (select from pg_rewrite where ev_class = rel.oid)
         then 'rules are off' end)
  from rel where relkind not in ('i', 'I', 't', 'S')
union all select 'parent', name, string_agg(inhparent::regclass::text, ',' order by inhseqno)
  from rel join pg_inherits on inhrelid = rel.oid group by name
union all select 'column', r.name || '.' || quote_ident(attname), concat_ws('|',
    format_type(atttypid, atttypmod), case when attnotnull then 'not null' end,
    nullif(attidentity, ''), nullif(attgenerated, ''), nullif(c.collname, 'default'),
    pg_get_expr(adbin, adrelid))
  from rel r join pg_attribute a on attrelid = r.oid and attnum > 0 and not attisdropped
  left join pg_attrdef d on adrelid = r.oid and adnum = attnum
  left join pg_collation c on c.oid = attcollation
  where relkind not in ('i', 'I', 't', 'S')
union all select 'sequence', name, concat_ws('|', (select w.name from who w where w.oid = relowner),
    format_type(seqtypid, null), seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle,
    (select string_agg(concat_ws('.', refobjid::regclass, refobjsubid, deptype), ',')
     from pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and objid = rel.oid
       and d.refclassid = 'pg_catalog.pg_class'::regclass and refobjsubid > 0))
  from rel join pg_sequence on seqrelid = rel.oid

union all select 'trigger', r.name || '.' || quote_ident(tgname),
    concat_ws('|', tgenabled, pg_get_triggerdef(t.oid))
  from pg_trigger t join rel r on r.oid = tgrelid where not tgisinternal
union all select 'inner trigger', concat_ws('.', r.name, conname, tgtype, tgfoid::regproc),
    tgenabled::text
  from pg_trigger t join rel r on r.oid = tgrelid join pg_constraint c on c.oid = tgconstraint
  where tgisinternal
union all select 'function', p.oid::regprocedure::text, concat_ws('|',
    (select name from who where oid = proowner), prokind, l.lanname,
    pg_get_function_result(p.oid), pg_get_function_arguments(p.oid),
    case when prosecdef then 'security definer' end, provolatile, proparallel, case when proleakproof then 'leakproof' end,
    case when proisstrict then 'strict' end, nullif(prosupport::regproc::text, '-'),
    array_to_string(proconfig, ','),
    encode(sha256(convert_to(prosrc || coalesce(probin, '') ||
      coalesce(pg_get_function_sqlbody(p.oid), ''), 'UTF8')), 'hex'))
  from pg_proc p join mine on mine.oid = pronamespace join pg_language l on l.oid = prolang
-- Functions and operators that came into PostgreSQL's own schema and are no extension's.
union all select 'function', p.oid::regprocedure::text, 'in pg_catalog'
  from pg_proc p where pronamespace = 'pg_catalog'::regnamespace and p.oid >= 16384
    and not exists (select from pg_depend where classid = 'pg_catalog.pg_proc'::regclass
                      and objid = p.oid and deptype = 'e')
union all select 'policy', r.name || '.' || quote_ident(polname), concat_ws('|', polcmd,
    case when polpermissive then 'permissive' else 'restrictive' end,
    (select string_agg(name, ',' order by name) from who where oid = any(polroles)),
    'using ' || pg_get_expr(polqual, polrelid), 'check ' || pg_get_expr(polwithcheck, polrelid))
  from pg_policy join rel r on r.oid = polrelid
union all select 'rule', r.name || '.' || quote_ident(rulename),
    concat_ws('|', ev_enabled, ev_type, is_instead, pg_get_ruledef(w.oid))
  from pg_rewrite w join rel r on r.oid = ev_class
union all select 'constraint', concat_ws('.', coalesce(r.name, nullif(contypid::regtype::text, '-')),
      quote_ident(conname)),
    concat_ws('|', contype, case when not convalidated then 'not validated' end,
      case when to_jsonb(c) ->> 'conenforced' = 'false' then 'not enforced' end,
      case when condeferrable then 'deferrable' end, case when condeferred then 'deferred' end,
      pg_get_constraintdef(c.oid))
  from pg_constraint c join mine on mine.oid = connamespace left join rel r on r.oid = conrelid
union all select 'index', i.name, concat_ws('|', case when not indisvalid then 'not valid' end,
    case when not indisready then 'not ready' end, case when not indislive then 'not live' end,
    case when not indimmediate then 'deferrable' end, reloptions::text, pg_get_indexdef(i.oid))
  from rel i join pg_index on indexrelid = i.oid

union all select 'schema', nspname, (select name from who where oid = nspowner)
  from pg_namespace where nspname !~ '^pg_(toast|temp)'
union all select 'type', t.oid::regtype::text, concat_ws('|',
    (select name from who where oid = typowner), typtype, case when typnotnull then 'not null' end,
    nullif(format_type(typbasetype, typtypmod), '-'), pg_get_expr(typdefaultbin, 0),
    (select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum where enumtypid = t.oid))
  from pg_type t join mine on mine.oid = typnamespace where typtype in ('d', 'e', 'r', 'm')
union all select 'operator', o.oid::regoperator::text, oprcode::text
  from pg_operator o where oprnamespace in (select oid from mine) or o.oid >= 16384
union all select 'operator class', concat_ws('.', nspname, opcname, amname), concat_ws('|',
    opcintype::regtype, case when opcdefault then 'default' end)
  from pg_opclass join mine on mine.oid = opcnamespace join pg_am on pg_am.oid = opcmethod
union all select 'cast', castsource::regtype || ' as ' || casttarget::regtype,
    concat_ws('|', castfunc::regproc, castcontext, castmethod)
  from pg_cast where oid >= 16384
union all select 'collation', c.oid::regcollation::text,
    concat_ws('|', collprovider, collisdeterministic)
  from pg_collation c join mine on mine.oid = collnamespace
union all select 'conversion', concat_ws('.', nspname, conname), conproc::regproc::text
  from pg_conversion join mine on mine.oid = connamespace
union all select 'language', lanname,
    concat_ws('|', case when lanpltrusted then 'trusted' end, lanplcallfoid::regproc)
  from pg_language
union all select 'extension', extname, extversion || '|' || nspname
  from pg_extension join pg_namespace n on n.oid = extnamespace
union all select 'event trigger', evtname, concat_ws('|', evtenabled, evtevent, evtfoid::regproc)
  from pg_event_trigger
union all select 'publication', pubname, concat_ws('|', puballtables, pubinsert, pubupdate, pubdelete)
  from pg_publication
union all select 'foreign server', srvname, (select name from who where oid = srvowner)
  from pg_foreign_server

-- Of roles only the two that matter here, and whoever they belong to or belongs to them.
union all select 'role', who.name, concat_ws('|', case when rolsuper then 'superuser' end,
    case when rolbypassrls then 'bypasses row security' end,
    case when rolreplication then 'replication' end,
    case when rolcreaterole then 'creates roles' end,
    case when rolcreatedb and who.name = '<running>' then 'creates databases' end)
  from pg_roles r join who using (oid) where who.name in ('<owner>', '<running>')
union all select 'member', m.name || ' in ' || g.name, concat_ws('|',
    case when admin_option then 'admin' end, to_jsonb(a) ->> 'inherit_option',
    to_jsonb(a) ->> 'set_option')
  from pg_auth_members a join who m on m.oid = member join who g on g.oid = roleid
  where '<owner>' in (m.name, g.name) or '<running>' in (m.name, g.name)
union all select 'setting', coalesce('this database', '*') || ' for ' || coalesce(w.name, '*'),
    array_to_string(setconfig, ',')
  from pg_db_role_setting join pg_database d on d.oid = setdatabase
  left join who w on w.oid = nullif(setrole, 0)
  where datname = current_database()
union all select 'setting', 'every database for ' || name, array_to_string(setconfig, ',')
  from pg_db_role_setting join who on who.oid = setrole
  where setdatabase = 0 and (setrole = 0 or name in ('<owner>', '<running>'))
union all select 'database', 'this', concat_ws('|', (select name from who where oid = datdba),
    pg_encoding_to_char(encoding), case when datistemplate then 'template' end)
  from pg_database where datname = current_database()
