import threading
from wsgiref.simple_server import make_server, WSGIRequestHandler, WSGIServer
from socketserver import ThreadingMixIn
from pathlib import Path
import pytest, money_world as made
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client
from bangfu.accounts.models import User
from bangfu.scope.actors import acting, operator
from playwright.sync_api import sync_playwright
from axe_playwright_python.sync_playwright import Axe
FLAGS=["--headless","--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync","--lang=zh-CN"]
class Q(WSGIRequestHandler):
    def log_message(self,*a): pass
class T(ThreadingMixIn,WSGIServer): daemon_threads=True
def test_look(fresh_database, settings):
    settings.STORAGES={**settings.STORAGES,"staticfiles":{"BACKEND":"django.contrib.staticfiles.storage.StaticFilesStorage"}}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    w=made.make_world(); made.families(w,9); made.families(w,2,start=50,with_card=False)
    r1=made.released(w); made.answered(w,r1,return_every=5)
    made.families(w,3,start=80); r2=made.decided(w); r3=made.planned(w)
    srv=make_server("127.0.0.1",0,StaticFilesHandler(get_wsgi_application()),server_class=T,handler_class=Q)
    th=threading.Thread(target=srv.serve_forever,daemon=True); th.start()
    base=f"http://127.0.0.1:{srv.server_port}"
    bad=[]
    with sync_playwright() as p:
        b=p.chromium.launch(executable_path="/usr/bin/chromium",args=FLAGS)
        for who,paths in {"planner":["/rounds/","/rounds/new/","/funds/",f"/funds/{w.fund.pk}/","/funds/new/",f"/rounds/{r1.pk}/",f"/rounds/{r2.pk}/",f"/rounds/{r2.pk}/left-out/"],"approver":[f"/rounds/{r1.pk}/",f"/rounds/{r3.pk}/"]}.items():
            c=Client(); c.force_login(User.objects.get(pk=w[who].user_id),"django.contrib.auth.backends.ModelBackend")
            cookie=c.cookies["sessionid"].value
            for width in (1440,390,320):
                ctx=b.new_context(viewport={"width":width,"height":900},locale="zh-CN"); ctx.add_cookies([{"name":"sessionid","value":cookie,"url":base}])
                pg=ctx.new_page(); errs=[]
                pg.on("console",lambda m: errs.append(m.text) if m.type=="error" else None)
                for path in paths:
                    pg.goto(base+path)
                    if who=="approver" and width!=1440:
                        for d in pg.query_selector_all("details.confirm summary")[:1]: d.click()
                    pg.screenshot(path=f"/tmp/look-{who}-{width}-{path.strip('/').replace('/','_')}.png",full_page=True)
                    sw=pg.evaluate("document.documentElement.scrollWidth-document.documentElement.clientWidth")
                    if sw>0: bad.append((who,width,path,'scroll',sw))
                    res=Axe().run(pg,options={"runOnly":["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"]})
                    for v in res.response["violations"]: bad.append((who,width,path,v["id"],[n["html"][:120] for n in v["nodes"]][:3]))
                if errs: bad.append((who,width,errs[:3]))
                ctx.close()
        b.close()
    srv.shutdown(); srv.server_close()
    from django.db import connections
    open("/tmp/bad.txt","w").write("\n".join(map(str,bad)))
    assert not bad
