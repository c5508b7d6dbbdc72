"""The watch: is a series of counts rising, steady or waning, and since when?"""
