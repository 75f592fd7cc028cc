"""Two processes count the same figure at once: what stands in the end is what the tables hold."""

import threading

import pytest
from django.db import connection

from lianfang.core.actor import Actor
from lianfang.stats import actions
from lianfang.stats.actions import mark, recount_all, recount_dirty
from lianfang.stats.enums import Figure
from lianfang.stats.models import NOW, Cell
from tests.factories.geo import GRID, T0
from tests.factories.people import make_person

SYSTEM = Actor.system()
PATIENCE_S = 20


@pytest.mark.django_db(transaction=True)
def test_a_slow_recount_of_everything_does_not_put_an_old_figure_back(monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: nobody writes while another counts")
    make_person()
    mark([Figure.REGISTERED], [GRID], day=NOW, by=SYSTEM, at=T0)
    has_counted, may_write, count = threading.Event(), threading.Event(), actions.count

    def slowly(figure, *args, **kwargs):
        found = count(figure, *args, **kwargs)
        if figure == Figure.REGISTERED and not has_counted.is_set():
            has_counted.set()
            assert may_write.wait(PATIENCE_S)
        return found

    def run(work):
        def act():
            try:
                work(by=SYSTEM, at=T0)
            finally:
                connection.close()

        thread = threading.Thread(target=act)
        thread.start()
        return thread

    monkeypatch.setattr(actions, "count", slowly)
    slow = run(recount_all)
    assert has_counted.wait(PATIENCE_S)
    make_person()
    quick = run(recount_dirty)
    quick.join(0.5)
    may_write.set()
    slow.join(PATIENCE_S)
    quick.join(PATIENCE_S)

    cells = Cell.objects.unscoped().filter(figure=Figure.REGISTERED, day=NOW)
    assert list(cells.values_list("area_code", "value")) == [(GRID, 2)]
