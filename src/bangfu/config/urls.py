from django.urls import include, path

urlpatterns = [path("", include("bangfu.web.urls"))]
handler400 = "bangfu.web.failures.bad_request"
handler403 = "bangfu.web.failures.forbidden"
handler404 = "bangfu.web.failures.not_found"
handler500 = "bangfu.web.failures.server_error"
