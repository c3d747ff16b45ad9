"""One file per screen. Each has a ``router``, made by `evenstride.web.routers.page_router`, and is found by itself."""
