"""Evaluation: did a policy work, and could counts have told?"""
