"""The app: pages and JSON API on this machine, made by `create_app` and run by `evenstride serve`.

``pages`` and ``api`` hold one file per screen or resource; ``security`` stands in front of all of them; ``lan`` lets a
phone in. A route calls exactly one service. FastAPI, Starlette and uvicorn are known here and nowhere else.
"""
