"""plankg"""
