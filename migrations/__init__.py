"""Our schema; shipped as flask_volunteer_reports.migrations."""
