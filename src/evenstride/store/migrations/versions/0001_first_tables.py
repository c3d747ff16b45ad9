"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID, _HASH = sa.String(length=26), sa.String(length=64)
_MOMENT, _JSON = sa.DateTime(timezone=True), sa.JSON(none_as_null=True)


def upgrade() -> None:
    """Make them."""
    _make_people()
    _make_recordings()
    _make_assessments()
    _make_training()
    _make_work()


def _make_people() -> None:
    """Runners and what they said."""
    op.create_table(
        "runners",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("units", sa.String(), nullable=False),
        sa.Column("height_m", sa.Double(), nullable=True),
        sa.Column("mass_kg", sa.Double(), nullable=True),
        sa.Column("preferred_side", sa.String(), nullable=True),
        sa.Column("equipment", _JSON, nullable=True),
        sa.Column("minutes_a_day", sa.Double(), nullable=True),
        sa.Column("days_a_week", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runners"),
    )
    op.create_table(
        "consents",
        sa.Column("id", _ID, nullable=False),
        sa.Column("runner_id", _ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("answered_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.id"], name="fk_consents_runner_id_runners", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index(
        "ix_consents_runner_id_kind_answered_at", "consents", ["runner_id", "kind", "answered_at"], unique=False
    )
    op.create_table(
        "answers",
        sa.Column("id", _ID, nullable=False),
        sa.Column("runner_id", _ID, nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("value", _JSON, nullable=False),
        sa.Column("answered_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["runner_id"], ["runners.id"], name="fk_answers_runner_id_runners", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
    )
    op.create_index(
        "ix_answers_runner_id_question_id_answered_at",
        "answers",
        ["runner_id", "question_id", "answered_at"],
        unique=False,
    )
    op.create_table(
        "screen_answers",
        sa.Column("id", _ID, nullable=False),
        sa.Column("runner_id", _ID, nullable=False),
        sa.Column("screen_id", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("answered_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.id"], name="fk_screen_answers_runner_id_runners", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_screen_answers"),
    )
    op.create_index(
        "ix_screen_answers_runner_id_screen_id_answered_at",
        "screen_answers",
        ["runner_id", "screen_id", "answered_at"],
        unique=False,
    )


def _make_recordings() -> None:
    """Files, shoes, recordings and runs."""
    op.create_table(
        "artefacts",
        sa.Column("sha256", _HASH, nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_artefacts"),
    )
    op.create_table(
        "shoes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("runner_id", _ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.Column("start_distance_m", sa.Double(), nullable=False),
        sa.Column("retired_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["runner_id"], ["runners.id"], name="fk_shoes_runner_id_runners", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_shoes"),
    )
    op.create_index("ix_shoes_runner_id", "shoes", ["runner_id"], unique=False)
    op.create_table(
        "recordings",
        sa.Column("id", _ID, nullable=False),
        sa.Column("runner_id", _ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", _HASH, nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("imported_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=True),
        sa.Column("probe", _JSON, nullable=False),
        sa.Column("shoe_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.id"], name="fk_recordings_runner_id_runners", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sha256"], ["artefacts.sha256"], name="fk_recordings_sha256_artefacts"),
        sa.ForeignKeyConstraint(["shoe_id"], ["shoes.id"], name="fk_recordings_shoe_id_shoes", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_recordings"),
        sa.UniqueConstraint("runner_id", "sha256", name="uq_recordings_runner_id_sha256"),
    )
    op.create_index("ix_recordings_runner_id_imported_at", "recordings", ["runner_id", "imported_at"], unique=False)
    op.create_index("ix_recordings_sha256", "recordings", ["sha256"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", _ID, nullable=False),
        sa.Column("runner_id", _ID, nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("duration_s", sa.Double(), nullable=True),
        sa.Column("sport", sa.String(), nullable=False),
        sa.Column("recording_id", _ID, nullable=True),
        sa.Column("shoe_id", _ID, nullable=True),
        sa.Column("document_sha256", _HASH, nullable=True),
        sa.ForeignKeyConstraint(["document_sha256"], ["artefacts.sha256"], name="fk_runs_document_sha256_artefacts"),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name="fk_runs_recording_id_recordings", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["runner_id"], ["runners.id"], name="fk_runs_runner_id_runners", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shoe_id"], ["shoes.id"], name="fk_runs_shoe_id_shoes", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_document_sha256", "runs", ["document_sha256"], unique=False)
    op.create_index("ix_runs_runner_id_started_at", "runs", ["runner_id", "started_at"], unique=False)


def _make_assessments() -> None:
    """Assessments with their measures and findings."""
    op.create_table(
        "assessments",
        sa.Column("id", _ID, nullable=False),
        sa.Column("runner_id", _ID, nullable=False),
        sa.Column("document_sha256", _HASH, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("measured_at", _MOMENT, nullable=False),
        sa.Column("package_version", sa.String(), nullable=False),
        sa.Column("configuration_hash", sa.String(), nullable=False),
        sa.Column("is_running", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["artefacts.sha256"], name="fk_assessments_document_sha256_artefacts"
        ),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.id"], name="fk_assessments_runner_id_runners", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessments"),
    )
    op.create_index("ix_assessments_document_sha256", "assessments", ["document_sha256"], unique=False)
    op.create_index("ix_assessments_runner_id_measured_at", "assessments", ["runner_id", "measured_at"], unique=False)
    op.create_table(
        "assessment_recordings",
        sa.Column("assessment_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("recording_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name="fk_assessment_recordings_assessment_id_assessments",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recordings.id"],
            name="fk_assessment_recordings_recording_id_recordings",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "position", name="pk_assessment_recordings"),
    )
    op.create_index("ix_assessment_recordings_recording_id", "assessment_recordings", ["recording_id"], unique=False)
    op.create_table(
        "measures",
        sa.Column("assessment_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("class_name", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("standard_error", sa.Double(), nullable=True),
        sa.Column("mdc", sa.Double(), nullable=True),
        sa.Column("n_steps", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_measures_assessment_id_assessments", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assessment_id", "position", name="pk_measures"),
    )
    op.create_index("ix_measures_measure_id_assessment_id", "measures", ["measure_id", "assessment_id"], unique=False)
    op.create_table(
        "findings",
        sa.Column("assessment_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("strength", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_findings_assessment_id_assessments", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assessment_id", "position", name="pk_findings"),
    )
    op.create_table(
        "assessment_files",
        sa.Column("assessment_id", _ID, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("sha256", _HASH, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name="fk_assessment_files_assessment_id_assessments",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["sha256"], ["artefacts.sha256"], name="fk_assessment_files_sha256_artefacts"),
        sa.PrimaryKeyConstraint("assessment_id", "role", name="pk_assessment_files"),
    )
    op.create_index("ix_assessment_files_sha256", "assessment_files", ["sha256"], unique=False)


def _make_training() -> None:
    """Plans, sessions, pain and effort, retests."""
    op.create_table(
        "plans",
        sa.Column("id", _ID, nullable=False),
        sa.Column("runner_id", _ID, nullable=False),
        sa.Column("assessment_id", _ID, nullable=True),
        sa.Column("document", _JSON, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("retest_on", sa.Date(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("archived_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_plans_assessment_id_assessments", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["runner_id"], ["runners.id"], name="fk_plans_runner_id_runners", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
    )
    op.create_index("ix_plans_runner_id_created_at", "plans", ["runner_id", "created_at"], unique=False)
    op.create_index(
        "uq_plans_one_active",
        "plans",
        ["runner_id"],
        unique=True,
        sqlite_where=sa.text("status = 'active'"),
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("runner_id", _ID, nullable=False),
        sa.Column("plan_id", _ID, nullable=True),
        sa.Column("plan_day", sa.Date(), nullable=True),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_sessions_plan_id_plans", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.id"], name="fk_sessions_runner_id_runners", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_runner_id_started_at", "sessions", ["runner_id", "started_at"], unique=False)
    op.create_table(
        "session_sets",
        sa.Column("session_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.String(), nullable=False),
        sa.Column("part_id", sa.String(), nullable=True),
        sa.Column("side", sa.String(), nullable=True),
        sa.Column("set_number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reps", sa.Integer(), nullable=True),
        sa.Column("hold_s", sa.Double(), nullable=True),
        sa.Column("range_deg", sa.Double(), nullable=True),
        sa.Column("repetition_s", sa.Double(), nullable=True),
        sa.Column("faults", _JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_session_sets_session_id_sessions", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "position", name="pk_session_sets"),
    )
    op.create_table(
        "diary_entries",
        sa.Column("id", _ID, nullable=False),
        sa.Column("runner_id", _ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("level", sa.Double(), nullable=False),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("session_id", _ID, nullable=True),
        sa.Column("run_id", _ID, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("level >= 0 AND level <= 10", name=op.f("ck_diary_entries_level_0_to_10")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_diary_entries_run_id_runs", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.id"], name="fk_diary_entries_runner_id_runners", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_diary_entries_session_id_sessions", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_diary_entries"),
    )
    op.create_index("ix_diary_entries_runner_id_noted_at", "diary_entries", ["runner_id", "noted_at"], unique=False)
    op.create_table(
        "retests",
        sa.Column("id", _ID, nullable=False),
        sa.Column("runner_id", _ID, nullable=False),
        sa.Column("plan_id", _ID, nullable=True),
        sa.Column("assessment_id", _ID, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_retests_assessment_id_assessments", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_retests_plan_id_plans", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["runner_id"], ["runners.id"], name="fk_retests_runner_id_runners", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_retests"),
    )
    op.create_index("ix_retests_runner_id_due_on", "retests", ["runner_id", "due_on"], unique=False)


def _make_work() -> None:
    """Jobs, tokens, settings."""
    op.create_table(
        "jobs",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("runner_id", _ID, nullable=True),
        sa.Column("payload", _JSON, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("stage_done", _JSON, nullable=False),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("estimate_s", sa.Double(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", _MOMENT, nullable=True),
        sa.Column("heartbeat_at", _MOMENT, nullable=True),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("result", _JSON, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("started_at", _MOMENT, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["runner_id"], ["runners.id"], name="fk_jobs_runner_id_runners", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_runner_id", "jobs", ["runner_id"], unique=False)
    op.create_index("ix_jobs_state_created_at", "jobs", ["state", "created_at"], unique=False)
    op.create_table(
        "job_files",
        sa.Column("job_id", _ID, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("sha256", _HASH, nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_job_files_job_id_jobs", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sha256"], ["artefacts.sha256"], name="fk_job_files_sha256_artefacts"),
        sa.PrimaryKeyConstraint("job_id", "role", name="pk_job_files"),
    )
    op.create_index("ix_job_files_sha256", "job_files", ["sha256"], unique=False)
    op.create_table(
        "api_tokens",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", _HASH, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("last_used_at", _MOMENT, nullable=True),
        sa.Column("revoked_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_api_tokens_token_hash"),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_settings"),
    )
