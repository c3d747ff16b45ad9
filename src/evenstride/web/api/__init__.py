"""The JSON API under /api, one file per resource, each with a ``router`` (`evenstride.web.routers.api_router`)."""
