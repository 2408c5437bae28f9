"""extract/readers"""
