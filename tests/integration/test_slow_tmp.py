import time
from django.db import connection
def test_slow(demo_database):
    import sys; sys.path.insert(0,'/work/main/tests/integration')
    from pathlib import Path
    import bangfu.demo
    from bangfu.organisations.queries import today
    from bangfu.registry.commands.import_register import import_register
    from bangfu.scope.actors import operator
    FILE = Path(bangfu.demo.__file__).with_name("data") / "maoming-2010.xlsx"
    def wrap(execute, sql, params, many, context):
        t=time.time()
        try: return execute(sql, params, many, context)
        finally:
            d=time.time()-t
            if d>0.3: print(f'   {d:.2f}', ' '.join(sql.split())[:160])
    def p(w,d,t,l=[time.time()]): print(f'{time.time()-l[0]:.2f}',w,d,t); l[0]=time.time()
    with connection.execute_wrapper(wrap):
        for _ in range(2):
            t=time.time(); import_register(files=[(FILE.name, FILE.read_bytes())], as_of=today(), by=operator(),progress=p); print('T',time.time()-t)
    with connection.cursor() as c:
        c.execute("select relname, reltuples, relpages from pg_class where relname in ('registry_household','vault_secret','registry_person','registry_membership','registry_householdfacts','registry_memberfacts')"); print(c.fetchall())
