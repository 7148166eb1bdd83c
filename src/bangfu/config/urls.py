from django.urls import include, path

urlpatterns = [path("", include("bangfu.web.urls"))]
handler400 = "bangfu.web.pages.failures.bad_request"
handler403 = "bangfu.web.pages.failures.forbidden"
handler404 = "bangfu.web.pages.failures.not_found"
handler500 = "bangfu.web.pages.failures.server_error"
