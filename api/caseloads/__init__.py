"""Localities, teams, practices; patients with their one care plan, referrals, visits, links and history."""
