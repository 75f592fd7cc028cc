"""One API, one router a door."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from lianfang.api import (
    articles,
    auditor,
    bulk,
    callback,
    cards,
    cdc,
    citizen,
    clinic,
    colours,
    console,
    custom_fields,
    duplicates,
    enterprise,
    exports,
    forms,
    gate,
    gate_devices,
    home,
    hospital,
    imports,
    news,
    outgoing,
    partner,
    passes,
    places,
    related,
    resident,
    screen,
    searches,
    seat,
    selfdeclare,
    session,
    sheet,
    simulator,
    status,
    tables,
    worker,
)
from lianfang.api.door import api

api.add_router("/session", session.router)
api.add_router("/citizen/pass", passes.router)
api.add_router("/citizen", citizen.router)
api.add_router("/news", news.router)
api.add_router("/gate", gate.router)
api.add_router("/gate", gate_devices.router)
api.add_router("/enterprise/tables", tables.router)
api.add_router("/enterprise", enterprise.router)
api.add_router("/declare", selfdeclare.router)
api.add_router("/resident", resident.router)
api.add_router("/worker", worker.router)
api.add_router("/clinic", clinic.router)
api.add_router("/hospital", hospital.router)
api.add_router("/cdc", cdc.router)
api.add_router("/console/articles", articles.router)
api.add_router("/console/sheet", sheet.router)
api.add_router("/console/related", related.router)
api.add_router("/console/status", status.router)
api.add_router("/console/fields", custom_fields.router)
api.add_router("/console/imports", imports.router)
api.add_router("/console/bulk", bulk.router)
api.add_router("/console/exports", exports.router)
api.add_router("/console/duplicates", duplicates.router)
api.add_router("/console/searches", searches.router)
api.add_router("/console/outgoing", outgoing.router)
api.add_router("/console/forms", forms.router)
api.add_router("", colours.router)
api.add_router("", places.router)
api.add_router("", partner.router)
api.add_router("/console/home", home.router)
api.add_router("/console", cards.router)
api.add_router("/console", console.router)
api.add_router("/seat", seat.router)
api.add_router("/screen", screen.router)
api.add_router("/auditor", auditor.router)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
    path("wechat/callback", callback.receive),
]
if not settings.PRODUCTION:
    urlpatterns += [path("simulator/<path:path>", simulator.page)]
