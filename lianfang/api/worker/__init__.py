"""What the 控疫通 app does for a grid worker: tasks at the door, people of one's own grids."""

from lianfang.api.door import make_router
from lianfang.api.worker import persons, sheet, tasks

router = make_router("worker")
router.add_router("", tasks.router)
router.add_router("", persons.router)
router.add_router("", sheet.router)
