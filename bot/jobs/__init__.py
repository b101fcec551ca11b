"""Scheduled work: one timetable and one short function a job."""
