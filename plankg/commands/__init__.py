"""plankg/commands"""
