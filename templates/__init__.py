"""Pages and documents; shipped as flask_volunteer_reports.templates."""
