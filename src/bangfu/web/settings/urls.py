"""Addresses of this area."""

from django.urls import path

from .hand_overs import hand_over_decline, hand_over_list, hand_over_take
from .views import (
    appointment_add,
    appointment_end,
    appointment_second,
    appointment_withdraw,
    day_move,
    settings_page,
    user_add,
    user_confirm,
    user_disable,
    user_enable,
    user_password,
)

urlpatterns = [
    path("settings/", settings_page, name="settings"),
    path("settings/day/", day_move, name="day_move"),
    path("settings/hand-overs/", hand_over_list, name="hand_over_list"),
    path("settings/hand-overs/<int:hand_over_id>/take/", hand_over_take, name="hand_over_take"),
    path(
        "settings/hand-overs/<int:hand_over_id>/decline/",
        hand_over_decline,
        name="hand_over_decline",
    ),
    path("settings/users/", user_add, name="user_add"),
    path("settings/users/<int:user_id>/disable/", user_disable, name="user_disable"),
    path("settings/users/<int:user_id>/enable/", user_enable, name="user_enable"),
    path("settings/users/<int:user_id>/password/", user_password, name="user_password"),
    path("settings/appointments/", appointment_add, name="appointment_add"),
    path("settings/users/<int:user_id>/confirm/", user_confirm, name="user_confirm"),
    path(
        "settings/appointments/<int:appointment_id>/end/", appointment_end, name="appointment_end"
    ),
    path(
        "settings/appointments/<int:appointment_id>/second/",
        appointment_second,
        name="appointment_second",
    ),
    path(
        "settings/appointments/<int:appointment_id>/withdraw/",
        appointment_withdraw,
        name="appointment_withdraw",
    ),
]
